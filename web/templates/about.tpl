{{%AUTOESCAPE context="HTML"}}
<div class="heading">
<h1>[[about.title]]</h1>
</div>
<p>[[about.purpose]]</p>
<h2>[[about.who]]</h2>
<p>[[about.who.text]]</p>
<h2>[[about.levels]]</h2>
<p>[[about.levels.text]]</p>
<h2>[[about.trust]]</h2>
<p>[[about.trust.text]]</p>
<h2>[[about.listed]]</h2>
<p>[[about.listed.text]]</p>
<h2>[[about.names]]</h2>
<p>[[about.names.text]]</p>
<h2>[[about.kept]]</h2>
<p>[[about.kept.text]]</p>
<h2>[[about.programs]]</h2>
<p>[[about.programs.text]] <a href="/docs">[[frame.docs]]</a></p>
