{{%AUTOESCAPE context="HTML"}}
<div class="{{CLASS}}"{{#ALERT}} role="alert"{{/ALERT}}>
<h2>{{HEADING}}</h2>
<ul>
{{#COMPLAINT}}<li>{{#PLACE}}<a href="#{{FIELD}}">{{TEXT}}</a>{{/PLACE}}{{#PAGE}}<a href="{{URL}}">{{TEXT}}</a>{{/PAGE}}{{#WHOLE}}{{TEXT}}{{/WHOLE}}</li>
{{/COMPLAINT}}</ul>
</div>
