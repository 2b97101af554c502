{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow"><span>{{KIND}}</span>{{#OF_STATE}} {{>STATE}}{{/OF_STATE}}</p>
<h1>{{>TITLE}}{{#TONGUE}} <span class="tongue">{{NAME}}</span>{{/TONGUE}}{{>MARKS}}</h1>
<p class="owner">{{>OWNER}}</p>
</div>
{{#OLD}}<p class="banner old">{{>RICH}} {{#NEWEST}}<a href="{{URL}}">[[entry.newest]]</a>{{/NEWEST}}</p>{{/OLD}}
{{#UNOFFICIAL}}<p class="banner unofficial">[[entry.unofficial]]</p>{{/UNOFFICIAL}}
<p class="age facts"><span>{{>AGE}}</span> <span>{{>VERSION}}</span></p>
{{#ACTS}}<div class="acts">{{#LINK}}<a class="act" href="{{URL}}">{{WORDS}}</a>
{{/LINK}}{{#SEND}}<form action="{{URL}}" method="post">{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/HIDDEN}}<button type="submit" class="other">{{WORDS}}</button></form>
{{/SEND}}</div>{{/ACTS}}
{{#CARD}}{{>CONTACT}}
{{#CODE}}<div class="qr"><svg viewBox="{{VIEW}}" role="img" aria-label="[[contact.qr]]"><path d="{{PATH}}"></path></svg></div>
{{/CODE}}{{/CARD}}{{#ALL_FIELDS}}<details class="provenance"><summary>[[contact.all_fields]]</summary>
{{/ALL_FIELDS}}<dl class="fields">
{{>FIELD}}
</dl>
{{#ALL_FIELDS_END}}</details>
{{/ALL_FIELDS_END}}{{#REDACTED}}<aside class="redacted"><p><strong>[[entry.redacted]]</strong> {{NAMES}}</p><p>{{ADVICE}}</p></aside>{{/REDACTED}}
{{#PROVENANCE}}<details class="provenance"><summary>[[entry.provenance]]</summary>
<dl class="fields">
{{>FIELD}}
</dl>
</details>{{/PROVENANCE}}
{{#HISTORY}}<section aria-labelledby="history">
<h2 id="history">[[history.title]]</h2>
<ol class="versions">
{{>VERSION_LINE}}
</ol>
{{#ALL}}<p><a href="{{URL}}">[[history.all]]</a></p>{{/ALL}}
</section>{{/HISTORY}}
{{>FORMS}}
