{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow">{{STATUS}}</p>
<h1>{{TITLE}}</h1>
</div>
{{#DETAIL}}<p class="detail"><bdi lang="en">{{TEXT}}</bdi></p>{{/DETAIL}}
{{#HELP}}<p>{{TEXT}}</p>{{/HELP}}
{{#ERRORS}}<h2>[[error.findings]]</h2>
<ul class="findings">
{{#ERROR}}<li>{{#SEVERITY}}<span class="mark">{{NAME}}</span> {{/SEVERITY}}<span class="detail"><bdi lang="en">{{DETAIL}}</bdi></span> <span class="place">{{#ROW}}<span>[[error.row]] {{NUMBER}}</span> {{/ROW}}{{#LINE}}<span>[[error.line]] {{NUMBER}}</span> {{/LINE}}{{#POINTER}}<bdi class="plain" dir="ltr">{{TEXT}}</bdi> {{/POINTER}}{{#CODE}}<bdi class="plain" dir="ltr">{{TEXT}}</bdi>{{/CODE}}</span></li>
{{/ERROR}}</ul>{{/ERRORS}}
<p class="more">{{#RETRY}}<a href="{{URL}}">[[error.retry]]</a> {{/RETRY}}{{#HISTORY}}<a href="{{URL}}">[[error.history]]</a> {{/HISTORY}}<a href="{{HOME}}">[[error.home]]</a></p>
{{#REQUEST}}<p class="note">[[error.quote]] <bdi class="plain" dir="ltr">{{ID}}</bdi></p>{{/REQUEST}}
