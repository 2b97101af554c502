{{%AUTOESCAPE context="HTML"}}
<li class="line">
{{#EYEBROW}}<p class="eyebrow">{{#KIND}}<span>{{NAME}}</span> {{/KIND}}{{>STATE}}</p>{{/EYEBROW}}
<h3>{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}{{>MARKS}}</h3>
{{#SUMMARY}}<p class="summary">{{>TEXT}}</p>{{/SUMMARY}}
{{#DETAILS}}<dl class="details">{{>FIELD}}</dl>{{/DETAILS}}
{{#LISTED}}<p class="listed">{{>RICH}}</p>{{/LISTED}}
{{#AGE}}<p class="age">{{>RICH}}</p>{{/AGE}}
</li>
