"""Longer texts in other languages: all their places and nothing else, exact offsets, and no events from them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer
from dashboard.geoparse import Geoparser
from dashboard.geoparse.multilingual import MultilingualRecogniser
from dashboard.geoparse.spans import Span
from dashboard.records import Article

# Longer texts with all that is in them: every name in order, and nothing else.
PARAGRAPHS = {
    "ar offensive": (
        "أعلنت قيادة العمليات المشتركة أن القوات الأمنية استعادت ثلاث قرى جنوب الموصل بعد معارك استمرت يومين. "
        "وقال المتحدث باسم الجيش إن عشرات المسلحين قتلوا خلال الهجوم، وإن المدنيين نقلوا إلى مخيمات قرب أربيل. "
        "وذكرت وكالة محلية أن قذائف هاون سقطت على حي سكني في كركوك مساء السبت، من دون أن تقع خسائر. "
        "وأكد رئيس المجلس المحلي حسين علي أن المدارس في محافظة صلاح الدين ستبقى مغلقة حتى إشعار آخر.",
        ["الموصل", "أربيل", "كركوك", "صلاح الدين"],
    ),
    "ar sudan": (
        "تجددت الاشتباكات في الفاشر بين الجيش وقوات الدعم السريع، وأفادت مصادر طبية بمقتل ستة أشخاص وإصابة آخرين. "
        "ونزح مئات السكان نحو نيالا والجنينة، فيما تحدثت الأمم المتحدة عن نقص حاد في الغذاء والماء. "
        "ودعت قناة الجزيرة في بيان إلى حماية الصحفيين، وطالبت الحكومة في بورتسودان بوقف القصف على الأسواق.",
        ["الفاشر", "نيالا", "الجنينة", "بورتسودان"],
    ),
    "ar lebanon": (
        "شنت الطائرات الإسرائيلية غارات على أطراف بلدة بنت جبيل وعلى محيط مدينة صور في جنوب لبنان. "
        "وقال الدفاع المدني إن سيارة إسعاف أصيبت على الطريق إلى صيدا، وإن الجرحى نقلوا إلى مستشفى في بيروت. "
        "وأضاف البيان أن السلام لن يعود قبل انسحاب القوات، وأن الشعب ينتظر قرار مجلس الأمن اليوم.",
        ["بنت جبيل", "صور", "لبنان", "صيدا", "بيروت"],
    ),
    "ar politics": (
        "قال الرئيس في خطاب أمام المجلس إن الأزمة لن تحل بالسلاح، وإن الوحدة الوطنية هي الطريق إلى السلام. "
        "ورفض حزب الشعب التعليق على التقرير المالي الذي نشرته صحيفة محلية صباح الخميس. "
        "ووعد الوزير أحمد سالم بتحسين خدمات الكهرباء والماء قبل نهاية العام.",
        [],
    ),
    "uk front": (
        "Генштаб повідомив, що за добу на Покровському напрямку відбулося сорок боїв. Найважче було під Торецьком, де "
        "ворог тричі штурмував позиції бригади «Азов». Речник угруповання Олександр Мельник заявив, що евакуація з "
        "Костянтинівки триває. Російські війська скинули сім авіабомб на Краматорськ і Слов'янськ, загинула жінка. "
        "Українські дрони вразили склад у Бєлгородській області, підтвердив губернатор.",
        ["Торецьком", "Костянтинівки", "Краматорськ", "Слов'янськ", "Бєлгородській області"],
    ),
    "uk region": (
        "У ніч на середу ворог запустив по Харківській, Сумській та Полтавській областях сорок безпілотників. У Харкові "
        "уламки пошкодили дах лікарні, у Лубнах вибито вікна. Міністр Ігор Ковальчук подякував рятувальникам. Перемога "
        "можлива лише разом, сказав він журналістам газети «Дзеркало». Верховна Рада розгляне закон у четвер.",
        ["Харківській", "Сумській", "Полтавській", "Харкові", "Лубнах"],
    ),
    "uk nothing": (
        "Президент Володимир Петренко провів нараду з урядом. Ніхто з депутатів не підтримав пропозицію Андрія Бойка. "
        "Слава воїнам, написав він. Нова система оплати запрацює восени, а Мирний план так і лишився на папері.",
        [],
    ),
    "ru strike": (
        "Минобороны сообщило об ударе по складу под Одессой. В Николаеве повреждён порт, пострадали трое. Губернатор "
        "Белгородской области Сергей Иванов рассказал об обстреле Шебекино. Российские войска, по словам военкоров, "
        "продвинулись к востоку от Купянска. Украинская сторона эти данные не подтвердила, в Киеве от комментариев "
        "отказались. Газета «Правда» пишет о потерях батальона «Ахмат».",
        ["Одессой", "Николаеве", "Белгородской области", "Шебекино", "Купянска", "Киеве"],
    ),
    "ru syria": (
        "В сирийской провинции Идлиб возобновились бои. Авиация нанесла удары по окрестностям города Хомс, а "
        "артиллерия обстреляла трассу между Дамаском и Алеппо. Турецкая пехота перешла границу. Глава делегации "
        "Михаил Соколов вылетел из Анкары в Москву, где встретится с послами Ирана и Ирака.",
        ["Идлиб", "Хомс", "Дамаском", "Алеппо", "Анкары", "Москву", "Ирана", "Ирака"],
    ),
    "ru nothing": (
        "Суд арестовал бывшего чиновника Николая Орлова. Следователь Анна Белова заявила, что дело передано в прокуратуру. "
        "Победа в турнире досталась команде гостей, а Московский театр отложил премьеру. Вчера вечером шёл дождь.",
        [],
    ),
    "fr sahel": (
        "Au moins quinze civils ont été tués mardi dans l'attaque d'un village de la région de Mopti, dans le centre du "
        "Mali. Selon un élu local, les assaillants sont venus à moto de la frontière du Burkina Faso. L'armée a envoyé "
        "des renforts depuis Ségou. Le général Moussa Traoré a promis une enquête. À Bamako, la junte a accusé la "
        "France d'ingérence, ce que Paris dément. Médecins sans frontières a soigné douze blessés. Interrogée par le "
        "Monde, une source de la Croix-Rouge évoque un bilan plus lourd.",
        ["région de Mopti", "Mali", "Burkina Faso", "Ségou", "Bamako", "France", "Paris"],
    ),
    "fr kivu": (
        "Les rebelles du M23 ont pris mercredi la cité de Sake, à une vingtaine de kilomètres de Goma, au Nord-Kivu. Des "
        "milliers d'habitants ont fui vers Bukavu. L'Union européenne et les Nations unies ont appelé au calme. Le "
        "président Félix Mukendi se rendra à Kigali et à Luanda en avril. Radio Okapi a cessé d'émettre.",
        ["Sake", "Goma", "Nord-Kivu", "Bukavu", "Kigali", "Luanda"],
    ),
    "fr nothing": (
        "Le ministre Jean Dubois a démissionné lundi. Selon Le Figaro, sa collègue Florence Martin lui succédera. "
        "L'Assemblée nationale votera en mars. Plusieurs députés de la Gauche unie ont quitté la salle. Dimanche, "
        "l'État a promis des aides à l'Est comme à l'Ouest du pays.",
        [],
    ),
    "es colombia": (
        "Tres soldados murieron el lunes en una emboscada en zona rural de Tibú, en Norte de Santander. El general Luis "
        "Restrepo culpó al ELN. En Jamundí, al sur de Cali, una moto bomba destruyó la estación de Policía. El presidente "
        "viajó a Popayán y prometió reforzar el Cauca. La Defensoría del Pueblo pidió proteger a los civiles. Santiago "
        "Mejía, alcalde de Toribío, exigió diálogo. Según El Tiempo, la Fiscalía investiga a seis personas.",
        ["Tibú", "Norte de Santander", "Jamundí", "Cali", "Popayán", "Cauca", "Toribío"],
    ),
    "es mexico": (
        "Un enfrentamiento entre la Guardia Nacional y hombres armados dejó siete muertos en Apatzingán, Michoacán. La "
        "Fiscalía de Sinaloa informó de otro ataque en Culiacán. Desde Washington, el embajador Carlos Medina ofreció "
        "ayuda. Amnistía Internacional criticó al Ejército. Los vecinos de Reynosa y Matamoros, en la frontera con "
        "Estados Unidos, bloquearon los puentes el jueves.",
        ["Apatzingán", "Michoacán", "Sinaloa", "Culiacán", "Washington", "Reynosa", "Matamoros", "Estados Unidos"],
    ),
    "ar capital": (
        "شهدت العاصمة الليبية اشتباكات بين مجموعات مسلحة، ووصل دوي الانفجارات إلى ضواحي طرابلس. وقال عميد بلدية سبها إن "
        "الوقود نفد، فيما أرسلت حكومة بنغازي قوافل إلى الكفرة ومرزق. ووصف وزير التربية كريم السيد مقر الوزارة بأنه آمن.",
        ["طرابلس", "سبها", "بنغازي", "الكفرة", "مرزق"],
    ),
    "ru adjectives": (
        "Беспилотники сбили над Брянской, Курской и Воронежской областями. Московский городской суд продлил арест. МИД России "
        "вызвал посла Великобритании, а в Дагестане усилили охрану. Радио Азия закрыто.",
        ["Брянской", "Курской", "Воронежской", "России", "Великобритании", "Дагестане"],
    ),
    "fr companies": (
        "Air France a suspendu ses vols vers Tel-Aviv et Beyrouth. La Banque mondiale a débloqué des fonds pour la reconstruction "
        "de Zaporijjia. L'Allemagne et les Émirats arabes unis ont salué l'accord de Genève.",
        ["Tel-Aviv", "Beyrouth", "Zaporijjia", "Allemagne", "Émirats arabes unis"],
    ),
    "es companies": (
        "El Banco Santander anunció despidos en Perú y Bolivia. El Papa rezó en la plaza de San Pedro por las víctimas de Haití. "
        "El Cauca vive su peor semana, informó El Faro.",
        ["Perú", "Bolivia", "Haití", "Cauca"],
    ),
    "es nothing": (
        "La ministra María Castillo renunció ayer. El Congreso votará la reforma en marzo, informó El País. Los seguidores "
        "del Real Madrid celebraron en la plaza. Victoria Guerrero, de la Cruz Roja, agradeció a los voluntarios.",
        [],
    ),
}


@pytest.mark.parametrize(
    ("sentence", "text", "lookup"),
    [
        ("دخلت القوات بالموصل ليلا.", "الموصل", "الموصل"),
        ("وصلت المساعدات للموصل بعد أيام.", "موصل", "الموصل"),
        ("وبالموصل سقط ستة قتلى من الجنود.", "الموصل", "الموصل"),
        ("سقطت قذائف على محافظة حلب خلال الليل.", "حلب", "حلب province"),
        ("У Маріуполі зник зв'язок.", "Маріуполі", "маріуполь"),
        ("Из Грозного выехала колонна.", "Грозного", "грозныи"),
        ("Села Белгородской области эвакуируют.", "Белгородской области", "белгородская область oblast"),
        ("Un cargo chargé de blé est arrivé au Havre.", "Havre", "le Havre"),
        ("Une école a brûlé dans la province d'Idleb.", "Idleb", "Idleb province"),
    ],
)
def test_a_span_is_the_name_in_the_text_and_its_lookup_the_name_in_the_gazetteer(
    geoparser: Geoparser, sentence: str, text: str, lookup: str
) -> None:
    (span,) = MultilingualRecogniser(geoparser.gazetteer).recognise(sentence)
    assert (span.text, span.lookup) == (text, lookup)
    assert sentence[span.start : span.end] == text


def test_a_span_without_lookup_is_resolved_by_its_text(geoparser: Geoparser) -> None:
    assert Span(0, 5, "Mosul").lookup == ""
    (toponym,) = geoparser.resolve("Mosul", [(0, 5)])
    assert toponym.place is not None
    assert toponym.place.name == "Mosul"


def test_each_sentence_of_a_mixed_text_is_read_in_its_language(geoparser: Geoparser) -> None:
    text = (
        "Residents of Mosul said that the road to Erbil was open on Friday.\n\n"
        "Les combats ont repris à Alep et les habitants d'Idleb ont fui.\n\n"
        "تجددت الاشتباكات بالفاشر ليلا.\n\nУ Харкові було чути вибухи, сказав мер міста."
    )
    found = geoparser.parse(text)
    assert [t.text for t in found] == ["Mosul", "Erbil", "Alep", "Idleb", "الفاشر", "Харкові"]
    assert all(text[t.start : t.end] == t.text and t.place for t in found)


@pytest.mark.parametrize(
    "text",
    [
        "\u202bدخلت القوات \u200fالموصل\u200f من الجنوب.\u202c",
        "دَخَلَتِ القُوّاتُ المُوصِلَ من الجنوب.",
        "دخلت القوات المـــوصل من الجنوب.",
        "Удар по Ха\u0301рькову был ночью, сообщили власти.",
        unicodedata.normalize("NFD", "У Миколаєві та Києві, які обстріляно, немає води й світла."),
        unicodedata.normalize("NFD", "Les rebelles ont quitté Ménaka et la région de Ségou pour le désert."),
        "L'armée a repris Alep\u00a0; «\u00a0Mossoul\u00a0» est sous le feu dans la nuit.",
        "АТАКА на Харьков: Mosul و الموصل в одном тексте, сказал он.",
        "الموصل",
        "و ب ل ك ال لل",
        "Los combates en la ciudad. " + "La " * 3000,
        "D'",
        "l' d' qu' à",
        "\u0301\u0650\u0640",
    ],
)
def test_offsets_are_exact_with_marks_of_every_kind(geoparser: Geoparser, text: str) -> None:
    for toponym in geoparser.parse(text):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.text == toponym.text.strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\u202bدخلت القوات \u200fالموصل\u200f من الجنوب.\u202c", "الموصل"),
        ("دَخَلَتِ القُوّاتُ المُوصِلَ من الجنوب.", "المُوصِلَ"),
        ("دخلت القوات المـــوصل من الجنوب.", "المـــوصل"),
        ("Удар по Ха\u0301рькову был ночью, сообщили власти.", "Ха\u0301рькову"),
        ("Les rebelles ont quitté Me\u0301naka dans la nuit.", "Me\u0301naka"),
    ],
)
def test_marks_do_not_hide_a_name(geoparser: Geoparser, text: str, name: str) -> None:
    assert name in [t.text for t in geoparser.parse(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Une explosion a tué dix soldats à Alep, et des combats ont repris à Idleb le 3 mars 2017.",
        "Un ataque con bomba mató a diez soldados en Alepo y hubo protestas en Damasco el lunes.",
        "قتل عشرة جنود في هجوم انتحاري على نقطة تفتيش في الموصل يوم الاثنين.",
        "У Харкові внаслідок обстрілу загинули десять людей, повідомили в поліції.",
        "В Донецке при обстреле погибли десять человек, сообщили власти.",
    ],
)
def test_an_article_in_another_language_gives_places_and_no_events(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(Article(text, date(2017, 3, 4)))
    assert extraction.toponyms
    assert extraction.reports == []


def test_english_sentences_of_a_mixed_article_still_give_events(extractor: Extractor) -> None:
    text = (
        "A suicide bomber killed 20 people at a market in Baghdad on Monday, police said.\n\n"
        "Des combats ont repris à Mossoul, où une explosion a tué deux soldats."
    )
    extraction = extractor.extract(Article(text, date(2017, 1, 3)))
    assert [r.location for r in extraction.reports] == ["Baghdad"]
    assert [t.text for t in extraction.toponyms] == ["Baghdad", "Mossoul"]


@pytest.fixture(scope="module")
def recogniser(gazetteer: Gazetteer) -> MultilingualRecogniser:
    return MultilingualRecogniser(gazetteer)


@pytest.mark.parametrize(("text", "names"), PARAGRAPHS.values(), ids=list(PARAGRAPHS))
def test_a_paragraph_gives_its_places_and_nothing_else(
    recogniser: MultilingualRecogniser, text: str, names: list[str]
) -> None:
    spans = recogniser.recognise(text)
    assert [span.text for span in spans] == names
    assert all(text[span.start : span.end] == span.text for span in spans)
