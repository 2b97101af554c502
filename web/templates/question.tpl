{{%AUTOESCAPE context="HTML"}}
{{#SET}}<fieldset class="question" id="{{ID}}"{{#DESCRIBED}} aria-describedby="{{IDS}}"{{/DESCRIBED}}>
<legend{{#UNSEEN}} class="unseen"{{/UNSEEN}}>{{LABEL}}</legend>
{{#HINT}}<p class="hint" id="{{ID}}-hint">{{TEXT}}</p>{{/HINT}}
{{#ERROR}}<p class="error" id="{{ID}}-error">{{TEXT}}</p>{{/ERROR}}
<div class="choices">
{{#CHOICE}}<label class="choice"><input type="{{TYPE}}" name="{{NAME}}" value="{{VALUE}}"{{#CHOSEN}} checked{{/CHOSEN}}> <bdi>{{WORDS}}</bdi></label>
{{/CHOICE}}</div>
{{#FIND}}<div class="find">
<label for="{{ID}}">[[form.find]]</label>
<div class="box"><input type="search" id="{{ID}}" name="{{NAME}}" value="{{VALUE}}" maxlength="256" autocomplete="off" dir="auto"><button type="submit" class="other" name="search" value="{{NAME}}">[[search.button]]</button></div>
</div>{{/FIND}}
</fieldset>{{/SET}}
{{#INPUT}}<div class="input">
<label for="{{ID}}"{{#UNSEEN}} class="unseen"{{/UNSEEN}}>{{LABEL}}</label>
{{#HINT}}<p class="hint" id="{{ID}}-hint">{{TEXT}}</p>{{/HINT}}
{{#ERROR}}<p class="error" id="{{ID}}-error">{{TEXT}}</p>{{/ERROR}}
{{#LINE}}<input id="{{ID}}" name="{{NAME}}" type="{{TYPE}}" value="{{VALUE}}" autocomplete="off"{{#LENGTH}} maxlength="4000"{{/LENGTH}}{{#DIGITS}} inputmode="decimal"{{/DIGITS}}{{#MACHINE}} dir="ltr" spellcheck="false"{{/MACHINE}}{{#FREE}} dir="auto"{{/FREE}}{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}{{#DESCRIBED}} aria-describedby="{{IDS}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>{{/LINE}}
{{#AREA}}<textarea id="{{ID}}" name="{{NAME}}" rows="5"{{#MACHINE}} dir="ltr" spellcheck="false"{{/MACHINE}}{{#FREE}} dir="auto"{{/FREE}}{{#TAGGED}} lang="{{LANG}}"{{/TAGGED}}{{#DESCRIBED}} aria-describedby="{{IDS}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>{{VALUE:p}}</textarea>{{/AREA}}
{{#SELECT}}<select id="{{ID}}" name="{{NAME}}"{{#DESCRIBED}} aria-describedby="{{IDS}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>{{#OPTION}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{WORDS}}</option>{{/OPTION}}</select>{{/SELECT}}
</div>{{/INPUT}}
