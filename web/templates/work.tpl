{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<h1>{{TITLE}}</h1>
</div>
{{#ERRORS}}<div class="wrong" role="alert">
<h2>[[form.errors]]</h2>
<ul>
{{#ERROR}}<li>{{#PLACE}}<a href="#{{FIELD}}">{{TEXT}}</a>{{/PLACE}}{{#WHOLE}}{{TEXT}}{{/WHOLE}}</li>
{{/ERROR}}</ul>
</div>{{/ERRORS}}
{{#NOTICE}}<p class="banner" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#INTRO}}<p>{{TEXT}}</p>{{/INTRO}}
{{#SECRETS}}<dl class="fields">
{{#SECRET}}<div><dt>{{LABEL}}</dt><dd><bdi class="plain" dir="ltr">{{VALUE}}</bdi></dd></div>
{{/SECRET}}</dl>{{/SECRETS}}
{{#FACTS}}<dl class="fields">
{{#FACT}}<div><dt>{{LABEL}}</dt><dd><bdi>{{VALUE}}</bdi></dd></div>
{{/FACT}}</dl>{{/FACTS}}
{{#FIRST}}<p class="first"><a class="act" href="{{URL}}">{{TEXT}}</a></p>{{/FIRST}}
{{#WAYS}}<nav class="filters" aria-label="[[results.filters]]"><ul>
{{#WAY}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{TEXT}}</a></li>
{{/WAY}}</ul></nav>{{/WAYS}}
{{>TABLE}}
{{#NEXT}}<nav class="pages" aria-label="[[results.pages]]"><a rel="next" href="{{URL}}">[[results.next]]</a></nav>{{/NEXT}}
{{>FORM}}
{{#MORE}}<p class="more"><a href="{{URL}}">{{TEXT}}</a></p>{{/MORE}}
{{>FORMS}}
