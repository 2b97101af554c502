{{%AUTOESCAPE context="HTML"}}
<div class="lead">
<h1>{{DIRECTORY}}</h1>
<p class="purpose">[[home.purpose]]</p>
<form class="search large" role="search" action="{{ACTION}}" method="get">
<label for="q">[[search.label]]</label>
<div class="box">
<input id="q" name="q" type="search" value="{{QUERY}}" maxlength="256" autocomplete="off" dir="auto" aria-describedby="hint">
{{#KEEP}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEEP}}<button type="submit">[[search.button]]</button>
</div>
<p class="hint" id="hint">[[search.hint]]</p>
</form>
<div class="urgent-ways">
<p><a class="act" href="{{URGENT}}">[[home.urgent]]</a> <span class="note">[[home.urgent.note]]</span></p>
<form class="caller" action="{{WHO}}" method="get">
<label for="value"><strong>[[home.who]]</strong> [[home.who.label]]</label>
<div class="box"><input id="value" name="value" type="text" maxlength="256" autocomplete="off" dir="ltr" required>
<button type="submit" class="other">[[home.who.button]]</button></div>
</form>
</div>
</div>
{{#COUNTS}}<section aria-labelledby="kinds">
<h2 id="kinds">[[home.contents]]</h2>
<ul class="counts">
{{#COUNT}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}<span class="name">{{NAME}}</span> <span class="number">{{NUMBER}}</span>{{#LINK_END}}</a>{{/LINK_END}}</li>
{{/COUNT}}</ul>
</section>{{/COUNTS}}
<nav class="reports" aria-labelledby="reports">
<h2 id="reports">[[home.reports]]</h2>
<ul class="states">
{{#REPORT}}<li><a href="{{URL}}">{{NAME}}</a></li>
{{/REPORT}}</ul>
</nav>
{{#STATES}}<section aria-labelledby="states">
<h2 id="states">[[home.states]]</h2>
<nav class="jump" aria-label="[[home.order]]"><ul>
<li><a href="{{BY_REGION}}#states"{{#REGIONAL}} aria-current="true"{{/REGIONAL}}>[[home.by_region]]</a></li>
<li><a href="{{BY_NAME}}#states"{{#NAMED}} aria-current="true"{{/NAMED}}>[[home.by_name]]</a></li>
</ul></nav>
{{#ALPHABET}}<p class="note">[[home.by_name.note]]</p>
<ul class="states">
{{#STATE}}<li><a href="{{URL}}"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi></a>{{#EXERCISE}} <span class="mark exercise">[[mark.exercise]]</span>{{/EXERCISE}}</li>
{{/STATE}}</ul>
{{/ALPHABET}}{{#REGIONS}}<p class="note">[[home.states.note]]</p>
<nav class="jump" aria-label="[[home.groups]]"><ul>
{{#JUMP}}<li><a href="#{{ID}}">{{NAME}}</a></li>
{{/JUMP}}</ul></nav>
{{#REGION}}<h3 id="{{ID}}">{{NAME}}</h3>
<ul class="states">
{{#STATE}}<li><a href="{{URL}}"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi></a>{{#EXERCISE}} <span class="mark exercise">[[mark.exercise]]</span>{{/EXERCISE}}</li>
{{/STATE}}</ul>
{{/REGION}}{{/REGIONS}}
</section>{{/STATES}}
