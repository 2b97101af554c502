{{%AUTOESCAPE context="HTML"}}
{{>COMPLAINTS}}
<div class="heading">
<p class="eyebrow"><span>{{EYEBROW}}</span></p>
<h1>{{HEADING}} <span class="mark">{{STATE}}</span></h1>
</div>
{{#NOTICE}}<p class="banner" role="status">{{TEXT}}</p>{{/NOTICE}}
<dl class="fields">
{{>FIELD}}
</dl>
{{>FINDINGS}}
{{#ENTRY}}<section class="proposal">
<h2><span class="eyebrow">{{OPERATION}} · {{KIND}}</span> {{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}</h2>
{{#EDIT}}<p><a href="{{URL}}">[[review.edit]]</a></p>{{/EDIT}}
{{#MOVED}}<p class="banner">{{TEXT}}</p>{{/MOVED}}
{{#CONFLICT}}<section class="change">
<h3>{{#STEP}}<span class="step">{{LABEL}}</span>{{/STEP}} <span class="mark removed">[[review.conflict]]</span></h3>
<dl class="three">
{{#SIDE}}<div><dt>{{NAME}}</dt><dd>{{>VALUE}}{{#NONE}}<span class="note">[[answers.empty]]</span>{{/NONE}}</dd></div>
{{/SIDE}}</dl>
</section>{{/CONFLICT}}
{{#REBASE}}<p><a href="{{URL}}">[[review.rebase]]</a></p>{{/REBASE}}
{{#SAME}}<p class="empty">[[review.same]]</p>{{/SAME}}
<div class="changes">
{{>CHANGE}}</div>
</section>
{{/ENTRY}}
{{#ACTS}}<section class="decide" aria-labelledby="decide">
<h2 id="decide">[[review.decide]]</h2>
{{>FORM}}
</section>{{/ACTS}}
{{#STEPS}}<h2>[[review.steps]]</h2>
<ol class="versions steps">
{{#STEP}}<li><span class="number">{{WHAT}}</span> {{#BY}}<span><bdi>{{NAME}}</bdi></span>{{/BY}} <span class="when">{{WHEN}}</span>{{#COMMENT}}<p class="said text"><bdi>{{TEXT:p}}</bdi></p>{{/COMMENT}}</li>
{{/STEP}}</ol>{{/STEPS}}
{{#MORE}}<p class="more"><a href="{{URL}}">{{TEXT}}</a></p>{{/MORE}}
