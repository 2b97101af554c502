{{%AUTOESCAPE context="HTML"}}
<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>
