{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow"><span>{{KIND}}</span></p>
<h1>{{HEADING}}</h1>
<p class="owner"><a href="{{ENTRY}}">{{>TITLE}}</a></p>
</div>
{{#COMPARE}}<form class="compare" action="{{ACTION}}" method="get">
<fieldset><legend>[[history.compare]]</legend>
<label>[[history.from]] <select name="from">{{#FROM}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{NAME}}</option>{{/FROM}}</select></label>
<label>[[history.to]] <select name="to">{{#TO}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{NAME}}</option>{{/TO}}</select></label>
<button type="submit">[[history.compare.button]]</button>
</fieldset>
</form>{{/COMPARE}}
<ol class="versions">
{{>VERSION_LINE}}
</ol>
{{#NEXT}}<nav class="pages" aria-label="[[results.pages]]"><a rel="next" href="{{URL}}">[[history.older]]</a></nav>{{/NEXT}}
{{>FORMS}}
