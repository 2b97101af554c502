{{%AUTOESCAPE context="HTML"}}
<div class="lead">
<h1>{{DIRECTORY}}</h1>
<p class="purpose">[[home.purpose]]</p>
<form class="search large" role="search" action="{{ACTION}}" method="get">
<label for="q">[[search.label]]</label>
<div class="box">
<input id="q" name="q" type="search" value="{{QUERY}}" maxlength="256" autocomplete="off" dir="auto" aria-describedby="hint">
{{#KEEP}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEEP}}<button type="submit">[[search.button]]</button>
</div>
<p class="hint" id="hint">[[search.hint]]</p>
</form>
</div>
{{#COUNTS}}<section aria-labelledby="kinds">
<h2 id="kinds">[[home.contents]]</h2>
<ul class="counts">
{{#COUNT}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}<span class="name">{{NAME}}</span> <span class="number">{{NUMBER}}</span>{{#LINK_END}}</a>{{/LINK_END}}</li>
{{/COUNT}}</ul>
</section>{{/COUNTS}}
{{#STATES}}<section aria-labelledby="states">
<h2 id="states">[[home.states]]</h2>
<p class="note">[[home.states.note]]</p>
<nav class="jump" aria-label="[[home.groups]]"><ul>
{{#JUMP}}<li><a href="#{{ID}}">{{NAME}}</a></li>
{{/JUMP}}</ul></nav>
{{#REGION}}<h3 id="{{ID}}">{{NAME}}</h3>
<ul class="states">
{{#STATE}}<li><a href="{{URL}}"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi></a>{{#EXERCISE}} <span class="mark exercise">[[mark.exercise]]</span>{{/EXERCISE}}</li>
{{/STATE}}</ul>
{{/REGION}}
</section>{{/STATES}}
