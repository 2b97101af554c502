{{%AUTOESCAPE context="HTML"}}
{{#TEXT}}<bdi class="text"{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT:p}}</bdi>{{#TONGUE}} <span class="tongue">{{NAME}}</span>{{/TONGUE}}{{/TEXT}}{{#VARIANTS}}
<details class="variants"><summary>[[value.other_languages]]</summary><ul>
{{#VARIANT}}<li><bdi class="text"{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT:p}}</bdi>{{#TONGUE}} <span class="tongue">{{NAME}}</span>{{/TONGUE}}</li>
{{/VARIANT}}</ul></details>{{/VARIANTS}}{{#PLAIN}}<bdi class="plain" dir="ltr">{{TEXT}}</bdi>{{/PLAIN}}{{#LINK}}<a href="{{URL}}" rel="noreferrer"><bdi{{#LTR}} dir="ltr"{{/LTR}}>{{TEXT}}</bdi></a>{{/LINK}}{{#MAIL}}<a href="mailto:{{ADDRESS}}"><bdi dir="ltr">{{TEXT}}</bdi></a>{{/MAIL}}{{#TEL}}<bdi dir="ltr"><a href="tel:{{NUMBER}}">{{TEXT}}</a></bdi>{{/TEL}}{{#WORDS}}<span>{{TEXT}}</span>{{/WORDS}}{{#REF}}<a href="{{URL}}"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi></a>{{/REF}}{{>STATE}}{{#TIME}}<time datetime="{{DATETIME}}">{{TEXT}}</time>{{/TIME}}{{#LIST}}<ul class="{{#INLINE}}inline{{/INLINE}}{{#BLOCK}}block{{/BLOCK}}">
{{#ITEM}}<li>{{>VALUE}}</li>
{{/ITEM}}</ul>{{/LIST}}{{#GROUP}}<dl class="group">
{{>FIELD}}</dl>{{/GROUP}}
