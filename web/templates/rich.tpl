{{%AUTOESCAPE context="HTML"}}
{{#PART}}{{#WORDS}}{{TEXT}}{{/WORDS}}{{#DATA}}{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}{{#EXERCISE}} <span class="mark exercise">[[mark.exercise]]</span>{{/EXERCISE}}{{/DATA}}{{#TIME}}<time datetime="{{DATETIME}}">{{TEXT}}</time>{{/TIME}}{{/PART}}
