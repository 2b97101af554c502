{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow">[[state.eyebrow]]</p>
<h1>{{>NAME}}</h1>
{{#OFFICIAL}}<p class="official">{{>TEXT}}</p>{{/OFFICIAL}}
{{#LOCAL}}<p class="local"><span>[[state.local_time]]</span> <span class="clock">{{TIME}}</span> <bdi dir="ltr" class="zone">{{ZONE}}</bdi></p>{{/LOCAL}}
</div>
<section aria-labelledby="contacts">
<h2 id="contacts">[[state.contacts]]</h2>
{{#NO_CONTACT}}<div class="empty">
<p><strong>{{HEADING}}</strong></p>
<p>{{ADVICE}}</p>
</div>{{/NO_CONTACT}}
{{#CATEGORY}}<h3 class="category">{{NAME}}</h3>
<div class="contacts">
{{>CONTACT}}
</div>
{{/CATEGORY}}
</section>
{{#SECTION}}<section aria-labelledby="{{ID}}">
<h2 id="{{ID}}">{{NAME}}</h2>
<ul class="lines">
{{>LINE}}
</ul>
</section>
{{/SECTION}}
{{#LISTED}}<section class="elsewhere" aria-labelledby="elsewhere">
<h2 id="elsewhere">[[state.listed_elsewhere]]</h2>
<p class="note">[[state.listed_elsewhere.note]]</p>
<ul class="lines">
{{>LINE}}
</ul>
</section>{{/LISTED}}
{{#FACTS}}<section aria-labelledby="facts">
<h2 id="facts">[[state.facts]]</h2>
<dl class="fields">
{{>FIELD}}
</dl>
</section>{{/FACTS}}
<p class="more">{{#ALL}}<a href="{{URL}}">[[state.all]]</a>{{/ALL}} {{#ENTRY}}<a href="{{URL}}">[[state.entry]]</a>{{/ENTRY}} {{#HISTORY}}<a href="{{URL}}">[[history.title]]</a>{{/HISTORY}}</p>
{{>FORMS}}
