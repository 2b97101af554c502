{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow">[[problem.eyebrow]]</p>
<h1>{{TITLE}}</h1>
</div>
<dl class="fields">
<div><dt>[[problem.type]]</dt><dd><bdi class="plain" dir="ltr">{{SLUG}}</bdi></dd></div>
{{#STATUS}}<div><dt>[[problem.status]]</dt><dd><bdi class="plain" dir="ltr">{{CODE}}</bdi></dd></div>
{{/STATUS}}{{#HELP}}<div><dt>[[problem.help]]</dt><dd>{{TEXT}}</dd></div>
{{/HELP}}</dl>
{{#EXAMPLE}}<h2>[[problem.example]]</h2>
<pre dir="ltr" tabindex="0"><code>{{TEXT:p}}</code></pre>{{/EXAMPLE}}
<p class="more"><a href="/docs">[[frame.docs]]</a></p>
