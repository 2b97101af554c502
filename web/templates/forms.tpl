{{%AUTOESCAPE context="HTML"}}
<p class="forms">[[forms.label]]{{#JSON}} <a href="{{URL}}" type="application/json">JSON</a>{{/JSON}}{{#XML}} <a href="{{URL}}" type="application/xml">XML</a>{{/XML}}{{#VCARD}} <a href="{{URL}}" type="text/vcard">vCard</a>{{/VCARD}}{{#TEXT}} <a href="{{URL}}" type="text/plain">[[forms.text]]</a>{{/TEXT}}</p>
