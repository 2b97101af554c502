{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<h1>[[urgent.title]]</h1>
</div>
<p class="note">[[urgent.intro]]</p>
<form class="choose" action="{{ACTION}}" method="get">
<label for="state">[[urgent.state]]</label>
<select id="state" name="state">
<option value="">[[urgent.every_state]]</option>
{{#CHOICE}}<option value="{{CODE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{NAME}}</option>
{{/CHOICE}}</select>
{{#KEEP}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEEP}}<button type="submit" class="other">[[urgent.show]]</button>
</form>
{{#NONE}}<div class="empty">
<p><strong>[[urgent.none]]</strong></p>
<p>[[urgent.none.advice]]</p>
</div>{{/NONE}}
{{#GROUP}}<section class="urgent">
<h2>{{>NAME}}</h2>
{{#CONTACT}}<h3>{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}</h3>
<p class="who">{{#CATEGORY}}<span>{{NAME}}</span> {{/CATEGORY}}{{#LOCAL}}<span><span class="clock">{{TIME}}</span> <bdi dir="ltr" class="zone">{{ZONE}}</bdi>{{#STATED}} <span class="mark{{#OPEN}} open{{/OPEN}}">{{NAME}}</span>{{/STATED}}</span> {{/LOCAL}}{{#HOURS}}<span>{{#ALWAYS}}[[contact.always]]{{/ALWAYS}}{{#SPAN}}<span class="span">{{TEXT}}</span> {{/SPAN}}</span>{{/HOURS}}</p>
{{#NOW}}<p class="now{{#OPEN}} open{{/OPEN}}" dir="auto" data-now="{{RENEWED}}">{{TEXT}}</p>
{{/NOW}}<ul class="channels">
{{#CHANNEL}}<li><span class="kind">{{KIND}}{{#SYSTEM}} <bdi>{{NAME}}</bdi>{{/SYSTEM}}</span> <span class="reach">{{>VALUE}}</span> <span class="proof">{{>PROOF}}</span></li>
{{/CHANNEL}}</ul>
{{/CONTACT}}</section>
{{/GROUP}}
{{#MORE}}<p class="note">[[urgent.more]]</p>{{/MORE}}
