{{%AUTOESCAPE context="HTML"}}
<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{#PIECE}}{{#MARKED}}<mark>{{WORDS}}</mark>{{/MARKED}}{{#PLAIN}}{{WORDS}}{{/PLAIN}}{{/PIECE}}</bdi>
