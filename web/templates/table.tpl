{{%AUTOESCAPE context="HTML"}}
<h2>{{HEADING}}</h2>
{{#NOTHING}}<p class="note">{{TEXT}}</p>{{/NOTHING}}
{{#GRID}}<section class="wide" aria-label="{{HEADING}}" tabindex="0">
<table>
<thead><tr>{{#COLUMN}}<th scope="col">{{NAME}}</th>{{/COLUMN}}{{#ACTIONS}}<th scope="col">[[table.actions]]</th>{{/ACTIONS}}</tr></thead>
<tbody>
{{#ROW}}<tr>{{#CELL}}<td>{{#LINK}}<a href="{{URL}}">{{/LINK}}<bdi>{{TEXT}}</bdi>{{#LINK_END}}</a>{{/LINK_END}}</td>{{/CELL}}{{#ACTS}}<td>{{>FORM}}</td>{{/ACTS}}</tr>
{{/ROW}}</tbody>
</table>
</section>{{/GRID}}
{{#REST}}<p class="note"><a href="{{URL}}">[[table.rest]] <span class="unseen">{{HEADING}}</span></a></p>{{/REST}}
