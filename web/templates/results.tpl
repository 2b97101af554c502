{{%AUTOESCAPE context="HTML"}}
<h1>[[results.title]]</h1>
{{#ASKED}}<p class="asked">{{>RICH}}</p>{{/ASKED}}
{{#CORRECTED}}<p class="corrected" role="status">{{>RICH}}{{#EXACT}} <a href="{{URL}}">[[results.exact]]</a>{{/EXACT}}</p>{{/CORRECTED}}
{{#MEANT}}<div class="filters"><h2 class="meant">{{HEADING}}</h2><ul>
{{#CHOICE}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}</li>
{{/CHOICE}}</ul></div>{{/MEANT}}
{{#FILTERS}}<div class="filters"><h2 class="unseen">[[results.filters]]</h2><ul>
{{#FILTER}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}<span>{{NAME}}</span> <bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi> <span aria-hidden="true">×</span><span class="unseen">[[results.remove]]</span>{{#LINK_END}}</a>{{/LINK_END}}</li>
{{/FILTER}}{{#CLEAR}}<li><a class="clear" href="{{URL}}">[[results.clear]]</a></li>
{{/CLEAR}}</ul></div>{{/FILTERS}}
<div class="split">
<div class="found">
{{#NOTHING}}<div class="empty">
<h2>{{HEADING}}</h2>
<p>{{ADVICE}}</p>
</div>{{/NOTHING}}
{{#FOUND}}<h2 class="total">{{>TOTAL}}</h2>
<ul class="lines">
{{>LINE}}
</ul>{{/FOUND}}
{{#PAGES}}<nav class="pages" aria-label="[[results.pages]]">
{{#PREVIOUS}}<a rel="prev" href="{{URL}}">[[results.previous]]</a>{{/PREVIOUS}}
{{#NEXT}}<a rel="next" href="{{URL}}">[[results.next]]</a>{{/NEXT}}
</nav>{{/PAGES}}
</div>
{{#FACETS}}<aside class="facets" aria-label="[[results.narrow]]">
<h2>[[results.narrow]]</h2>
{{#FACET}}<section>
<h3>{{NAME}}</h3>
<ul>
{{#VALUE}}<li>{{#LINK}}<a href="{{URL}}"{{#ACTIVE}} aria-current="true"{{/ACTIVE}}>{{/LINK}}<span class="name"><bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi></span> <span class="number">{{NUMBER}}</span>{{#LINK_END}}</a>{{/LINK_END}}</li>
{{/VALUE}}</ul>
</section>
{{/FACET}}</aside>{{/FACETS}}
</div>
{{>FORMS}}
