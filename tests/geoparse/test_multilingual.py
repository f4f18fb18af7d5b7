"""Place names in Arabic, Ukrainian, Russian, French and Spanish sentences, and what only looks like one."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.geometry import distance_km
from dashboard.geoparse import Geoparser
from dashboard.geoparse.multilingual import MultilingualRecogniser
from dashboard.geoparse.spans import Span
from dashboard.records import Article

TOWN = 25  # km
DIVISION = 150
COUNTRY = 700

# English name -> (country, latitude, longitude, km): where the place is, by general knowledge.
PLACES: dict[str, tuple[str, float, float, float]] = {
    "Mosul": ("IQ", 36.34, 43.13, TOWN),
    "Aleppo": ("SY", 36.20, 37.16, TOWN),
    "Raqqa": ("SY", 35.95, 39.01, TOWN),
    "Deir ez-Zor": ("SY", 35.34, 40.14, TOWN),
    "Tikrit": ("IQ", 34.61, 43.68, TOWN),
    "Tal Afar": ("IQ", 36.38, 42.45, TOWN),
    "Sinjar": ("IQ", 36.32, 41.86, TOWN),
    "Fallujah": ("IQ", 33.35, 43.78, TOWN),
    "Qaraqosh": ("IQ", 36.27, 43.38, TOWN),
    "Baghdad": ("IQ", 33.34, 44.40, TOWN),
    "Khartoum": ("SD", 15.55, 32.53, TOWN),
    "Omdurman": ("SD", 15.65, 32.48, TOWN),
    "El Fasher": ("SD", 13.63, 25.35, TOWN),
    "El Geneina": ("SD", 13.45, 22.45, TOWN),
    "Tyre": ("LB", 33.27, 35.20, TOWN),
    "Sanaa": ("YE", 15.35, 44.21, TOWN),
    "Marib": ("YE", 15.46, 45.33, TOWN),
    "Aden": ("YE", 12.78, 45.03, TOWN),
    "Gaza": ("PS", 31.50, 34.47, TOWN),
    "Khan Yunis": ("PS", 31.34, 34.30, TOWN),
    "Jenin": ("PS", 32.46, 35.30, TOWN),
    "Benghazi": ("LY", 32.12, 20.09, TOWN),
    "Kobani": ("SY", 36.89, 38.35, TOWN),
    "Manbij": ("SY", 36.53, 37.95, TOWN),
    "Idlib": ("SY", 35.93, 36.63, TOWN),
    "Beirut": ("LB", 33.89, 35.50, TOWN),
    "Mogadishu": ("SO", 2.04, 45.34, TOWN),
    "Damascus": ("SY", 33.51, 36.29, TOWN),
    "Nineveh": ("IQ", 36.0, 42.5, DIVISION),
    "Anbar": ("IQ", 33.0, 42.5, DIVISION),
    "Aleppo Governorate": ("SY", 36.2, 37.4, DIVISION),
    "Shabwah": ("YE", 14.8, 46.8, DIVISION),
    "Darfur": ("SD", 13.0, 24.5, 300),
    "Gaza Strip": ("PS", 31.42, 34.36, TOWN),
    "Syria": ("SY", 35.0, 38.0, COUNTRY),
    "Sudan": ("SD", 15.0, 30.0, COUNTRY),
    "Mariupol": ("UA", 47.10, 37.54, TOWN),
    "Bakhmut": ("UA", 48.60, 38.00, TOWN),
    "Kharkiv": ("UA", 49.99, 36.23, TOWN),
    "Kyiv": ("UA", 50.45, 30.52, TOWN),
    "Odesa": ("UA", 46.48, 30.73, TOWN),
    "Donetsk": ("UA", 48.02, 37.80, TOWN),
    "Sumy": ("UA", 50.91, 34.80, TOWN),
    "Chernihiv": ("UA", 51.50, 31.29, TOWN),
    "Avdiivka": ("UA", 48.14, 37.74, TOWN),
    "Kryvyi Rih": ("UA", 47.91, 33.39, TOWN),
    "Zaporizhzhia": ("UA", 47.84, 35.14, TOWN),
    "Nova Kakhovka": ("UA", 46.75, 33.37, TOWN),
    "Chasiv Yar": ("UA", 48.59, 37.84, TOWN),
    "Velyka Novosilka": ("UA", 47.84, 36.84, TOWN),
    "Kupiansk": ("UA", 49.71, 37.61, TOWN),
    "Mykolaiv": ("UA", 46.97, 32.00, TOWN),
    "Kherson": ("UA", 46.64, 32.61, TOWN),
    "Pokrovsk": ("UA", 48.28, 37.18, TOWN),
    "Vuhledar": ("UA", 47.78, 37.25, TOWN),
    "Dnipro": ("UA", 48.47, 35.04, TOWN),
    "Kerch": ("UA", 45.36, 36.47, TOWN),
    "Grozny": ("RU", 43.32, 45.70, TOWN),
    "Belgorod": ("RU", 50.60, 36.59, TOWN),
    "Kursk": ("RU", 51.73, 36.19, TOWN),
    "Moscow": ("RU", 55.75, 37.62, TOWN),
    "Rostov-on-Don": ("RU", 47.23, 39.72, TOWN),
    "Sudzha": ("RU", 51.20, 35.27, TOWN),
    "Donetsk Oblast": ("UA", 48.0, 37.6, DIVISION),
    "Kharkiv Oblast": ("UA", 49.6, 36.6, DIVISION),
    "Kyiv Oblast": ("UA", 50.3, 30.3, DIVISION),
    "Odesa Oblast": ("UA", 46.8, 30.3, DIVISION),
    "Sumy Oblast": ("UA", 51.2, 34.2, DIVISION),
    "Luhansk Oblast": ("UA", 48.9, 39.0, DIVISION),
    "Belgorod Oblast": ("RU", 50.8, 37.5, DIVISION),
    "Kursk Oblast": ("RU", 51.7, 36.2, DIVISION),
    "Crimea": ("UA", 45.3, 34.4, 150),
    "Donbas": ("UA", 48.3, 38.2, 150),
    "Ukraine": ("UA", 49.0, 32.0, COUNTRY),
    "Russia": ("RU", 60.0, 90.0, 3500),
    "Libya": ("LY", 27.0, 17.0, COUNTRY),
    "Cairo": ("EG", 30.06, 31.25, TOWN),
    "Le Havre": ("FR", 49.49, 0.11, TOWN),
    "Timbuktu": ("ML", 16.77, -3.01, TOWN),
    "Gao": ("ML", 16.27, -0.04, TOWN),
    "Djibo": ("BF", 14.10, -1.63, TOWN),
    "Ouagadougou": ("BF", 12.37, -1.52, TOWN),
    "N'Djamena": ("TD", 12.11, 15.04, TOWN),
    "Goma": ("CD", -1.68, 29.22, TOWN),
    "Maroua": ("CM", 10.59, 14.32, TOWN),
    "The Hague": ("NL", 52.08, 4.30, TOWN),
    "Port-au-Prince": ("HT", 18.54, -72.34, TOWN),
    "Tripoli": ("LY", 32.88, 13.19, TOWN),
    "Mali": ("ML", 17.0, -4.0, COUNTRY),
    "Iraq": ("IQ", 33.0, 44.0, COUNTRY),
    "Burkina Faso": ("BF", 13.0, -2.0, COUNTRY),
    "Côte d'Ivoire": ("CI", 8.0, -5.0, COUNTRY),
    "Saudi Arabia": ("SA", 25.0, 45.0, COUNTRY),
    "North Kivu": ("CD", -0.7, 29.0, DIVISION),
    "West Bank": ("PS", 32.0, 35.25, 60),
    "Far North": ("CM", 10.8, 14.3, DIVISION),
    "DR Congo": ("CD", -2.0, 24.0, 900),
    "New York": ("US", 40.71, -74.01, TOWN),
    "El Salvador": ("SV", 13.8, -88.9, 200),
    "Havana": ("CU", 23.13, -82.38, TOWN),
    "Mexico City": ("MX", 19.43, -99.13, TOWN),
    "Lebanon": ("LB", 33.8, 35.8, 200),
    "Bogotá": ("CO", 4.61, -74.08, TOWN),
    "Tumaco": ("CO", 1.80, -78.78, TOWN),
    "Cúcuta": ("CO", 7.89, -72.51, TOWN),
    "Culiacán": ("MX", 24.80, -107.39, TOWN),
    "Nuevo Laredo": ("MX", 27.48, -99.52, TOWN),
    "Cali": ("CO", 3.44, -76.52, TOWN),
    "Guayaquil": ("EC", -2.20, -79.89, TOWN),
    "Cauca": ("CO", 2.5, -76.8, DIVISION),
    "Norte de Santander": ("CO", 8.1, -72.9, DIVISION),
    "Michoacán": ("MX", 19.3, -101.8, DIVISION),
    "Guerrero": ("MX", 17.5, -99.8, DIVISION),
    "Táchira": ("VE", 7.9, -72.2, DIVISION),
    "Jerusalem": ("IL", 31.78, 35.22, TOWN),
    "United States": ("US", 39.0, -98.0, 1500),
    "Haiti": ("HT", 19.0, -72.5, 200),
    "Al Bukamal": ("SY", 34.45, 40.92, TOWN),
}

# (sentence, the name as it stands there, the place)
ARABIC = [
    ("دخلت القوات العراقية أحياء جديدة بالموصل مساء أمس.", "الموصل", "Mosul"),
    ("نقل الجرحى من حلب إلى مستشفيات ميدانية.", "حلب", "Aleppo"),
    ("سقطت قذائف على محافظة حلب خلال الليل.", "حلب", "Aleppo Governorate"),
    ("وتعرضت الرقة لغارات كثيفة قبل الفجر.", "الرقة", "Raqqa"),
    ("قال مسعفون في دير الزور إن الطريق مقطوع.", "دير الزور", "Deir ez-Zor"),
    ("انسحب المسلحون من تكريت بعد يومين من القتال.", "تكريت", "Tikrit"),
    ("عاد نازحون إلى قضاء تلعفر هذا الأسبوع.", "تلعفر", "Tal Afar"),
    ("وصلت قافلة مساعدات لسنجار ظهر اليوم.", "سنجار", "Sinjar"),
    ("قصفت المدفعية مواقع قرب الفلوجة.", "الفلوجة", "Fallujah"),
    ("أعيد فتح كنيسة في بلدة قرقوش.", "قرقوش", "Qaraqosh"),
    ("هز انفجار وسط بغداد صباح الأحد.", "بغداد", "Baghdad"),
    ("تدور اشتباكات في الخرطوم بين الجيش وقوات الدعم السريع.", "الخرطوم", "Khartoum"),
    ("سمع دوي المدافع في أم درمان طوال النهار.", "أم درمان", "Omdurman"),
    ("حذرت منظمات إنسانية من مجاعة بالفاشر.", "الفاشر", "El Fasher"),
    ("فر آلاف السكان من الجنينة نحو الحدود.", "الجنينة", "El Geneina"),
    ("أغارت طائرات على أطراف مدينة صور.", "صور", "Tyre"),
    ("أطلق صاروخ من صنعاء باتجاه البحر.", "صنعاء", "Sanaa"),
    ("استمرت المعارك غربي مأرب للأسبوع الثالث.", "مأرب", "Marib"),
    ("عادت الحكومة إلى عدن بعد غياب.", "عدن", "Aden"),
    ("قتل ثلاثة أشخاص في غـزّة فجرا.", "غـزّة", "Gaza"),
    ("أخليت المستشفيات في خان يونس.", "خان يونس", "Khan Yunis"),
    ("اقتحمت القوات مخيم جنين ليلا.", "جنين", "Jenin"),
    ("وقع هجوم ببنغازي استهدف مقرا أمنيا.", "بنغازي", "Benghazi"),
    ("تقدم المقاتلون من كوباني إلى منبج.", "كوباني", "Kobani"),
    ("تقدم المقاتلون من كوباني إلى منبج.", "منبج", "Manbij"),
    ("خرجت مظاهرات بإدلب بعد صلاة الجمعة.", "إدلب", "Idlib"),
    ("وفي ادلب اغلقت المدارس ابوابها.", "ادلب", "Idlib"),
    ("حلقت مسيرات فوق العاصمة اللبنانية بيروت.", "بيروت", "Beirut"),
    ("انفجرت سيارة مفخخة في مقديشو.", "مقديشو", "Mogadishu"),
    ("توجه الوفد لدمشق لإجراء محادثات.", "دمشق", "Damascus"),
    ("أعلنت السلطات في محافظة نينوى حظر التجول.", "نينوى", "Nineveh"),
    ("أرسلت تعزيزات إلى الأنبار.", "الأنبار", "Anbar"),
    ("اندلع القتال في محافظة شبوة مجددا.", "شبوة", "Shabwah"),
    ("تفاقمت الأزمة في دارفور.", "دارفور", "Darfur"),
    ("دخلت شاحنات وقود إلى قطاع غزة.", "قطاع غزة", "Gaza Strip"),
    ("تستضيف المدن لاجئين من سوريا والسودان.", "سوريا", "Syria"),
    ("تستضيف المدن لاجئين من سوريا والسودان.", "السودان", "Sudan"),
    ("سيطر الجيش على البوكمال قرب الحدود.", "البوكمال", "Al Bukamal"),
]
UKRAINIAN = [
    ("Рятувальники працюють у Маріуполі третю добу.", "Маріуполі", "Mariupol"),
    ("Під Бахмутом не вщухають бої.", "Бахмутом", "Bakhmut"),
    ("Уночі безпілотники атакували Харків.", "Харків", "Kharkiv"),
    ("Мешканці Києва чули вибухи.", "Києва", "Kyiv"),
    ("В Одесі пошкоджено портову інфраструктуру.", "Одесі", "Odesa"),
    ("Колона рушила від Донецька на захід.", "Донецька", "Donetsk"),
    ("Ракета впала неподалік Сум.", "Сум", "Sumy"),
    ("У Сумах оголосили тривогу.", "Сумах", "Sumy"),
    ("До Чернігова прибула гуманітарна допомога.", "Чернігова", "Chernihiv"),
    ("Військові відійшли з Авдіївки.", "Авдіївки", "Avdiivka"),
    ("У Кривому Розі загинула дитина.", "Кривому Розі", "Kryvyi Rih"),
    ("Удар по Запоріжжю забрав п'ять життів.", "Запоріжжю", "Zaporizhzhia"),
    ("Дамба в Новій Каховці зруйнована.", "Новій Каховці", "Nova Kakhovka"),
    ("Бої тривають за Часів Яр.", "Часів Яр", "Chasiv Yar"),
    ("Штурмові дії йшли біля Великої Новосілки.", "Великої Новосілки", "Velyka Novosilka"),
    ("З Куп'янська вивозять родини з дітьми.", "Куп'янська", "Kupiansk"),
    ("У Миколаєві відновили водопостачання.", "Миколаєві", "Mykolaiv"),
    ("Обстріл Херсона тривав годину.", "Херсона", "Kherson"),
    ("На околицях Покровська помітили піхоту.", "Покровська", "Pokrovsk"),
    ("Росіяни зайняли Вугледар восени.", "Вугледар", "Vuhledar"),
    ("У Дніпрі уламки впали на подвір'я.", "Дніпрі", "Dnipro"),
    ("У Донецькій області оголосили евакуацію.", "Донецькій області", "Donetsk Oblast"),
    ("Обстріляно вісім громад Харківської області.", "Харківської області", "Kharkiv Oblast"),
    ("На Одещині затримали дезертира.", "Одещині", "Odesa Oblast"),
    ("Прикордонні села Сумщини спорожніли.", "Сумщини", "Sumy Oblast"),
    ("Дрони вдарили по аеродрому в Криму.", "Криму", "Crimea"),
    ("Ситуація на Донбасі загострилася.", "Донбасі", "Donbas"),
    ("Вибух пролунав у Курську.", "Курську", "Kursk"),
    ("Посли України зібралися на нараду.", "України", "Ukraine"),
    ("Літаки злетіли з території Росії.", "Росії", "Russia"),
]
RUSSIAN = [
    ("В Мариуполе разбирают завалы.", "Мариуполе", "Mariupol"),
    ("Из Харькова эвакуировали больницу.", "Харькова", "Kharkiv"),
    ("Бои шли под Бахмутом всю зиму.", "Бахмутом", "Bakhmut"),
    ("Над Киевом сбили беспилотники.", "Киевом", "Kyiv"),
    ("В Донецке обстреляли рынок.", "Донецке", "Donetsk"),
    ("Жители Одессы остались без света.", "Одессы", "Odesa"),
    ("Около Авдеевки снова слышна артиллерия.", "Авдеевки", "Avdiivka"),
    ("Паром вышел из Керчи утром.", "Керчи", "Kerch"),
    ("Взрыв произошёл в Грозном.", "Грозном", "Grozny"),
    ("В Белгороде объявили ракетную опасность.", "Белгороде", "Belgorod"),
    ("Поезд до Курска задержан.", "Курска", "Kursk"),
    ("Переговоры прошли в Москве.", "Москве", "Moscow"),
    ("Склад горел в Ростове-на-Дону.", "Ростове-на-Дону", "Rostov-on-Don"),
    ("Военные вошли в Суджу.", "Суджу", "Sudzha"),
    ("Удар пришёлся по Кривому Рогу.", "Кривому Рогу", "Kryvyi Rih"),
    ("Плотина у Новой Каховки разрушена.", "Новой Каховки", "Nova Kakhovka"),
    ("В Запорожье погибли двое прохожих.", "Запорожье", "Zaporizhzhia"),
    ("Донецкая область снова под обстрелом.", "Донецкая область", "Donetsk Oblast"),
    ("Киевская область осталась без связи.", "Киевская область", "Kyiv Oblast"),
    ("Села Белгородской области эвакуируют.", "Белгородской области", "Belgorod Oblast"),
    ("Беспилотники летели через Курскую область.", "Курскую область", "Kursk Oblast"),
    ("Тревогу объявили в Харьковской и Сумской областях.", "Харьковской", "Kharkiv Oblast"),
    ("Тревогу объявили в Харьковской и Сумской областях.", "Сумской", "Sumy Oblast"),
    ("Базу в Крыму усилили.", "Крыму", "Crimea"),
    ("Наступление на Донбассе замедлилось.", "Донбассе", "Donbas"),
    ("Самолёт вылетел из Дамаска ночью.", "Дамаска", "Damascus"),
    ("В Алеппо возобновились столкновения.", "Алеппо", "Aleppo"),
    ("Колонну обстреляли в секторе Газа.", "секторе Газа", "Gaza Strip"),
    ("Границу Украины закрыли на сутки.", "Украины", "Ukraine"),
    ("Посольство в Ливии временно закрыто.", "Ливии", "Libya"),
    ("Посёлок под Угледаром опустел.", "Угледаром", "Vuhledar"),
]
FRENCH = [
    ("Les combats ont repris à Alep dans la nuit.", "Alep", "Aleppo"),
    ("Des habitants d'Alep ont fui vers la frontière.", "Alep", "Aleppo"),
    ("L'armée est entrée dans Mossoul par le sud.", "Mossoul", "Mosul"),
    ("Des tirs ont été entendus au Caire.", "Caire", "Cairo"),
    ("Un cargo chargé de blé est arrivé au Havre.", "Havre", "Le Havre"),
    ("Le Caire a proposé une trêve.", "Le Caire", "Cairo"),
    ("Une attaque a visé un convoi près de Tombouctou.", "Tombouctou", "Timbuktu"),
    ("Le camp de Gao a été pris pour cible.", "Gao", "Gao"),
    ("La ville de Djibo est sous blocus depuis un an.", "Djibo", "Djibo"),
    ("Plusieurs milliers de personnes ont défilé à Ouagadougou.", "Ouagadougou", "Ouagadougou"),
    ("L'avion s'est posé à N'Djamena.", "N'Djamena", "N'Djamena"),
    ("Les rebelles avancent vers Goma.", "Goma", "Goma"),
    ("Un marché de Maroua a été visé par deux explosions.", "Maroua", "Maroua"),
    ("Le tribunal de La Haye a rendu son arrêt.", "La Haye", "The Hague"),
    ("Des gangs ont attaqué une prison de Port-au-Prince.", "Port-au-Prince", "Port-au-Prince"),
    ("Le cessez-le-feu tient à Tripoli, selon l'ONU en Libye.", "Tripoli", "Tripoli"),
    ("L'état-major a confirmé des pertes au Mali.", "Mali", "Mali"),
    ("Deux soldats ont été tués en Irak.", "Irak", "Iraq"),
    ("Le nord du Burkina Faso reste instable.", "Burkina Faso", "Burkina Faso"),
    ("L'Ukraine réclame des missiles.", "Ukraine", "Ukraine"),
    ("La Côte d'Ivoire accueille des réfugiés.", "Côte d'Ivoire", "Côte d'Ivoire"),
    ("Des pourparlers ont lieu en Arabie saoudite.", "Arabie saoudite", "Saudi Arabia"),
    ("Les violences se poursuivent au Nord-Kivu.", "Nord-Kivu", "North Kivu"),
    ("Un raid a fait trois morts en Cisjordanie.", "Cisjordanie", "West Bank"),
    ("Des villages de l'Extrême-Nord ont été pillés au Cameroun.", "Extrême-Nord", "Far North"),
    ("La République démocratique du Congo a fermé sa frontière.", "République démocratique du Congo", "DR Congo"),
    ("Les frappes sur la bande de Gaza ont continué.", "bande de Gaza", "Gaza Strip"),
    ("La situation au Darfour est dramatique.", "Darfour", "Darfur"),
    ("Des drones ont survolé Kiev avant l'aube.", "Kiev", "Kyiv"),
    ("Les secours sont arrivés jusqu'à Marioupol.", "Marioupol", "Mariupol"),
    ("La capitale soudanaise, Khartoum, est coupée en deux.", "Khartoum", "Khartoum"),
    ("Une école a brûlé dans la province d'Idleb, en Syrie.", "Idleb", "Idlib"),
]
SPANISH = [
    ("Los combates continuaron en Alepo durante la noche.", "Alepo", "Aleppo"),
    ("El ejército de Ucrania anunció un repliegue.", "Ucrania", "Ukraine"),
    ("La misión viajó a Nueva York el martes.", "Nueva York", "New York"),
    ("Las pandillas de El Salvador perdieron terreno.", "El Salvador", "El Salvador"),
    ("Hubo protestas en La Habana por los apagones.", "La Habana", "Havana"),
    ("La policía cercó un barrio de la Ciudad de México.", "Ciudad de México", "Mexico City"),
    ("Los bombardeos sobre el sur del Líbano cesaron.", "Líbano", "Lebanon"),
    ("El gobierno se reunió en Bogotá con los alcaldes.", "Bogotá", "Bogotá"),
    ("Una lancha con armas fue detenida cerca de Tumaco.", "Tumaco", "Tumaco"),
    ("Miles de desplazados llegaron a Cúcuta.", "Cúcuta", "Cúcuta"),
    ("Dos bandas se enfrentaron en Culiacán.", "Culiacán", "Culiacán"),
    ("Cerraron el puente de Nuevo Laredo tras el tiroteo.", "Nuevo Laredo", "Nuevo Laredo"),
    ("Estallaron tres motocicletas en Cali.", "Cali", "Cali"),
    ("Guayaquil amaneció bajo toque de queda.", "Guayaquil", "Guayaquil"),
    ("Un soldado murió por una mina en el Cauca.", "Cauca", "Cauca"),
    ("La guerrilla atacó un oleoducto en Norte de Santander.", "Norte de Santander", "Norte de Santander"),
    ("El cartel quemó camiones en Michoacán.", "Michoacán", "Michoacán"),
    ("Hallaron una fosa en el estado de Guerrero, México.", "estado de Guerrero", "Guerrero"),
    ("Los militares cruzaron al Táchira desde Colombia.", "Táchira", "Táchira"),
    ("La explosión se oyó en toda Jerusalén.", "Jerusalén", "Jerusalem"),
    ("El presidente de los Estados Unidos habló con su homólogo.", "Estados Unidos", "United States"),
    ("Según EE. UU., el misil cayó en el mar.", "EE. UU.", "United States"),
    ("La ONU enviará policías a Haití.", "Haití", "Haiti"),
    ("La ayuda no entra en la Franja de Gaza.", "Franja de Gaza", "Gaza Strip"),
    ("Los colonos incendiaron casas en Cisjordania.", "Cisjordania", "West Bank"),
    ("Rusia atacó Járkiv con drones.", "Járkiv", "Kharkiv"),
    ("Las tropas salieron de Jersón en noviembre.", "Jersón", "Kherson"),
    ("El avión procedente de Moscú aterrizó en Damasco.", "Moscú", "Moscow"),
    ("El avión procedente de Moscú aterrizó en Damasco.", "Damasco", "Damascus"),
    ("Los médicos de Jartum piden sangre.", "Jartum", "Khartoum"),
]
TABLE = [*ARABIC, *UKRAINIAN, *RUSSIAN, *FRENCH, *SPANISH]


@pytest.mark.parametrize(("sentence", "name", "expected"), TABLE, ids=[f"{n}-{e}" for _, n, e in TABLE])
def test_a_name_in_another_language_is_found_and_placed(
    geoparser: Geoparser, sentence: str, name: str, expected: str
) -> None:
    found = {t.text: t for t in geoparser.parse(sentence)}
    assert name in found
    toponym = found[name]
    assert sentence[toponym.start : toponym.end] == name
    country, latitude, longitude, km = PLACES[expected]
    assert toponym.place is not None
    assert toponym.place.country in {country, ""}
    assert distance_km(toponym.place.latitude, toponym.place.longitude, latitude, longitude) <= km


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
