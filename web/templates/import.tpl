{{%AUTOESCAPE context="HTML"}}
{{#WRONG}}<div class="wrong" role="alert"><p>{{TEXT}}</p></div>{{/WRONG}}
<div class="heading">
<h1><bdi>{{HEADING}}</bdi> <span class="mark">{{STATE}}</span></h1>
</div>
{{#NOTICE}}<p class="banner" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#FACTS}}<dl class="fields">
{{#FACT}}<div><dt>{{LABEL}}</dt><dd><bdi>{{VALUE}}</bdi></dd></div>
{{/FACT}}</dl>{{/FACTS}}
{{#SUMS}}<dl class="fields sums">
{{#SUM}}<div><dt>{{LABEL}}</dt><dd>{{VALUE}}</dd></div>
{{/SUM}}</dl>{{/SUMS}}
{{#FINDINGS}}<ul class="noted">
{{#FINDING}}<li><span class="mark{{#WRONG}} removed{{/WRONG}}">{{WEIGHT}}</span> {{TEXT}}</li>
{{/FINDING}}</ul>{{/FINDINGS}}
{{>FORM}}
{{#WAYS}}<nav class="filters" aria-label="[[results.filters]]"><ul>
{{#WAY}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{TEXT}}</a></li>
{{/WAY}}</ul></nav>{{/WAYS}}
{{#NOTHING}}<p class="empty">{{TEXT}}</p>{{/NOTHING}}
{{#DECIDE}}<form class="work wide" action="{{ACTION}}" method="post">
<input type="hidden" name="csrf" value="{{TOKEN}}">
<input type="hidden" name="act" value="decide">
{{/DECIDE}}{{#ROW}}<section class="proposal row">
<h2><span class="eyebrow">{{NUMBER}}{{#LINE}} · {{TEXT}}{{/LINE}}{{#PLACE}} · <bdi class="plain" dir="ltr">{{TEXT}}</bdi>{{/PLACE}}</span> <span class="mark {{CLASS}}">{{DONE}}</span> {{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}</h2>
{{#FINDINGS}}<ul class="noted">
{{#FINDING}}<li><span class="mark{{#WRONG}} removed{{/WRONG}}">{{WEIGHT}}</span> {{TEXT}}</li>
{{/FINDING}}</ul>{{/FINDINGS}}
{{#SUBMISSION}}<p><a href="{{URL}}">[[import.submission]]</a></p>{{/SUBMISSION}}
{{#CANDIDATES}}<fieldset class="together"><legend>[[import.candidates]]</legend>
<ul class="candidates">
{{#CANDIDATE}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}} <span class="note">{{REASON}}</span></li>
{{/CANDIDATE}}</ul>
{{#CHOICE}}<div class="input"><label for="decide-{{ROW}}">[[import.decide]]<span class="unseen"> {{NUMBER}}</span></label>
<select id="decide-{{ROW}}" name="decide-{{ROW}}">{{#OPTION}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{WORDS}}</option>{{/OPTION}}</select></div>
{{/CHOICE}}</fieldset>
{{/CANDIDATES}}{{#CHANGES}}<div class="changes">
{{>CHANGE}}</div>
{{/CHANGES}}</section>
{{/ROW}}{{#DECIDE_END}}<button type="submit">[[action.plan_again]]</button>
</form>{{/DECIDE_END}}
{{#NEXT}}<nav class="pages" aria-label="[[results.pages]]"><a rel="next" href="{{URL}}">[[results.next]]</a></nav>{{/NEXT}}
{{#MORE}}<p class="more"><a href="{{URL}}">{{TEXT}}</a></p>{{/MORE}}
{{>FORMS}}
