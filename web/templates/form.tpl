{{%AUTOESCAPE context="HTML"}}
<form class="work" action="{{ACTION}}" method="{{METHOD}}"{{#UPLOADS}} enctype="multipart/form-data"{{/UPLOADS}}>
{{#HEADING}}<h2>{{TEXT}}</h2>{{/HEADING}}
{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/HIDDEN}}{{#CHECK}}<div class="input check"><input type="checkbox" id="{{ID}}" name="{{NAME}}" value="{{VALUE}}"{{#CHECKED}} checked{{/CHECKED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}><label for="{{ID}}"><bdi>{{LABEL}}</bdi></label></div>
{{/CHECK}}{{#FIELD}}<div class="input">
<label for="{{ID}}">{{LABEL}}</label>
{{#HINT}}<p class="hint" id="{{ID}}-hint">{{TEXT}}</p>{{/HINT}}
{{#INPUT}}<input id="{{ID}}" name="{{NAME}}" type="{{TYPE}}" value="{{VALUE}}" autocomplete="{{AUTOCOMPLETE}}"{{#LENGTH}} maxlength="1024"{{/LENGTH}}{{#DIGITS}} inputmode="numeric" dir="ltr"{{/DIGITS}}{{#HINTED}} aria-describedby="{{ID}}-hint"{{/HINTED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#REQUIRED}} required{{/REQUIRED}}>{{/INPUT}}
{{#FILE}}<input id="{{ID}}" name="{{NAME}}" type="file"{{#HINTED}} aria-describedby="{{ID}}-hint"{{/HINTED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#REQUIRED}} required{{/REQUIRED}}>{{/FILE}}
{{#AREA}}<textarea id="{{ID}}" name="{{NAME}}" rows="4"{{#HINTED}} aria-describedby="{{ID}}-hint"{{/HINTED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#REQUIRED}} required{{/REQUIRED}}>{{VALUE:p}}</textarea>{{/AREA}}
{{#SELECT}}<select id="{{ID}}" name="{{NAME}}"{{#HINTED}} aria-describedby="{{ID}}-hint"{{/HINTED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>{{#OPTION}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{WORDS}}</option>{{/OPTION}}</select>{{/SELECT}}
</div>
{{/FIELD}}<button type="submit"{{#GRAVE}} class="grave"{{/GRAVE}}>{{BUTTON}}</button>
</form>{{#UPLOAD_SCRIPT}}
<script src="{{URL}}" defer></script>{{/UPLOAD_SCRIPT}}
