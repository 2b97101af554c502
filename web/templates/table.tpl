{{%AUTOESCAPE context="HTML"}}
<h2>{{HEADING}}</h2>
{{#NOTHING}}<p class="note">{{TEXT}}</p>{{/NOTHING}}
{{#GRID}}<section class="wide" aria-label="{{HEADING}}" tabindex="0">
<table>
<thead><tr>{{#COLUMN}}<th scope="col">{{NAME}}</th>{{/COLUMN}}{{#NAMED}}<th scope="col">{{#SAID}}{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}{{/SAID}}</th>{{/NAMED}}{{#ACTIONS}}<th scope="col">[[table.actions]]</th>{{/ACTIONS}}</tr></thead>
<tbody>
{{#ROW}}<tr>{{#CELL}}{{#HEAD}}<th scope="row">{{/HEAD}}{{#PLAIN}}<td>{{/PLAIN}}{{#SAID}}{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}{{/SAID}}{{#LINES}}<ul>{{#LINE}}<li>{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}</li>{{/LINE}}</ul>{{/LINES}}{{#PLAIN_END}}</td>{{/PLAIN_END}}{{#HEAD_END}}</th>{{/HEAD_END}}{{/CELL}}{{#ACTS}}<td>{{>FORM}}</td>{{/ACTS}}</tr>
{{/ROW}}</tbody>
</table>
</section>{{/GRID}}
{{#REST}}<p class="note"><a href="{{URL}}">[[table.rest]] <span class="unseen">{{HEADING}}</span></a></p>{{/REST}}
