{{%AUTOESCAPE context="HTML"}}
<article class="contact">
{{#HEADING}}<h4>{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}{{>MARKS}}</h4>
{{/HEADING}}<p class="who">{{#LEVEL}}<span>{{NAME}}</span> {{/LEVEL}}{{#PERSON}}<span>{{>TEXT}}{{#REPORTED}} <span class="mark">{{NAME}}</span>{{/REPORTED}}</span> {{/PERSON}}{{#ORGANISATION}}<span>{{>RICH}}</span>{{/ORGANISATION}}</p>
{{#NOW}}<p class="now{{#OPEN}} open{{/OPEN}}" dir="auto" data-now="{{RENEWED}}">{{TEXT}}</p>
{{/NOW}}<ul class="channels">
{{#CHANNEL}}<li{{#SUSPENDED}} class="suspended"{{/SUSPENDED}}><span class="kind">{{KIND}}{{#SYSTEM}} <bdi>{{NAME}}</bdi>{{/SYSTEM}}</span> <span class="reach">{{>VALUE}}{{#USE}} <span class="mark{{#URGENT}} urgent{{/URGENT}}">{{NAME}}</span>{{/USE}}{{#AWAITED}} <span class="mark">{{>RICH}}</span>{{/AWAITED}}{{#SUSPENDED_MARK}} <span class="mark">[[channel.suspended]]</span>{{/SUSPENDED_MARK}}</span> <span class="proof">{{>PROOF}}</span></li>
{{/CHANNEL}}</ul>
<dl class="details">
{{#CATEGORY}}<div><dt>[[contact.category]]</dt><dd>{{NAME}}</dd></div>
{{/CATEGORY}}{{#ADDRESS_AS}}<div><dt>[[contact.address_as]]</dt><dd><bdi>{{NAME}}</bdi></dd></div>
{{/ADDRESS_AS}}{{#LOCAL}}<div><dt>[[contact.local_time]]</dt><dd><span class="clock">{{TIME}}</span> <bdi dir="ltr" class="zone">{{ZONE}}</bdi>{{#STATED}} <span class="mark{{#OPEN}} open{{/OPEN}}">{{NAME}}</span>{{/STATED}}</dd></div>
{{/LOCAL}}{{#HOURS}}<div><dt>[[contact.hours]]</dt><dd>{{#ALWAYS}}[[contact.always]]{{/ALWAYS}}{{#SPAN}}<span class="span">{{TEXT}}</span> {{/SPAN}}</dd></div>
{{/HOURS}}{{#LANGUAGES}}<div><dt>[[contact.languages]]</dt><dd>{{#SPOKEN}}<span class="span"><bdi lang="{{TAG}}">{{OWN}}</bdi>{{#ALSO}} ({{NAME}}){{/ALSO}}</span> {{/SPOKEN}}</dd></div>
{{/LANGUAGES}}{{#SERVES}}<div><dt>[[contact.also_serves]]</dt><dd>{{NAMES}}</dd></div>
{{/SERVES}}{{#DEPUTY}}<div><dt>[[contact.deputy]]</dt><dd>{{>RICH}}</dd></div>
{{/DEPUTY}}{{#ESCALATES}}<div><dt>[[contact.escalates_to]]</dt><dd>{{>RICH}}</dd></div>
{{/ESCALATES}}{{#ACKNOWLEDGES}}<div><dt>[[contact.acknowledges]]</dt><dd>{{TEXT}}</dd></div>
{{/ACKNOWLEDGES}}{{#ANSWERS}}<div><dt>[[contact.answers]]</dt><dd>{{TEXT}}</dd></div>
{{/ANSWERS}}{{#KEYS}}<div><dt>[[contact.fingerprint]]</dt><dd><ul>{{#KEY}}<li><bdi class="plain" dir="ltr">{{TEXT}}</bdi>{{#DOWNLOAD}} <a href="{{URL}}">[[contact.download_key]]</a>{{/DOWNLOAD}}</li>{{/KEY}}</ul></dd></div>
{{/KEYS}}</dl>
{{#AGE}}<p class="age">{{>RICH}}</p>
{{/AGE}}</article>
