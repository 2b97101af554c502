{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="{{LANG}}" dir="{{DIR}}">
<head>
<meta charset="utf-8">
<title>{{TITLE}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="{{CSS}}">
<script src="{{SCRIPT}}" defer></script>
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
</head>
<body>
<a class="skip" href="#main">[[frame.skip]]</a>
{{#EXERCISE}}<p class="banner exercise-banner"><strong>[[frame.exercise]]</strong> [[frame.exercise.note]]</p>{{/EXERCISE}}
<header class="site">
<div class="bar">
<a class="brand" href="{{HOME}}"><img src="{{ICON}}" alt="" width="32" height="32"><bdi>{{DIRECTORY}}</bdi></a>
<nav class="languages" aria-label="[[frame.languages]]"><ul>
{{#LANGUAGE}}<li><a href="{{URL}}" lang="{{TAG}}" hreflang="{{TAG}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{NAME}}</a></li>
{{/LANGUAGE}}</ul></nav>
<div class="reader">{{#SIGN_IN}}<a href="{{URL}}">[[frame.sign_in]]</a>{{/SIGN_IN}}{{#READER}}<a href="{{WORK}}">[[frame.work]]</a> <a href="{{ACCOUNT}}"><span class="unseen">[[frame.signed_in]] </span><bdi>{{NAME}}</bdi></a>
<form action="{{SIGN_OUT}}" method="post"><input type="hidden" name="csrf" value="{{TOKEN}}"><button type="submit">[[frame.sign_out]]</button></form>{{/READER}}</div>
{{#SEARCH}}<form class="search" role="search" action="{{ACTION}}" method="get">
<label class="unseen" for="q">[[search.label]]</label>
<input id="q" name="q" type="search" value="{{QUERY}}" placeholder="[[search.placeholder]]" maxlength="256" autocomplete="off" dir="auto">
{{#KEEP}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEEP}}<button type="submit">[[search.button]]</button>
</form>{{/SEARCH}}
</div>
</header>
{{#AS_OF}}<p class="banner as-of">{{>WHEN}} {{#CURRENT_PATH}}<a href="{{URL}}">[[frame.as_of.current]]</a>{{/CURRENT_PATH}}</p>{{/AS_OF}}
<main id="main" tabindex="-1">
{{>BODY}}
</main>
<footer class="site">
{{#PRINTED}}<p class="printed">{{RICH}}</p>
{{/PRINTED}}<p>[[frame.about]]</p>
<p><a href="/docs">[[frame.docs]]</a>{{#REQUEST}} <span class="request">[[frame.request]] <bdi dir="ltr">{{ID}}</bdi></span>{{/REQUEST}}</p>
</footer>
</body>
</html>
