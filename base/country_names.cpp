#include "base/country_names.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace ordergate {
namespace {

// CODE=English short name=folded names ... Source: ISO 3166-1, the names that the EAR, OFAC, the UN
// and the UK lists write, and each country's own. Places inside a country are left out.
constexpr std::string_view kTable =
    "AD=Andorra=andorra|principality of andorra|principat dandorra|andorre;"
    "AE=United Arab Emirates=united arab emirates|الامارات|uae|u a e|emiratos arabes unidos|"
    "emirats arabes unis|vereinigte arabische emirate;AF=Afghanistan=afghanistan|"
    "islamic republic of afghanistan|owganystan|owganystan yslam respublikasy|afganistan;"
    "AG=Antigua and Barbuda=antigua and barbuda|antigua y barbuda|antigua et barbuda|antigua und barbuda;"
    "AI=Anguilla=anguilla;AL=Albania=albania|republic of albania|shqiperia|republika e shqiperise|"
    "shqiperi|shqipnia|albanie|albanien;AM=Armenia=armenia|republic of armenia|hayastan|armenie|armenien;"
    "AO=Angola=angola|republic of angola|republica de angola;AQ=Antarctica=antarctica|antartida|"
    "antarctique|antarktis;AR=Argentina=argentina|argentine republic|republica argentina|argentinien;"
    "AS=American Samoa=american samoa|samoa amelika|amerika samoa|amelika samoa|samoa americana|"
    "samoa americaines|amerikanisch samoa;AT=Austria=austria|republic of austria|osterreich|"
    "republik osterreich|oesterreich|autriche;AU=Australia=australia|commonwealth of australia|australie|"
    "australien;AW=Aruba=aruba;AX=Åland Islands=aland islands|aland|landskapet aland|aaland|ahvenanmaa|"
    "alandia;AZ=Azerbaijan=azerbaijan|republic of azerbaijan|azerbaiyan|azerbaidjan|aserbaidschan;"
    "BA=Bosnia and Herzegovina=bosnia and herzegovina|bosnia herzegovina|bosnia|"
    "republic of bosnia and herzegovina|bosna i hercegovina|bosnia y herzegovina|bosnie herzegovine|"
    "bosnien und herzegowina;BB=Barbados=barbados;BD=Bangladesh=bangladesh|"
    "peoples republic of bangladesh|gonoprojatontri bangladesh|bangladesch;BE=Belgium=belgium|"
    "kingdom of belgium|belgien|konigreich belgien|belgique|royaume de belgique|belgie|koninkrijk belgie|"
    "belgica;BF=Burkina Faso=burkina faso|republique du burkina;BG=Bulgaria=bulgaria|"
    "republic of bulgaria|bulgarie|bulgarien;BH=Bahrain=bahrain|kingdom of bahrain|bahrein;"
    "BI=Burundi=burundi|republic of burundi|republique du burundi|uburundi|republika yuburundi;"
    "BJ=Benin=benin|republic of benin|republique du benin;BL=Saint Barthélemy=saint barthelemy|"
    "collectivity of saint barthelemy|collectivite de saint barthelemy|st barthelemy|san bartolome;"
    "BM=Bermuda=bermuda|the islands of bermuda|the bermudas|bermudas|bermudes;"
    "BN=Brunei Darussalam=brunei darussalam|brunei|negara brunei darussalam|nation of brunei;"
    "BO=Bolivia=bolivia|bolivia plurinational state of|plurinational state of bolivia|wuliwya suyu|"
    "volivia|teta volivia|buliwya|buliwya mamallaqta|estado plurinacional de bolivia|bolivie|bolivien;"
    "BQ=Bonaire, Sint Eustatius and Saba=bonaire sint eustatius and saba|caribbean netherlands|"
    "caribisch nederland|bonaire sint eustatius en saba|boneiru sint eustatius y saba|caribe neerlandes|"
    "pays bas caribeens|karibische niederlande;BR=Brazil=brazil|federative republic of brazil|brasil|"
    "republica federativa do brasil|bresil|brasilien;BS=Bahamas=bahamas|the bahamas|"
    "commonwealth of the bahamas;BT=Bhutan=bhutan|kingdom of bhutan|butan|bhoutan;"
    "BV=Bouvet Island=bouvet island|bouvetoya|bouvet oya|isla bouvet|ile bouvet|bouvetinsel;"
    "BW=Botswana=botswana|republic of botswana|lefatshe la botswana;BY=Belarus=belarus|беларусь|"
    "republic of belarus|byelorussia|bielarus|bielorrusia|bielorussie;BZ=Belize=belize|belice;"
    "CA=Canada=canada|kanada;CC=Cocos (Keeling) Islands=cocos keeling islands|"
    "territory of the cocos keeling islands|keeling islands|cocos islands|islas cocos o islas keeling|"
    "iles cocos|kokosinseln;"
    "CD=Congo, The Democratic Republic of the=congo the democratic republic of the|"
    "congo democratic republic of the|democratic republic of the|congo democratic republic|congo dr|drc|"
    "dr congo|congo kinshasa|democratic republic of the congo|zaire|rd congo|"
    "republique democratique du congo|repubilika ya kongo demokratiki|republiki ya kongo demokratiki|"
    "ditunga dia kongu wa mungalaata|jamhuri ya kidemokrasia ya kongo|democratic republic of congo|"
    "congo rep dem|kongo dem rep|congo;CF=Central African Republic=central african republic|"
    "republique centrafricaine|beafrika|kodorosese ti beafrika|republica centroafricana|"
    "zentralafrikanische republik;CG=Congo=congo republic of the|republic of the congo|congo brazzaville|"
    "republique du congo|repubilika ya kongo|republiki ya kongo;CH=Switzerland=switzerland|"
    "swiss confederation|schweiz|suisse|confederation suisse|schweizerische eidgenossenschaft|svizzera|"
    "confederazione svizzera|svizra|confederaziun svizra|suiza;CI=Côte d'Ivoire=cote divoire|"
    "cote dlvoire|cote d ivoire|republic of cote divoire|ivory coast|republique de cote divoire|"
    "costa de marfil;CK=Cook Islands=cook islands|kuki airani|islas cook|iles cook|cookinseln;"
    "CL=Chile=chile|republic of chile|republica de chile;CM=Cameroon=cameroon|republic of cameroon|"
    "cameroun|republique du cameroun|camerun|kamerun;CN=China=中国|中國|china|china prc|中华人民共和国|"
    "peoples republic of china|p r china|the peoples republic of china|china peoples republic of|prc|"
    "p r c|pr china|mainland china|china mainland|zhongguo|zhonghua renmin gongheguo|chine;"
    "CO=Colombia=colombia|republic of colombia|republica de colombia|colombie|kolumbien;"
    "CR=Costa Rica=costa rica|republic of costa rica|republica de costa rica;CU=Cuba=cuba|"
    "republic of cuba|republica de cuba|kuba;CV=Cabo Verde=cabo verde|cape verde|republic of cabo verde|"
    "republica de cabo verde|iles du cap vert|kap verde;CW=Curaçao=curacao|country of curacao|"
    "pais korsou|korsou|curazao;CX=Christmas Island=christmas island|territory of christmas island|"
    "isla de navidad|ile christmas|weihnachtsinsel;CY=Cyprus=cyprus|republic of cyprus|kibris|"
    "kibris cumhuriyeti|kypros|chipre|chypre|zypern;CZ=Czechia=czechia|czech republic|cesko|"
    "ceska republika|chequia|tchequie|tschechien;DE=Germany=germany|federal republic of germany|"
    "deutschland|bundesrepublik deutschland|alemania|allemagne;DJ=Djibouti=djibouti|republic of djibouti|"
    "republique de djibouti|jabuuti|gabuuti|gabuutih ummuuno|jamhuuriyadda jabuuti|dschibuti;"
    "DK=Denmark=denmark|kingdom of denmark|danmark|kongeriget danmark|dinamarca|danemark;"
    "DM=Dominica=dominica|commonwealth of dominica|dominique;DO=Dominican Republic=dominican republic|"
    "republica dominicana|republique dominicaine|dominikanische republik;DZ=Algeria=algeria|"
    "peoples democratic republic of algeria|dzayer|algerie|argelia|algerien;EC=Ecuador=ecuador|"
    "republic of ecuador|republica del ecuador|equateur;EE=Estonia=estonia|republic of estonia|eesti|"
    "eesti vabariik|estonie|estland;EG=Egypt=egypt|مصر|arab republic of egypt|egipto|egypte|agypten;"
    "EH=Western Sahara=western sahara|sahrawi arab democratic republic|sahara occidental|"
    "republica arabe saharaui democratica|westsahara;ER=Eritrea=eritrea|the state of eritrea|"
    "state of eritrea|dawlat iritriya|iritriya|erythree;ES=Spain=spain|kingdom of spain|espana|"
    "reino de espana|espagne|spanien;ET=Ethiopia=ethiopia|federal democratic republic of ethiopia|"
    "etiopia|ethiopie|athiopien;FI=Finland=finland|republic of finland|suomi|suomen tasavalta|"
    "republiken finland|finlandia|finlande|finnland;FJ=Fiji=fiji|republic of fiji|"
    "matanitu tugalala o viti|matanitu ko viti|fiyi|fidji|fidschi;"
    "FK=Falkland Islands (Malvinas)=falkland islands malvinas|falkland islands|islas malvinas|"
    "iles malouines|falklandinseln;FM=Micronesia, Federated States of=micronesia federated states of|"
    "micronesia|federated states of micronesia|micronesie|mikronesien;FO=Faroe Islands=faroe islands|"
    "faeroerne|foroyar|faeroe islands|islas faroe|iles feroe|faroer inseln;FR=France=france|"
    "french republic|republique francaise|francia|frankreich;GA=Gabon=gabon|gabonese republic|"
    "republique gabonaise|gabun;GB=United Kingdom=united kingdom|uk|great britain|england|scotland|wales|"
    "northern ireland|united kingdom of great britain and northern ireland|u k|britain|reino unido|"
    "royaume uni|vereinigtes konigreich;GD=Grenada=grenada;GE=Georgia=georgia|sakartvelo|georgie|"
    "georgien;GF=French Guiana=french guiana|guyane francaise|guyane|guayana francesa|"
    "franzosisch guayana;GG=Guernsey=guernsey|bailiwick of guernsey|guernesey|bailliage de guernesey|"
    "dgernesiais;GH=Ghana=ghana|republic of ghana;GI=Gibraltar=gibraltar;GL=Greenland=greenland|"
    "kalaallit nunaat|gronland|groenlandia|groenland;GM=Gambia=gambia|gambia the|the gambia|"
    "republic of the gambia|gambie;GN=Guinea=guinea|republic of guinea|guinee|republique de guinee;"
    "GP=Guadeloupe=guadeloupe|guadalupe;GQ=Equatorial Guinea=equatorial guinea|"
    "republic of equatorial guinea|guinee equatoriale|republique de la guinee equatoriale|"
    "guine equatorial|republica da guine equatorial|guinea ecuatorial|republica de guinea ecuatorial|"
    "republique de guinee equatoriale|aquatorialguinea;GR=Greece=greece|hellenic republic|ellada|grecia|"
    "grece|griechenland;"
    "GS=South Georgia and the South Sandwich Islands=south georgia and the south sandwich islands|"
    "south georgia|islas georgias del sur y sandwich del sur|georgie du sud et les iles sandwich du sud|"
    "sudgeorgien und die sudlichen sandwichinseln;GT=Guatemala=guatemala|republic of guatemala|"
    "republica de guatemala;GU=Guam=guam|guahan;GW=Guinea-Bissau=guinea bissau|republic of guinea bissau|"
    "guine bissau|republica da guine bissau|guinea bisau|guinee bissau;GY=Guyana=guyana|"
    "republic of guyana|co operative republic of guyana;HK=Hong Kong=香港|hong kong|hong kong china|hongkong|"
    "hong kong sar china|hong kong special administrative region of china|hksar|hong kong sar|h k;"
    "HM=Heard Island and McDonald Islands=heard island and mcdonald islands|islas heard y mcdonald|"
    "iles heard et macdonald|heard und die mcdonaldinseln;HN=Honduras=honduras|republic of honduras|"
    "republica de honduras;HR=Croatia=croatia|republic of croatia|hrvatska|republika hrvatska|croacia|"
    "croatie|kroatien;HT=Haiti=haiti|republic of haiti|republique dhaiti|ayiti|repiblik ayiti;"
    "HU=Hungary=hungary|magyarorszag|hungria|hongrie|ungarn;ID=Indonesia=indonesia|republic of indonesia|"
    "republik indonesia|indonesie|indonesien;IE=Ireland=ireland|eire|republic of ireland|"
    "poblacht na heireann|irlanda|irlande|irland;IL=Israel=israel|state of israel|medinat yisrael;"
    "IM=Isle of Man=isle of man|ellan vannin|isla de man|ile de man|insel man;IN=India=india|"
    "republic of india|bharat|bharat ganrajya|inde|indien;"
    "IO=British Indian Ocean Territory=british indian ocean territory|"
    "territorio britanico del oceano indico|territoire britannique de locean indien|"
    "britisches territorium im indischen ozean;IQ=Iraq=iraq|العراق|republic of iraq|irak;"
    "IR=Iran=iran|ایران|iran islamic republic of|islamic republic of iran|jomhuri ye eslami ye iran;"
    "IS=Iceland=iceland|republic of iceland|lyðveldið island|islandia|islande;IT=Italy=italy|"
    "italian republic|italia|repubblica italiana|italie|italien;JE=Jersey=jersey|bailiwick of jersey|"
    "bailliage de jersey|jerri|bailliage de jerri;JM=Jamaica=jamaica|jamaique|jamaika;JO=Jordan=jordan|"
    "hashemite kingdom of jordan|al mamlakah al urduniyah al hashimiyah|jordania|jordanie|jordanien;"
    "JP=Japan=日本|japan|nippon|nihon|japon;KE=Kenya=kenya|republic of kenya|jamhuri ya kenya|kenia;"
    "KG=Kyrgyzstan=kyrgyzstan|kyrgyz republic|kyrgyz respublikasy|kirguizistan|kirghizistan|kirgisistan;"
    "KH=Cambodia=cambodia|kingdom of cambodia|kampuchea|cambodge|kambodscha;KI=Kiribati=kiribati|"
    "republic of kiribati|independent and sovereign republic of kiribati|ribaberiki kiribati;"
    "KM=Comoros=comoros|union of the comoros|comores|union des comores|komori|udzima wa komori|comoras|"
    "komoren;KN=Saint Kitts and Nevis=saint kitts and nevis|saint kitts nevis|st kitts and nevis|"
    "federation of saint christopher and nevis|san cristobal y nieves|saint christophe et nieves|"
    "st kitts und nevis;KP=North Korea=north korea|korea north|korea democratic peoples republic of|"
    "democratic people s republic of korea|north korea dprk|조선|"
    "democratic peoples republic of korea|dprk|d p r k|n korea|choson minjujuui inmin konghwaguk|"
    "corea del norte|coree du nord|nordkorea;KR=South Korea=south korea|korea south|korea|"
    "대한민국|한국|korea republic of|republic of korea|r o k|rok|"
    "korea rep|s korea|corea del sur|coree du sud|sudkorea;KW=Kuwait=kuwait|state of kuwait|"
    "dawlat al kuwait|koweit;KY=Cayman Islands=cayman islands|islas caiman|iles caimans|kaimaninseln;"
    "KZ=Kazakhstan=kazakhstan|republic of kazakhstan|qazaqstan|qazaqstan respublikasi|"
    "respublika kazakhstan|kazajistan|kasachstan;LA=Laos=laos|lao peoples democratic republic|"
    "lao people s democratic republic|lao pdr|sathalanalat paxathipatai paxaxon lao;LB=Lebanon=lebanon|"
    "لبنان|lebanese republic|liban|republique libanaise|al jumhuriyah al libnaniyah|libano|libanon;"
    "LC=Saint Lucia=saint lucia|st lucia|santa lucia|sainte lucie;LI=Liechtenstein=liechtenstein|"
    "principality of liechtenstein|furstentum liechtenstein;LK=Sri Lanka=sri lanka|"
    "democratic socialist republic of sri lanka;LR=Liberia=liberia|republic of liberia;"
    "LS=Lesotho=lesotho|kingdom of lesotho|muso oa lesotho;LT=Lithuania=lithuania|republic of lithuania|"
    "lietuva|lietuvos respublikos|lietuvos respublika|lituania|lituanie|litauen;LU=Luxembourg=luxembourg|"
    "grand duchy of luxembourg|luxemburg|grossherzogtum luxemburg|grand duche de luxembourg|letzebuerg|"
    "groussherzogtum letzebuerg|luxemburgo;LV=Latvia=latvia|republic of latvia|latvija|"
    "latvijas republikas|latvijas republika|letonia|lettonie|lettland;LY=Libya=libya|"
    "libyan arab jamahiriya|state of libya|dawlat libya|libia|libye|libyen;MA=Morocco=morocco|"
    "kingdom of morocco|al mamlakah al magribiyah|marruecos|maroc|marokko;MC=Monaco=monaco|"
    "principality of monaco|principaute de monaco;MD=Moldova=moldova|moldova republic of|"
    "republic of moldova|republica moldova|moldavia|moldavie|moldawien;ME=Montenegro=montenegro|"
    "crna gora;MF=Saint Martin (French part)=saint martin french part|collectivite de saint martin;"
    "MG=Madagascar=madagascar|republic of madagascar|republique de madagascar|madagasikara|"
    "repoblikani madagasikara|madagaskar;MH=Marshall Islands=marshall islands|"
    "republic of the marshall islands|islas marshall|iles marshall|marshallinseln;"
    "MK=North Macedonia=north macedonia|north macedonia the republic of|republic of north macedonia|"
    "macedonia|fyrom|the former yugoslav republic of macedonia|macedonia the former yugoslav republic of|"
    "macedonia del norte|macedoine du nord|nordmazedonien|the republic of north macedonia;ML=Mali=mali|"
    "republic of mali|republique du mali;MM=Myanmar=myanmar|burma|republic of myanmar|"
    "republic of the union of myanmar|pyidaunzu thanmada myama nainngandaw|birmanie;MN=Mongolia=mongolia|"
    "mongolie|mongolei;MO=Macao=澳门|澳門|macao|macau|macao special administrative region of china|macau "
    "sar|msar;"
    "MP=Northern Mariana Islands=northern mariana islands|commonwealth of the northern mariana islands|"
    "sankattan siha na islas marianas|islas marianas del norte|iles mariannes du nord|nordliche marianen;"
    "MQ=Martinique=martinique|martinica;MR=Mauritania=mauritania|islamic republic of mauritania|"
    "mauritanie|mauretanien;MS=Montserrat=montserrat;MT=Malta=malta|republic of malta|"
    "repubblika ta malta|malte;MU=Mauritius=mauritius|republic of mauritius|republique de maurice|moris|"
    "republik moris|mauricio|ile maurice;MV=Maldives=maldives|republic of maldives|"
    "republic of the maldives|maldive islands|dhivehi raajjeyge jumhooriyya|maldivas|malediven;"
    "MW=Malawi=malawi|republic of malawi|chalo cha malawi dziko la malawi;MX=Mexico=mexico|"
    "united mexican states|estados unidos mexicanos|mexique|mexiko;MY=Malaysia=malaysia|malasia|malaisie;"
    "MZ=Mozambique=mozambique|republic of mozambique|mocambique|republica de mocambique|mosambik;"
    "NA=Namibia=namibia|republic of namibia|namibie|republiek van namibie|republik namibia|"
    "lefatshe la namibia;NC=New Caledonia=new caledonia|nouvelle caledonie|nueva caledonia|neukaledonien;"
    "NE=Niger=niger|republic of the niger|republic of niger|republique du niger|nijar;"
    "NF=Norfolk Island=norfolk island|territory of norfolk island|norfk ailen|teratri of norfk ailen|"
    "isla de norfolk|ile norfolk|norfolkinsel;NG=Nigeria=nigeria|federal republic of nigeria|nijeriya|"
    "naijiria;NI=Nicaragua=nicaragua|republic of nicaragua|republica de nicaragua;"
    "NL=Netherlands=netherlands|kingdom of the netherlands|holland|the netherlands|nederland|"
    "koninkrijk der nederlanden|paises bajos|pays bas|niederlande|netherlands kingdom of the;"
    "NO=Norway=norway|kingdom of norway|noreg|kongeriket noreg|norge|kongeriket norge|norgga|"
    "norgga gonagasriika|noruega|norvege|norwegen;NP=Nepal=nepal|federal democratic republic of nepal|"
    "loktantrik ganatantra nepal;NR=Nauru=nauru|republic of nauru|naoero|ripublik naoero;NU=Niue=niue;"
    "NZ=New Zealand=new zealand|aotearoa|nueva zelanda|nouvelle zelande|neuseeland;OM=Oman=oman|"
    "sultanate of oman;PA=Panama=panama|republic of panama|republica de panama;PE=Peru=peru|"
    "republic of peru|piruw|piruw suyu|piruw ripuwlika|republica del peru|perou;"
    "PF=French Polynesia=french polynesia|polynesie francaise|porinetia farani|polinesia francesa|"
    "franzosisch polynesien;PG=Papua New Guinea=papua new guinea|independent state of papua new guinea|"
    "papua niu gini|independen stet bilong papua niugini|papua niugini|papua nueva guinea|"
    "papouasie nouvelle guinee|papua neuguinea;PH=Philippines=philippines|republic of the philippines|"
    "pilipinas|republika ng pilipinas|filipinas|philippinen;PK=Pakistan=pakistan|"
    "islamic republic of pakistan|islami jumhuriyaeh pakistan;PL=Poland=poland|republic of poland|polska|"
    "rzeczpospolita polska|polonia|pologne|polen;PM=Saint Pierre and Miquelon=saint pierre and miquelon|"
    "saint pierre et miquelon|collectivite territoriale de saint pierre et miquelon|san pedro y miquelon|"
    "st pierre und miquelon;PN=Pitcairn=pitcairn|pitcairn islands|pitcairn group of islands|"
    "pitcairn henderson ducie and oeno islands|islas pitcairn|iles pitcairn|pitcairninseln;"
    "PR=Puerto Rico=puerto rico|commonwealth of puerto rico|estado libre asociado de puerto rico|"
    "porto rico;PS=Palestine, State of=palestine state of|palestinian|region gaza|region west bank|"
    "gaza strip|occupied palestinian territory|palestinian territories|palestinian authority|"
    "the state of palestine|palestine|west bank|gaza|state of palestine|palestina|palastina;"
    "PT=Portugal=portugal|portuguese republic|republica portugues|republica portuguesa;PW=Palau=palau|"
    "republic of palau|belau|beluu er a belau|palaos palau;PY=Paraguay=paraguay|republic of paraguay|"
    "paraguai|teta paraguai|republica de paraguay|republica del paraguay;QA=Qatar=qatar|state of qatar|"
    "catar|katar;RE=Réunion=reunion|reunion island|la reunion|ile de la reunion;RO=Romania=romania|"
    "rumania|roumania|roumanie|rumanien;RS=Serbia=serbia|republic of serbia|srbija|republika srbija|"
    "serbie|serbien;RU=Russian Federation=russian federation|russia|россия|"
    "россииская федерация|rusia|russie|russland;RW=Rwanda=rwanda|rwandese republic|"
    "republic of rwanda|republique rwandaise|repubulika yu rwanda|republique du rwanda|ruanda;"
    "SA=Saudi Arabia=saudi arabia|kingdom of saudi arabia|ksa|arabia saudi|arabie saoudite|saudi arabien;"
    "SB=Solomon Islands=solomon islands|islas salomon|iles salomon|salomonen;SC=Seychelles=seychelles|"
    "republic of seychelles|sesel|repiblik sesel|republique des seychelles|seychellen;SD=Sudan=sudan|"
    "the sudan|republic of the sudan|jumhuriyat as sudan|soudan;SE=Sweden=sweden|kingdom of sweden|"
    "sverige|konungariket sverige|suecia|suede|schweden;SG=Singapore=singapore|republic of singapore|"
    "singapura|republik singapura|singapur|singapour;"
    "SH=Saint Helena, Ascension and Tristan da Cunha=saint helena ascension and tristan da cunha|"
    "saint helena|st helena ascension and tristan da cunha|santa elena ascension y tristan de acuna|"
    "sainte helene ascension et tristan da cunha|st helena ascension und tristan da cunha;"
    "SI=Slovenia=slovenia|republic of slovenia|slovenija|republika slovenija|eslovenia|slovenie|"
    "slowenien;SJ=Svalbard and Jan Mayen=svalbard and jan mayen|svalbard og jan mayen|"
    "svalbard and jan mayen islands|islas svalbard y jan mayen|svalbard et jan mayen|"
    "spitzbergen und jan mayen;SK=Slovakia=slovakia|slovak republic|slovensko|slovenska republika|"
    "eslovaquia|slovaquie|slowakei;SL=Sierra Leone=sierra leone|republic of sierra leone;"
    "SM=San Marino=san marino|republic of san marino|most serene republic of san marino|"
    "serenissima repubblica di san marino|repubblica di san marino|saint marin;SN=Senegal=senegal|"
    "republic of senegal|republique du senegal;SO=Somalia=somalia|federal republic of somalia|soomaaliya|"
    "jamhuuriyadda federaalka soomaaliya|somalie;SR=Suriname=suriname|republic of suriname|"
    "republiek suriname|sarnam|sranangron|surinam;SS=South Sudan=south sudan|south sudan republic of|"
    "republic of south sudan|sudan del sur|soudan du sud|sudsudan;"
    "ST=Sao Tome and Principe=sao tome and principe|sao tome principe|"
    "democratic republic of sao tome and principe|sao tome e principe|"
    "republica democratica do sao tome e principe|republica democratica de sao tome e principe|"
    "santo tome y principe|sao tome et principe|sao tome und principe;SV=El Salvador=el salvador|"
    "republic of el salvador|republica de el salvador;"
    "SX=Sint Maarten (Dutch part)=sint maarten dutch part|sint maarten;SY=Syria=syria|سوريا|"
    "syrian arab republic|siria|syrie|syrien;SZ=Eswatini=eswatini|swaziland|kingdom of eswatini|"
    "umbuso weswatini|weswatini|swatini|suazilandia|swasiland;"
    "TC=Turks and Caicos Islands=turks and caicos islands|islas turks y caicos|iles turques et caiques|"
    "turks und caicosinseln;TD=Chad=chad|republic of chad|tchad|republique du tchad|tschad;"
    "TF=French Southern Territories=french southern territories|french southern and antarctic lands|"
    "territory of the french southern and antarctic lands|terres australes et antarctiques francaises|"
    "territoire des terres australes et antarctiques francaises|tierras australes y antarticas francesas|"
    "franzosische sud und antarktisgebiete;TG=Togo=togo|togolese republic|republique togolaise;"
    "TH=Thailand=thailand|kingdom of thailand|ratcha anachak thai|tailandia|thailande;"
    "TJ=Tajikistan=tajikistan|republic of tajikistan|tocikiston|cumhuriyi tocikiston|tayikistan|"
    "tadjikistan|tadschikistan;TK=Tokelau=tokelau|islas tokelau;TL=Timor-Leste=timor leste|"
    "democratic republic of timor leste|east timor|republica democratica de timor leste|"
    "republika demokratika timor leste|timor lorosae|timor oriental|osttimor;"
    "TM=Turkmenistan=turkmenistan;TN=Tunisia=tunisia|republic of tunisia|tunisian republic|"
    "al jumhuriyyah at tunisiyyah|tunez|tunisie|tunesien;TO=Tonga=tonga|kingdom of tonga;"
    "TR=Turkiye=turkiye|turkey|republic of turkiye|turkiye cumhuriyeti|republic of turkey|turquia|"
    "turquie|turkei;TT=Trinidad and Tobago=trinidad and tobago|trinidad tobago|"
    "republic of trinidad and tobago|trinidad y tobago|trinite et tobago|trinidad und tobago;"
    "TV=Tuvalu=tuvalu;TW=Taiwan=台湾|台灣|臺灣|taiwan|taiwan province of china|taiwan r o c|roc|chinese "
    "taipei|formosa|"
    "republic of china taiwan|zhonghua minguo;TZ=Tanzania=tanzania|tanzania united republic of|"
    "united republic of tanzania|jamhuri ya muungano wa tanzania|tanzanie|tansania;UA=Ukraine=ukraine|"
    "украина|украіна|ukrayina|ucrania;UG=Uganda=uganda|republic of uganda|"
    "jamhuri ya uganda|ouganda;"
    "UM=United States Minor Outlying Islands=united states minor outlying islands|"
    "islas ultramarinas menores de estados unidos|iles mineures eloignees des etats unis|"
    "kleinere inselbesitzungen der vereinigten staaten;US=United States=united states|"
    "united states of america|usa|u s|u s a|estados unidos|etats unis|vereinigte staaten;"
    "UY=Uruguay=uruguay|eastern republic of uruguay|oriental republic of uruguay|"
    "republica oriental del uruguay;UZ=Uzbekistan=uzbekistan|republic of uzbekistan|"
    "ozbekiston respublikasi|ouzbekistan|usbekistan;"
    "VA=Holy See (Vatican City State)=holy see vatican city state|vatican city|holy see|vatican|"
    "vatican city state|vaticano|stato della citta del vaticano|vaticanae|status civitatis vaticanae|"
    "ciudad del vaticano|cite du vatican|vatikanstadt;"
    "VC=Saint Vincent and the Grenadines=saint vincent and the grenadines|st vincent and the grenadines|"
    "saint vincent|san vicente y granadinas|saint vincent et les grenadines|"
    "st vincent und die grenadinen;VE=Venezuela=venezuela|venezuela bolivarian republic of|"
    "bolivarian republic of venezuela|republica bolivariana de venezuela;"
    "VG=Virgin Islands, British=virgin islands british|bvi|british virgin islands|"
    "islas virgenes del reino unido|iles vierges britanniques|britische jungferninseln;"
    "VI=Virgin Islands, U.S.=virgin islands u s|us virgin islands|virgin islands of the united states|"
    "united states virgin islands|islas virgenes de los estados unidos|iles vierges des etats unis|"
    "amerikanische jungferninseln;VN=Vietnam=vietnam|viet nam|socialist republic of viet nam|"
    "socialist republic of vietnam;VU=Vanuatu=vanuatu|republic of vanuatu|ripablik blong vanuatu|"
    "republique de vanuatu;WF=Wallis and Futuna=wallis and futuna|"
    "territory of the wallis and futuna islands|wallis et futuna|territoire des iles wallis et futuna|"
    "wallis y futuna|wallis und futuna;WS=Samoa=samoa|independent state of samoa;YE=Yemen=yemen|"
    "republic of yemen|yemeni republic|al jumhuriyyah al yamaniyyah|jemen;YT=Mayotte=mayotte|"
    "department of mayotte|departement de mayotte;ZA=South Africa=south africa|republic of south africa|"
    "republiek van suid afrika|sewula afrika|iriphabliki yesewula afrika|afrika borwa|"
    "rephaboliki ya afrika borwa|ningizimu afrika|iriphabhulikhi yeningizimu afrika|aforika borwa|"
    "rephaboliki ya aforika borwa|afrika dzonga|riphabliki ra afrika dzonga|afurika tshipembe|"
    "mzantsi afrika|iriphabliki yasemzantsi afrika|iriphabliki yaseningizimu afrika|rsa|suid afrika|"
    "sudafrica|afrique du sud|sudafrika;ZM=Zambia=zambia|republic of zambia|zambie|sambia;"
    "ZW=Zimbabwe=zimbabwe|republic of zimbabwe|zimbabue|simbabwe;XK=Kosovo=kosovo|republic of kosovo|"
    "kosova;";

// Alpha-3 and alpha-2, five letters a country.
constexpr std::string_view kAlpha3 =
    "ANDADAREAEAFGAFATGAGAIAAIALBALARMAMAGOAOATAAQARGARASMASAUTATAUSAUABWAWALAAXAZEAZBIHBABRBBBBGDBDBELBE"
    "BFABFBGRBGBHRBHBDIBIBENBJBLMBLBMUBMBRNBNBOLBOBESBQBRABRBHSBSBTNBTBVTBVBWABWBLRBYBLZBZCANCACCKCCCODCD"
    "CAFCFCOGCGCHECHCIVCICOKCKCHLCLCMRCMCHNCNCOLCOCRICRCUBCUCPVCVCUWCWCXRCXCYPCYCZECZDEUDEDJIDJDNKDKDMADM"
    "DOMDODZADZECUECESTEEEGYEGESHEHERIERESPESETHETFINFIFJIFJFLKFKFSMFMFROFOFRAFRGABGAGBRGBGRDGDGEOGEGUFGF"
    "GGYGGGHAGHGIBGIGRLGLGMBGMGINGNGLPGPGNQGQGRCGRSGSGSGTMGTGUMGUGNBGWGUYGYHKGHKHMDHMHNDHNHRVHRHTIHTHUNHU"
    "IDNIDIRLIEISRILIMNIMINDINIOTIOIRQIQIRNIRISLISITAITJEYJEJAMJMJORJOJPNJPKENKEKGZKGKHMKHKIRKICOMKMKNAKN"
    "PRKKPKORKRKWTKWCYMKYKAZKZLAOLALBNLBLCALCLIELILKALKLBRLRLSOLSLTULTLUXLULVALVLBYLYMARMAMCOMCMDAMDMNEME"
    "MAFMFMDGMGMHLMHMKDMKMLIMLMMRMMMNGMNMACMOMNPMPMTQMQMRTMRMSRMSMLTMTMUSMUMDVMVMWIMWMEXMXMYSMYMOZMZNAMNA"
    "NCLNCNERNENFKNFNGANGNICNINLDNLNORNONPLNPNRUNRNIUNUNZLNZOMNOMPANPAPERPEPYFPFPNGPGPHLPHPAKPKPOLPLSPMPM"
    "PCNPNPRIPRPSEPSPRTPTPLWPWPRYPYQATQAREUREROUROSRBRSRUSRURWARWSAUSASLBSBSYCSCSDNSDSWESESGPSGSHNSHSVNSI"
    "SJMSJSVKSKSLESLSMRSMSENSNSOMSOSURSRSSDSSSTPSTSLVSVSXMSXSYRSYSWZSZTCATCTCDTDATFTFTGOTGTHATHTJKTJTKLTK"
    "TLSTLTKMTMTUNTNTONTOTURTRTTOTTTUVTVTWNTWTZATZUKRUAUGAUGUMIUMUSAUSURYUYUZBUZVATVAVCTVCVENVEVGBVGVIRVI"
    "VNMVNVUTVUWLFWFWSMWSYEMYEMYTYTZAFZAZMBZMZWEZWXKXXK";

struct Name {
  std::string_view text;
  CountryCode country;
};

constexpr std::size_t kNameCount = static_cast<std::size_t>(std::count(kTable.begin(), kTable.end(), '|') +
                                                            std::count(kTable.begin(), kTable.end(), ';'));
constexpr std::size_t kNameBytesMax = 80;

/// Names by hash, made once, before main; read-only afterwards.
class NameTable {
 public:
  NameTable() {
    for (std::size_t at = 0; at < kTable.size();) {
      const CountryCode country = CountryCode::parse(kTable.substr(at, 2));
      at = kTable.find('=', at + 3) + 1;
      for (char stop = '|'; stop == '|';) {
        const std::size_t end = kTable.find_first_of("|;", at);
        const std::string_view name = kTable.substr(at, end - at);
        names_[slot(name)] = {name, country};
        stop = kTable[end];
        at = end + 1;
      }
    }
  }

  [[nodiscard]] CountryCode find(std::string_view name) const noexcept {
    const Name& known = names_[slot(name)];
    return known.text == name ? known.country : CountryCode{};
  }

 private:
  static constexpr std::size_t kSlots = 4096;
  static_assert(kNameCount * 2 < kSlots);

  /// Where the name is, or the free slot where it would be.
  [[nodiscard]] std::size_t slot(std::string_view name) const noexcept {
    std::size_t at = hash64(name) % kSlots;
    while (!names_[at].text.empty() && names_[at].text != name) at = (at + 1) % kSlots;
    return at;
  }

  std::array<Name, kSlots> names_{};
};

const NameTable kNames;

// The base letter of U+00C0..U+017F; '*' where there is none. Two letters for ae, oe, ss, ij are
// written as their first, which suffices for country names.
constexpr std::string_view kBaseLetters =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo"
    "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Appends what one character folds to; returns its length in bytes.
std::size_t fold_character(std::string_view rest, char* out, std::size_t& used) noexcept {
  const auto byte = static_cast<unsigned char>(rest[0]);
  if (byte < 0x80) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool word = upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
    if (word) {
      out[used++] = static_cast<char>(upper ? byte + 32 : byte);
    } else if (byte != '\'' && used != 0 && out[used - 1] != ' ') {
      out[used++] = ' ';
    }
    return 1;
  }
  if (byte >= 0xC3 && byte <= 0xC5 && rest.size() > 1) {
    const std::size_t point =
        (static_cast<std::size_t>(byte & 0x1FU) << 6U) | (static_cast<unsigned char>(rest[1]) & 0x3FU);
    const char letter = point - 0xC0 < kBaseLetters.size() ? kBaseLetters[point - 0xC0] : '*';
    out[used++] = letter == '*' ? ' ' : letter;
    return 2;
  }
  if (rest.substr(0, 3) == "\xE2\x80\x99") return 3;  // right single quotation mark
  if (byte == 0xD0 && rest.size() > 1) {              // Cyrillic capitals
    const auto next = static_cast<unsigned char>(rest[1]);
    const bool capital = next >= 0x90 && next <= 0xAF;
    const bool high = capital && next >= 0xA0;
    out[used++] = high ? '\xD1' : '\xD0';
    out[used++] = static_cast<char>(high ? next - 0x20 : (capital ? next + 0x20 : next));
    return 2;
  }
  out[used++] = rest[0];
  return 1;
}

CountryCode find_alpha3(std::string_view text) noexcept {
  for (std::size_t at = 0; at < kAlpha3.size(); at += 5) {
    if (kAlpha3.substr(at, 3) == text) return CountryCode::parse(kAlpha3.substr(at + 3, 2));
  }
  return {};
}

bool is_alpha2(CountryCode code) noexcept {
  for (std::size_t at = 3; at < kAlpha3.size(); at += 5) {
    if (kAlpha3.substr(at, 2) == code.text()) return true;
  }
  return code.text() == "UK";
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '.'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

CountryCode country_from_folded(std::string_view folded) noexcept { return kNames.find(folded); }

CountryCode country_from_name(std::string_view text) noexcept {
  text = trimmed(text);
  if (const CountryCode code = CountryCode::parse(text); code.known()) {
    if (!is_alpha2(code)) return {};
    return text == "UK" ? CountryCode::parse("GB") : code;
  }
  if (text.size() == 3) {
    if (const CountryCode code = find_alpha3(text); code.known()) return code;
  }
  if (text.empty() || text.size() > kNameBytesMax) return {};
  char folded[kNameBytesMax];
  std::size_t used = 0;
  while (!text.empty()) text.remove_prefix(fold_character(text, folded, used));
  if (used != 0 && folded[used - 1] == ' ') --used;
  return country_from_folded({folded, used});
}

std::string_view country_name(CountryCode country) noexcept {
  for (std::size_t at = 0; country.known() && at < kTable.size(); at = kTable.find(';', at) + 1) {
    if (kTable.substr(at, 2) != country.text()) continue;
    return kTable.substr(at + 3, kTable.find('=', at + 3) - at - 3);
  }
  return {};
}

}  // namespace ordergate
