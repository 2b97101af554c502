{{%AUTOESCAPE context="HTML"}}
{{>COMPLAINTS}}
<div class="heading">
{{#EYEBROW}}<p class="eyebrow"><span>{{TEXT}}</span></p>{{/EYEBROW}}
<h1>{{HEADING}}</h1>
{{#SUBJECT}}<p class="owner">{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}</p>{{/SUBJECT}}
</div>
{{#NOTICE}}<p class="banner" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#INTRO}}<p>{{TEXT}}</p>{{/INTRO}}
{{>MISSING}}
<dl class="fields answers">
{{>ANSWER}}
</dl>
{{#ABOUT}}<h2>{{HEADING}}</h2>
<dl class="fields answers">
{{>ANSWER}}
</dl>{{/ABOUT}}
{{>FORM}}
{{#MORE}}<p class="more"><a href="{{URL}}">{{TEXT}}</a></p>{{/MORE}}
