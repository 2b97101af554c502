{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<h1>[[coverage.title]]</h1>
</div>
<p>[[coverage.intro]]</p>
<section class="wide" aria-label="[[coverage.table]]" tabindex="0">
<table>
<thead><tr><th scope="col">[[coverage.group]]</th><th scope="col">[[home.states]]</th><th scope="col">[[coverage.with_contact]]</th><th scope="col">[[code.contact-category.diplomatic]]</th><th scope="col">[[code.contact-category.technical]]</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row">{{NAME}}</th><td>{{STATES}}</td><td>{{WITH_CONTACT}}</td><td>{{DIPLOMATIC}}</td><td>{{TECHNICAL}}</td></tr>
{{/ROW}}</tbody>
</table>
</section>
<p class="legend"><span class="tile both" aria-hidden="true"></span> [[coverage.both]] <span class="tile some" aria-hidden="true"></span> [[coverage.some]] <span class="tile none" aria-hidden="true"></span> [[coverage.none]]</p>
{{#GROUP}}<h2>{{NAME}}</h2>
<ul class="tiles">
{{#TILE}}<li><a class="tile {{CLASS}}" href="{{URL}}"><span aria-hidden="true">{{CODE}}</span><span class="unseen"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>: {{WORDS}}</span></a></li>
{{/TILE}}</ul>
{{/GROUP}}
{{>FORMS}}
