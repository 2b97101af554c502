{{%AUTOESCAPE context="HTML"}}
{{>COMPLAINTS}}
<div class="heading">
{{#EYEBROW}}<p class="eyebrow"><span>{{TEXT}}</span></p>{{/EYEBROW}}
<h1>{{HEADING}}</h1>
{{#SUBJECT}}<p class="owner">{{#LINK}}<a href="{{URL}}">{{/LINK}}{{>TITLE}}{{#LINK_END}}</a>{{/LINK_END}}</p>{{/SUBJECT}}
</div>
{{#NOTICE}}<p class="banner" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#WARNING}}<p class="warning"><strong>{{TEXT}}</strong></p>{{/WARNING}}
{{#INTRO}}<p>{{TEXT}}</p>{{/INTRO}}
{{#SHOWN}}<dl class="fields">
{{>FIELD}}
</dl>{{/SHOWN}}
{{#FORM}}{{#OPEN}}<form class="work asking" action="{{ACTION}}" method="post">{{/OPEN}}
{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/HIDDEN}}{{#NOTHING}}<p class="empty">{{TEXT}}</p>{{/NOTHING}}
{{#ITEMS}}<ol class="items">
{{#ITEM}}<li><div class="item">{{>VALUE}}</div><div class="acts">{{#CHANGE}}<a href="{{URL}}">[[action.change_item]] <span class="unseen">{{NUMBER}}</span></a>{{/CHANGE}}{{#REMOVE}} <button type="submit" class="grave" name="remove" value="{{VALUE}}">[[action.remove_item]] <span class="unseen">{{NUMBER}}</span></button>{{/REMOVE}}</div></li>
{{/ITEM}}</ol>{{/ITEMS}}
{{#ADD}}<p><a class="add" href="{{URL}}">[[action.add_item]]</a></p>{{/ADD}}
{{#GROUP}}{{#LEGEND}}<fieldset class="together"><legend>{{TEXT}}</legend>{{/LEGEND}}
{{>QUESTION}}
{{#LEGEND_END}}</fieldset>{{/LEGEND_END}}
{{/GROUP}}
{{#BUTTONS}}<div class="buttons">{{#BUTTON}}<button type="submit"{{#NAMED}} name="{{NAME}}" value="{{VALUE}}"{{/NAMED}}{{#CLASS}} class="{{NAME}}"{{/CLASS}}>{{WORDS}}</button>
{{/BUTTON}}</div>
</form>{{/BUTTONS}}{{/FORM}}
{{#MORE}}<p class="more"><a href="{{URL}}">{{TEXT}}</a></p>{{/MORE}}
