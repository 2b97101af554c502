{{%AUTOESCAPE context="HTML"}}
<div><dt>{{LABEL}}{{#VISIBILITY}} <span class="mark">{{NAME}}</span>{{/VISIBILITY}}</dt><dd>{{>VALUE}}</dd></div>
