{{%AUTOESCAPE context="HTML"}}
<article class="contact">
<h4>{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}{{>MARKS}}</h4>
<p class="who">{{#LEVEL}}<span>{{NAME}}</span> {{/LEVEL}}{{#PERSON}}<span>{{>TEXT}}{{#REPORTED}} <span class="mark">{{NAME}}</span>{{/REPORTED}}</span> {{/PERSON}}{{#ORGANISATION}}<span>{{>RICH}}</span>{{/ORGANISATION}}</p>
<ul class="channels">
{{#CHANNEL}}<li{{#SUSPENDED}} class="suspended"{{/SUSPENDED}}><span class="kind">{{KIND}}{{#SYSTEM}} <bdi>{{NAME}}</bdi>{{/SYSTEM}}</span> <span class="reach">{{>VALUE}}{{#USE}} <span class="mark{{#URGENT}} urgent{{/URGENT}}">{{NAME}}</span>{{/USE}}{{#AWAITED}} <span class="mark">{{>RICH}}</span>{{/AWAITED}}{{#SUSPENDED_MARK}} <span class="mark">[[channel.suspended]]</span>{{/SUSPENDED_MARK}}</span> <span class="proof">{{>PROOF}}</span></li>
{{/CHANNEL}}</ul>
<dl class="details">
{{#LOCAL}}<div><dt>[[contact.local_time]]</dt><dd><span class="clock">{{TIME}}</span> <bdi dir="ltr" class="zone">{{ZONE}}</bdi>{{#STATED}} <span class="mark{{#OPEN}} open{{/OPEN}}">{{NAME}}</span>{{/STATED}}</dd></div>
{{/LOCAL}}{{#HOURS}}<div><dt>[[contact.hours]]</dt><dd>{{#ALWAYS}}[[contact.always]]{{/ALWAYS}}{{#SPAN}}<span class="span">{{TEXT}}</span> {{/SPAN}}</dd></div>
{{/HOURS}}{{#LANGUAGES}}<div><dt>[[contact.languages]]</dt><dd>{{NAMES}}</dd></div>
{{/LANGUAGES}}{{#SERVES}}<div><dt>[[contact.also_serves]]</dt><dd>{{NAMES}}</dd></div>
{{/SERVES}}{{#DEPUTY}}<div><dt>[[contact.deputy]]</dt><dd>{{>RICH}}</dd></div>
{{/DEPUTY}}{{#KEYS}}<div><dt>[[contact.fingerprint]]</dt><dd>{{#KEY}}<bdi class="plain" dir="ltr">{{TEXT}}</bdi> {{/KEY}}</dd></div>
{{/KEYS}}</dl>
<p class="age">{{>AGE}}</p>
</article>
