#include "importers/column_words.h"

#include <map>
#include <vector>

#include "base/unicode.h"

namespace cyberdir::importers {
namespace {

struct Words {
  std::string_view concept_name;
  std::string_view language;
  std::string_view words;  // separated by |
};

constexpr Words kWords[] = {
    {"email", "en", "email|e-mail|mail|email address|e-mail address|mail address|contact email"},
    {"email", "fr",
     "courriel|mél|adresse électronique|adresse courriel|adresse mail|adresse e-mail"},
    {"email", "es", "correo|correo electrónico|dirección de correo|dirección electrónica"},
    {"email", "ru", "эл. почта|электронная почта|почта|адрес электронной почты|эл. адрес"},
    {"email", "zh", "电子邮件|电邮|邮箱|电子邮箱|电子邮件地址"},
    {"email", "ar", "البريد الإلكتروني|بريد إلكتروني|البريد الالكتروني"},
    {"phone", "en", "phone|telephone|tel|phone number|telephone number|contact number|tel no"},
    {"phone", "fr", "téléphone|numéro de téléphone|tél"},
    {"phone", "es", "teléfono|número de teléfono"},
    {"phone", "ru", "телефон|тел|номер телефона"},
    {"phone", "zh", "电话|电话号码|联系电话"},
    {"phone", "ar", "الهاتف|رقم الهاتف|هاتف"},
    {"phone-emergency", "en",
     "emergency phone|24/7 phone|hotline|24/7|emergency number|24x7 phone"},
    {"phone-emergency", "fr", "téléphone d'urgence|numéro d'urgence|urgence"},
    {"phone-emergency", "es", "teléfono de emergencia|emergencias"},
    {"phone-emergency", "ru", "экстренный телефон|круглосуточный телефон"},
    {"phone-emergency", "zh", "紧急电话|应急电话"},
    {"phone-emergency", "ar", "هاتف الطوارئ"},
    {"mobile", "en", "mobile|mobile phone|cell|cell phone|mobile number"},
    {"mobile", "fr", "portable|téléphone portable|téléphone mobile"},
    {"mobile", "es", "móvil|celular|teléfono móvil"},
    {"mobile", "ru", "мобильный|мобильный телефон"},
    {"mobile", "zh", "手机|手机号码"},
    {"mobile", "ar", "الهاتف المحمول|الجوال|جوال"},
    {"fax", "en", "fax|fax number|telefax"},
    {"fax", "fr", "télécopie|télécopieur"},
    {"fax", "ru", "факс"},
    {"fax", "zh", "传真"},
    {"fax", "ar", "الفاكس|فاكس"},
    {"web", "en", "website|web site|web|url|web page|homepage|link"},
    {"web", "fr", "site web|site internet|site|lien"},
    {"web", "es", "sitio web|página web|enlace"},
    {"web", "ru", "сайт|веб-сайт|ссылка"},
    {"web", "zh", "网站|网址|链接"},
    {"web", "ar", "الموقع الإلكتروني|الموقع|رابط"},
    {"country", "en", "country|state|member state|nation|country name|country code|state party"},
    {"country", "fr", "pays|état|état membre"},
    {"country", "es", "país|estado|estado miembro"},
    {"country", "ru", "страна|государство|государство-член"},
    {"country", "zh", "国家|会员国|国别"},
    {"country", "ar", "الدولة|البلد|الدولة العضو|دولة|بلد"},
    {"organisation", "en",
     "ministry|agency|organisation|organization|institution|entity|department|"
     "team|cert|csirt|ministry/agency|authority|organisation name|organization name"},
    {"organisation", "fr",
     "ministère|agence|organisme|institution|organisation|entité|autorité|équipe"},
    {"organisation", "es",
     "ministerio|agencia|organismo|institución|organización|entidad|autoridad"},
    {"organisation", "ru", "министерство|ведомство|организация|учреждение|агентство|орган"},
    {"organisation", "zh", "部门|机构|部委|组织|单位"},
    {"organisation", "ar", "الوزارة|الهيئة|المؤسسة|المنظمة|الجهة"},
    {"acronym", "en", "acronym|short name|abbreviation"},
    {"acronym", "fr", "sigle|acronyme|nom abrégé"},
    {"acronym", "es", "sigla|acrónimo|siglas"},
    {"acronym", "ru", "сокращение|аббревиатура"},
    {"acronym", "zh", "简称|缩写"},
    {"acronym", "ar", "الاختصار"},
    {"poc", "en", "poc|point of contact|contact point|focal point|contact|national poc"},
    {"poc", "fr", "point de contact|point focal|interlocuteur"},
    {"poc", "es", "punto de contacto|punto focal|contacto"},
    {"poc", "ru", "контактный пункт|контакт|пункт связи"},
    {"poc", "zh", "联络点|联系点|联络人"},
    {"poc", "ar", "نقطة الاتصال|جهة الاتصال"},
    {"person", "en", "person|contact person|full name|contact name|official|name of person"},
    {"person", "fr", "personne|nom et prénom|nom complet|personne de contact"},
    {"person", "es", "persona|nombre completo|nombre y apellidos|persona de contacto"},
    {"person", "ru", "фио|ф.и.о.|контактное лицо|сотрудник"},
    {"person", "zh", "姓名|联系人"},
    {"person", "ar", "الاسم الكامل|الشخص"},
    {"name", "en", "name"},
    {"name", "fr", "nom"},
    {"name", "es", "nombre"},
    {"name", "ru", "название|наименование|имя"},
    {"name", "zh", "名称|名字"},
    {"name", "ar", "الاسم|اسم"},
    {"role", "en", "role|function|position|office|job title|post|designation"},
    {"role", "fr", "fonction|poste|rôle"},
    {"role", "es", "cargo|función|puesto"},
    {"role", "ru", "должность|функция"},
    {"role", "zh", "职务|职位"},
    {"role", "ar", "المنصب|الوظيفة"},
    {"title", "en", "title|project title|programme|programme title|project|project name"},
    {"title", "fr", "titre|intitulé|projet"},
    {"title", "es", "título|proyecto"},
    {"title", "ru", "заголовок|проект|название проекта"},
    {"title", "zh", "标题|项目|项目名称"},
    {"title", "ar", "العنوان الرئيسي|المشروع"},
    {"address", "en", "address|postal address|mailing address"},
    {"address", "fr", "adresse|adresse postale"},
    {"address", "es", "dirección|dirección postal|domicilio"},
    {"address", "ru", "адрес|почтовый адрес"},
    {"address", "zh", "地址|通讯地址"},
    {"address", "ar", "العنوان|العنوان البريدي"},
    {"category", "en", "category|type|kind|organisation type|organization type"},
    {"category", "fr", "catégorie|type d'organisme"},
    {"category", "es", "categoría|tipo"},
    {"category", "ru", "категория|тип"},
    {"category", "zh", "类别|类型"},
    {"category", "ar", "الفئة|النوع"},
    {"established", "en", "established|founded|year founded"},
    {"established", "fr", "création|date de création|fondé"},
    {"constituency", "en", "constituency"},
    {"network", "en", "network|membership|memberships"},
    {"member-since", "en", "member since"},
    {"fingerprint", "en", "fingerprint|pgp fingerprint|key fingerprint|pgp|openpgp fingerprint"},
    {"fingerprint", "fr", "empreinte|empreinte pgp"},
    {"fingerprint", "es", "huella|huella digital pgp"},
    {"fingerprint", "ru", "отпечаток|отпечаток ключа"},
    {"fingerprint", "zh", "指纹"},
    {"key", "en", "pgp key|public key|openpgp key"},
    {"key", "fr", "clé publique|clé pgp"},
    {"language", "en", "language|languages|languages spoken|working languages"},
    {"language", "fr", "langue|langues"},
    {"language", "es", "idioma|idiomas"},
    {"language", "ru", "язык|языки"},
    {"language", "zh", "语言|语文"},
    {"language", "ar", "اللغة|اللغات"},
    {"time-zone", "en", "time zone|timezone"},
    {"time-zone", "fr", "fuseau horaire"},
    {"time-zone", "es", "zona horaria|huso horario"},
    {"start", "en", "start|start date|begins|from"},
    {"start", "fr", "début|date de début"},
    {"start", "es", "inicio|fecha de inicio"},
    {"start", "ru", "начало|дата начала"},
    {"start", "zh", "开始|开始日期"},
    {"start", "ar", "تاريخ البدء"},
    {"end", "en", "end|end date|ends|until"},
    {"end", "fr", "fin|date de fin"},
    {"end", "es", "fin|fecha de fin|fecha de finalización"},
    {"end", "ru", "окончание|дата окончания"},
    {"end", "zh", "结束|结束日期"},
    {"end", "ar", "تاريخ الانتهاء"},
    {"date", "en", "date|publication date|published"},
    {"date", "fr", "date|date de publication"},
    {"date", "es", "fecha|fecha de publicación"},
    {"date", "ru", "дата"},
    {"date", "zh", "日期"},
    {"date", "ar", "التاريخ"},
    {"place", "en", "place|venue|location|city"},
    {"place", "fr", "lieu|ville"},
    {"place", "es", "lugar|ciudad"},
    {"place", "ru", "место|город"},
    {"place", "zh", "地点|城市"},
    {"place", "ar", "المكان"},
    {"summary", "en", "summary|description|abstract"},
    {"summary", "fr", "résumé|description"},
    {"summary", "es", "resumen|descripción"},
    {"summary", "ru", "описание|резюме"},
    {"summary", "zh", "摘要|描述|说明"},
    {"summary", "ar", "الوصف|الملخص"},
    {"budget", "en", "budget|amount|total budget"},
    {"budget", "fr", "budget|montant"},
    {"budget", "es", "presupuesto|importe|monto"},
    {"budget", "ru", "бюджет|сумма"},
    {"budget", "zh", "预算|金额"},
    {"budget", "ar", "الميزانية|المبلغ"},
    {"currency", "en", "currency"},
    {"currency", "fr", "devise|monnaie"},
    {"currency", "es", "moneda|divisa"},
    {"donor", "en", "donor|funder|funded by|donors"},
    {"donor", "fr", "bailleur|donateur|bailleur de fonds"},
    {"donor", "es", "donante|financiador"},
    {"donor", "ru", "донор"},
    {"donor", "zh", "捐助方|资助方"},
    {"donor", "ar", "الجهة المانحة"},
    {"implementer", "en", "implementer|implementing agency|implementing partner"},
    {"beneficiary", "en",
     "beneficiary|beneficiaries|beneficiary country|recipient country|recipient"},
    {"beneficiary", "fr", "bénéficiaire|pays bénéficiaire"},
    {"beneficiary", "es", "beneficiario|país beneficiario"},
    {"theme", "en", "theme|themes|topic"},
    {"symbol", "en", "symbol|document symbol"},
    {"symbol", "fr", "cote"},
    {"symbol", "es", "signatura"},
    {"iati", "en", "iati identifier|iati id|activity identifier"},
    {"id", "en", "id|identifier|record id|reference number"},
    {"id", "fr", "identifiant"},
    {"id", "es", "identificador"},
    {"id", "ru", "идентификатор"},
    {"id", "zh", "编号"},
    {"notes", "en", "notes|note|remarks|comments|comment"},
    {"notes", "fr", "remarques|observations|commentaires"},
    {"notes", "es", "observaciones|notas|comentarios"},
    {"notes", "ru", "примечание|примечания|комментарии"},
    {"notes", "zh", "备注"},
    {"notes", "ar", "ملاحظات"},
};

struct Use {
  std::string_view concept_name;
  std::string_view kind;
  std::string_view target;
};

constexpr Use kUses[] = {
    {"email", "contact", "channels.email"},
    {"email", "organisation", "channels.email"},
    {"email", "programme", "enquiries.email"},
    {"email", "initiative", "enquiries.email"},
    {"phone", "contact", "channels.phone"},
    {"phone", "organisation", "channels.phone"},
    {"phone", "programme", "enquiries.phone"},
    {"phone", "initiative", "enquiries.phone"},
    {"phone-emergency", "contact", "channels.phone-emergency.urgent"},
    {"phone-emergency", "organisation", "channels.phone-emergency.urgent"},
    {"mobile", "contact", "channels.mobile"},
    {"mobile", "organisation", "channels.mobile"},
    {"fax", "contact", "channels.fax"},
    {"fax", "organisation", "channels.fax"},
    {"web", "organisation", "websites"},
    {"web", "contact", "channels.web"},
    {"web", "programme", "websites"},
    {"web", "initiative", "websites"},
    {"web", "document", "url"},
    {"country", "organisation", "country"},
    {"country", "contact", "represents"},
    {"country", "programme", "beneficiaries.state"},
    {"country", "need", "meta.owner"},
    {"beneficiary", "programme", "beneficiaries.state"},
    {"organisation", "organisation", "name"},
    {"organisation", "event", "organiser"},
    {"organisation", "document", "issuer"},
    {"organisation", "programme", "?implementers"},
    {"acronym", "organisation", "short_name"},
    {"acronym", "programme", "acronym"},
    {"acronym", "initiative", "acronym"},
    {"poc", "contact", "?title"},
    {"person", "contact", "name.original"},
    {"name", "organisation", "name"},
    {"name", "contact", "name.original"},
    {"name", "programme", "title"},
    {"name", "initiative", "title"},
    {"name", "event", "title"},
    {"role", "contact", "title"},
    {"title", "contact", "?title"},
    {"title", "programme", "title"},
    {"title", "initiative", "title"},
    {"title", "document", "title"},
    {"title", "event", "title"},
    {"title", "need", "title"},
    {"title", "offer", "title"},
    {"address", "organisation", "postal_address"},
    {"category", "organisation", "type"},
    {"category", "contact", "category"},
    {"category", "document", "type"},
    {"category", "event", "type"},
    {"established", "organisation", "established"},
    {"constituency", "organisation", "constituency.label"},
    {"network", "organisation", "memberships.network"},
    {"member-since", "organisation", "memberships.since"},
    {"fingerprint", "organisation", "keys.fingerprint"},
    {"fingerprint", "contact", "keys.fingerprint"},
    {"key", "organisation", "keys.key"},
    {"key", "contact", "keys.key"},
    {"language", "contact", "languages"},
    {"language", "document", "languages"},
    {"time-zone", "contact", "availability.time_zone"},
    {"time-zone", "event", "time_zone"},
    {"start", "programme", "start"},
    {"start", "event", "start"},
    {"start", "initiative", "start"},
    {"end", "programme", "end"},
    {"end", "event", "end"},
    {"end", "initiative", "end"},
    {"date", "document", "date"},
    {"date", "event", "?start"},
    {"place", "event", "place"},
    {"summary", "programme", "summary"},
    {"summary", "initiative", "summary"},
    {"summary", "document", "summary"},
    {"summary", "need", "description"},
    {"summary", "offer", "description"},
    {"budget", "programme", "budgets.amount"},
    {"currency", "programme", "budgets.currency"},
    {"donor", "programme", "funders"},
    {"implementer", "programme", "implementers"},
    {"theme", "programme", "themes"},
    {"theme", "event", "themes"},
    {"symbol", "document", "symbol"},
    {"iati", "programme", "iati_identifier"},
};

constexpr std::string_view kHints[][2] = {{"poc", "contact"},
                                          {"person", "contact"},
                                          {"role", "contact"},
                                          {"budget", "programme"},
                                          {"donor", "programme"},
                                          {"beneficiary", "programme"},
                                          {"iati", "programme"},
                                          {"implementer", "programme"},
                                          {"place", "event"},
                                          {"symbol", "document"},
                                          {"established", "organisation"},
                                          {"constituency", "organisation"},
                                          {"organisation", "organisation"}};

using Index = std::map<std::string, const Words*, std::less<>>;

const Index& index() {
  static const Index kIndex = [] {
    Index all;
    for (const Words& row : kWords) {
      for (std::string_view rest = row.words; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        all.emplace(base::fold_for_search(rest.substr(0, end)), &row);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return all;
  }();
  return kIndex;
}

// A language as the last word of a column's name.
std::string_view language_said(std::string_view word) {
  static const std::map<std::string, std::string_view, std::less<>> kNames = [] {
    std::map<std::string, std::string_view, std::less<>> names;
    constexpr std::string_view kEach[][2] = {
        {"en", "english|anglais|inglés|английский|eng"}, {"fr", "french|français|francés|fra|fre"},
        {"es", "spanish|espagnol|español|spa"},          {"ru", "russian|russe|русский|ruso|rus"},
        {"ar", "arabic|arabe|árabe|العربية|ara"},        {"zh", "chinese|chinois|chino|chi|zho"}};
    for (const auto& [tag, words] : kEach) {
      names.emplace(tag, tag);
      for (std::string_view rest = words; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        names.emplace(base::fold_for_search(rest.substr(0, end)), tag);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return names;
  }();
  const auto found = kNames.find(word);
  return found == kNames.end() ? std::string_view() : found->second;
}

}  // namespace

std::optional<ColumnMeaning> meaning_of(std::string_view header) {
  if (header.size() > 256) return std::nullopt;
  std::string name = base::fold_for_search(header);
  ColumnMeaning meaning;
  const auto known = [&](std::string_view words) {
    const auto found = index().find(words);
    if (found == index().end()) return false;
    meaning.concept_name = found->second->concept_name;
    meaning.language = found->second->language;
    return true;
  };
  if (known(name)) return meaning;
  // "Name (English)", "Phone 2"
  if (const auto space = name.rfind(' '); space != std::string::npos) {
    const std::string last = name.substr(space + 1);
    meaning.text_language = language_said(last);
    const bool number = last.find_first_not_of("0123456789") == std::string::npos;
    if (!meaning.text_language.empty() || number) {
      name.resize(space);
      if (known(name)) return meaning;
    }
  }
  // The longest words that are known among those of the name.
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ' ') starts.push_back(i + 1);
  }
  std::size_t longest = 3;  // shorter ones are in too many names
  ColumnMeaning best;
  for (std::size_t from = 0; from < starts.size(); ++from) {
    for (std::size_t to = from + 1; to <= starts.size(); ++to) {
      const std::size_t end = to < starts.size() ? starts[to] - 1 : name.size();
      const std::size_t size = end - starts[from];
      if (size <= longest || !known(std::string_view(name).substr(starts[from], size))) continue;
      longest = size;
      best = meaning;
    }
  }
  if (best.concept_name.empty()) return std::nullopt;
  best.whole = false;
  return best;
}

std::string_view target_of(std::string_view concept_name, std::string_view kind) {
  if (concept_name == "id") return "meta.source.id";
  for (const Use& use : kUses) {
    if (use.concept_name == concept_name && use.kind == kind) return use.target;
  }
  return {};
}

std::string_view kind_hinted(std::string_view concept_name) {
  for (const auto& hint : kHints) {
    if (hint[0] == concept_name) return hint[1];
  }
  return {};
}

}  // namespace cyberdir::importers
