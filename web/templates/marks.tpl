{{%AUTOESCAPE context="HTML"}}
{{#MARK}} <span class="mark">{{NAME}}</span>{{/MARK}}
