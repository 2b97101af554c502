{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<h1>[[frame.docs]]</h1>
</div>
<p>[[docs.purpose]]</p>
<p>[[docs.forms]]</p>
<p>[[docs.past]]</p>
<p>[[docs.access]]</p>
<h2>[[docs.reading]]</h2>
<dl class="fields">
<div><dt>[[docs.entries]]</dt><dd><a href="/v1/entries"><bdi class="plain" dir="ltr">/v1/entries</bdi></a></dd></div>
<div><dt>[[docs.states]]</dt><dd><a href="/v1/states"><bdi class="plain" dir="ltr">/v1/states</bdi></a></dd></div>
<div><dt>[[docs.export]]</dt><dd><a href="/v1/export"><bdi class="plain" dir="ltr">/v1/export</bdi></a></dd></div>
</dl>
<h2>[[docs.contract]]</h2>
<dl class="fields">
<div><dt>[[docs.openapi]]</dt><dd><a href="/openapi.json"><bdi class="plain" dir="ltr">/openapi.json</bdi></a></dd></div>
<div><dt>[[docs.json_schema]]</dt><dd><a href="/schemas/cyberdir.schema.json"><bdi class="plain" dir="ltr">/schemas/cyberdir.schema.json</bdi></a></dd></div>
<div><dt>[[docs.draft_schema]]</dt><dd><a href="/schemas/cyberdir-draft.schema.json"><bdi class="plain" dir="ltr">/schemas/cyberdir-draft.schema.json</bdi></a></dd></div>
<div><dt>[[docs.xml_schema]]</dt><dd><a href="/schemas/cyberdir.xsd"><bdi class="plain" dir="ltr">/schemas/cyberdir.xsd</bdi></a></dd></div>
<div><dt>[[docs.catalog]]</dt><dd><a href="/.well-known/api-catalog"><bdi class="plain" dir="ltr">/.well-known/api-catalog</bdi></a></dd></div>
</dl>
{{#SECTION}}<section lang="en" dir="ltr" class="api">
<h2 id="{{ID}}">{{NAME}}</h2>
<p>{{DESCRIPTION}}</p>
{{#OPERATION}}<details>
<summary><code><b>{{METHOD}}</b> {{PATH}}</code> {{SUMMARY}}</summary>
{{#TEXT}}<p>{{DESCRIPTION}}</p>{{/TEXT}}
{{#PARAMETERS}}<dl class="fields">
{{#PARAMETER}}<div><dt><code>{{NAME}}</code> ({{PLACE}}{{#REQUIRED}}, required{{/REQUIRED}})</dt><dd>{{DESCRIPTION}}</dd></div>
{{/PARAMETER}}</dl>{{/PARAMETERS}}
{{#BODY}}<p>Body: <code>{{TYPES}}</code></p>{{/BODY}}
<p>Answers: <code>{{ANSWERS}}</code></p>
</details>
{{/OPERATION}}</section>
{{/SECTION}}<h2>[[docs.problems]]</h2>
<dl class="fields">
{{#PROBLEM}}<div><dt>{{TITLE}}</dt><dd><a href="{{URL}}"><bdi class="plain" dir="ltr">{{SLUG}}</bdi></a>{{#STATUS}} <bdi class="plain" dir="ltr">{{CODE}}</bdi>{{/STATUS}}</dd></div>
{{/PROBLEM}}</dl>
