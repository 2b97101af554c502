{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<p class="eyebrow"><span>{{KIND}}</span></p>
<h1>{{HEADING}}</h1>
<p class="owner"><a href="{{ENTRY}}">{{>TITLE}}</a></p>
</div>
<ol class="versions pair">
{{>VERSION_LINE}}
</ol>
{{#SAME}}<p class="empty">[[diff.same]]</p>{{/SAME}}
{{#CHANGES}}<p class="total">{{>TOTAL}}</p>
<div class="changes">
{{>CHANGE}}</div>{{/CHANGES}}
<nav class="pages" aria-label="[[results.pages]]">
{{#PREVIOUS}}<a rel="prev" href="{{URL}}">[[diff.previous]]</a>{{/PREVIOUS}}
<a href="{{HISTORY}}">[[history.all]]</a>
{{#NEXT}}<a rel="next" href="{{URL}}">[[diff.next]]</a>{{/NEXT}}
</nav>
{{>FORMS}}
