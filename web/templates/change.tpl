{{%AUTOESCAPE context="HTML"}}
<section class="change">
{{#OUTER}}<h2>{{#STEP}}<span class="step">{{LABEL}}</span>{{/STEP}} <span class="mark {{CLASS}}">{{WORD}}</span></h2>{{/OUTER}}
{{#INNER}}<h3>{{#STEP}}<span class="step">{{LABEL}}</span>{{/STEP}} <span class="mark {{CLASS}}">{{WORD}}</span></h3>{{/INNER}}
{{#BEFORE}}<div class="side before"><p class="side-name">[[diff.before]]</p><del>{{>VALUE}}</del></div>
{{/BEFORE}}{{#AFTER}}<div class="side after"><p class="side-name">[[diff.after]]</p><ins>{{>VALUE}}</ins></div>
{{/AFTER}}</section>
