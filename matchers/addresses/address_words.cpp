#include "matchers/addresses/address_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/hash_map.h"

namespace ordergate::matchers {
namespace {

constexpr std::string_view kStreetTypes =
    "street str st road rd avenue ave av lane ln boulevard blvd blv drive dr square sq highway hwy way alley "
    "aly "
    "ulitsa ul ulica prospekt pr prospect prosp pereulok per shosse sh naberezhnaya nab embankment proezd "
    "bulvar bul ploshchad pl ploschad tupik trakt magistral calle carrera cra kra cr avenida avda "
    "transversal "
    "diagonal autopista carretera paseo calz calzada via viale corso piazza rue chemin quai impasse strasse "
    "platz allee weg gasse straat laan lu jie dao dadao dajie hutong caddesi cad cadde sokak sok sokagi "
    "bulvari "
    "jalan jl jln lorong soi khiaban khyaban khiyaban kucheh kocheh koucheh sharia shari maidan midan meydan "
    "row crescent cres terrace close circle cir parkway pkwy expressway intersection roundabout corniche "
    "ro daero gil rua avenue. ulitza pvt bazar bazaar march gali";
constexpr std::string_view kBuildingTypes =
    "building bldg bld buildings tower towers plaza house centre center mansion mansions court complex mall "
    "arcade edificio edif torre torres gebaude haus menara wisma plaza. hse ctr centro bina binasi han "
    "plazasi "
    "merkezi burj bina imarat sakhtman sakhteman saktoman borj factory workshop workshops hotel chambers "
    "institute university hospital prison camp villa palace garage warehouse warehouses godown terminal "
    "depot "
    "annex pavilion mahallahouse";
constexpr std::string_view kHouseMarkers = "no num number nr numero n dom d plot lot km kilometer h";
constexpr std::string_view kUnitMarkers =
    "room rm rms rooms flat flats flt apt apartment apartments unit units suite suites ste office offices "
    "ofis of "
    "ofc off shop shops stall kv kvartira pom pomeshch pomeshchenie pomesch pomeshcheniye kom komnata "
    "oficina "
    "ofic local depto dpto departamento interior int daire ap apto lit litera liter letter desk cubicle wc "
    "cabin despacho porta door";
constexpr std::string_view kFloorMarkers =
    "floor floors fl flr flo etazh et piso level storey story lantai kat etage etg obergeschoss stock tabaqa "
    "f "
    "ground basement podval mezzanine";
constexpr std::string_view kBlockMarkers =
    "block blk blok korpus korp k stroenie stroyeniye stroen wing phase zd zdanie tower bloque manzana mz "
    "lote "
    "gate entrance section sector";
constexpr std::string_view kBoxMarkers = "box pobox apartado casilla postfach postbus pob postale";
constexpr std::string_view kRegionTypes =
    "district dist distr province prov oblast obl region reg krai kray territory republic resp respublika "
    "city "
    "town township county state municipality rayon raion rn governorate village settlement island islands "
    "metropolitan prefecture subdistrict ku shi gu guyok dong do ri qu xian sheng okrug ao vill poselok pos "
    "delegacion colonia col fraccionamiento fracc barrio vereda urbanizacion urb municipio estado ciudad "
    "mahalle "
    "mahallesi mah mahalla kelurahan kecamatan neighborhood neighbourhood neighbourhood quarter area zone "
    "federal capital special administrative autonomous distrito cedex bajos";
constexpr std::string_view kPlaces =
    "moscow moskva petersburg leningrad beijing peking shanghai shenzhen guangzhou guangdong guangxi hong "
    "kong hk "
    "hksar kowloon kln kl territories nt tehran teheran tabriz isfahan esfahan mashhad shiraz karaj dubai "
    "sharjah ajman abu "
    "dhabi "
    "ras khaimah fujairah deira istanbul ankara izmir damascus aleppo homs beirut baghdad basra minsk kiev "
    "kyiv "
    "donetsk luhansk crimea sevastopol simferopol odessa pyongyang seoul taipei tokyo osaka singapore "
    "bangkok "
    "kuala lumpur selangor jakarta manila hanoi karachi lahore islamabad peshawar rawalpindi quetta kabul "
    "kandahar mumbai delhi chennai bangalore sanaa aden cairo khartoum juba tripoli kinshasa harare "
    "johannesburg "
    "pretoria nairobi lagos london paris berlin hamburg munich frankfurt vienna zurich geneva milan rome "
    "madrid "
    "barcelona lisbon amsterdam rotterdam brussels antwerp sofia belgrade sarajevo athens piraeus nicosia "
    "limassol larnaca valletta riga vilnius tallinn warsaw prague ostrava budapest bucharest yerevan tbilisi "
    "baku almaty astana tashkent bishkek dushanbe samara kazan krasnodar krasnoyarsk novosibirsk omsk tomsk "
    "irkutsk vladivostok khabarovsk yekaterinburg ekaterinburg chelyabinsk perm ufa izhevsk saratov rostov "
    "volgograd voronezh tula ryazan tver kaliningrad murmansk nizhny nizhniy novgorod zelenograd "
    "chengdu sichuan wuhan hubei nanjing jiangsu suzhou wuxi hangzhou zhejiang ningbo tianjin dalian "
    "liaoning "
    "shenyang harbin heilongjiang changchun jilin xian shaanxi chongqing hefei anhui jinan qingdao shandong "
    "zhengzhou henan changsha hunan hunnan fuzhou fujian xiamen dongguan foshan zhuhai hainan kunming yunnan "
    "urumqi xinjiang hebei shijiazhuang shanxi macau macao "
    "mexico culiacan sinaloa guadalajara jalisco tijuana baja california zapopan sonora hermosillo "
    "tamaulipas "
    "chihuahua bogota medellin antioquia cali valle cartago barranquilla cundinamarca caracas miranda lima "
    "havana "
    "panama managua guatemala tegucigalpa quito guayaquil miami houston texas york angeles toronto montreal "
    "quebec ontario victoria mahe tortola majuro monrovia road. usa uae pr prc china russia iran ukraine";
constexpr std::string_view kWeak =
    "north south east west northern southern eastern western central middle upper lower new old main first "
    "second "
    "third industrial industry indl ind industries zone free trade trading business commercial comm coml "
    "park science "
    "technology technological tech hi high development economic export processing international intl world "
    "global estate garden gardens plaza1 special port airport international. bay hill one two three norte "
    "sur este oeste "
    "nueva nuevo marshala akademika generala general imam shahid sheikh bolshaya bolshoy bolshoi malaya "
    "great grand big "
    "lenina lenin mira sovetskaya gagarina tsentralnaya pervomayskaya molodezhnaya leninsky leninskiy centro "
    "headquarters head main. branch company corp corporation ltd limited co llc trust";
constexpr std::string_view kNoise =
    "the of and at near opp opposite next to behind c o attn de del la las los el y e i in on by a al l du "
    "des da "
    "between after corner esquina p s rp v g r ya m b t po ogrn inn s/n sn entre con und und an vn ter ext "
    "tel "
    "adjacent front beside along off. care previous address formerly domicile alternate branch since";

struct Known {
  std::string_view word;
  AddressMeaning meaning;
};

constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
    {"av", "avenue"},     {"ave", "avenue"},      {"avda", "avenida"},     {"bld", "building"},
    {"bldg", "building"}, {"blvd", "boulevard"},  {"bul", "bulvar"},       {"center", "centre"},
    {"cad", "caddesi"},   {"coml", "commercial"}, {"comm", "commercial"},  {"ctr", "centre"},
    {"hse", "house"},     {"ind", "industrial"},  {"indl", "industrial"},  {"intl", "international"},
    {"mah", "mahallesi"}, {"mt", "mount"},        {"nab", "naberezhnaya"}, {"per", "pereulok"},
    {"pl", "ploshchad"},  {"pr", "prospekt"},     {"rd", "road"},          {"sh", "shosse"},
    {"sq", "square"},     {"st", "street"},       {"str", "street"},       {"tech", "technology"},
    {"ul", "ulitsa"},     {"ulica", "ulitsa"},
};

/// Words by hash, made once, before main; read-only afterwards. The first meaning of a word wins.
class Table {
 public:
  Table() {
    add(kStreetTypes, AddressWord::street_type);
    add(kUnitMarkers, AddressWord::unit_marker);
    add(kHouseMarkers, AddressWord::house_marker);
    add(kFloorMarkers, AddressWord::floor_marker);
    add(kBuildingTypes, AddressWord::building_type);
    add(kBlockMarkers, AddressWord::block_marker);
    add(kBoxMarkers, AddressWord::box_marker);
    add(kRegionTypes, AddressWord::region_type);
    add(kPlaces, AddressWord::place);
    add(kWeak, AddressWord::weak);
    add(kNoise, AddressWord::noise);
    for (const auto& [word, spelling] : kSpellings) {
      Known& known = known_[slot(hash64(word), word)];
      known.word = word;
      known.meaning.spelling = spelling;
      known.meaning.hash = hash64(spelling);
    }
  }

  [[nodiscard]] AddressMeaning find(std::string_view word) const noexcept {
    const std::uint64_t hash = hash64(word);
    const Known& known = known_[slot(hash, word)];
    return known.word.empty() ? AddressMeaning{AddressWord::name, word, hash} : known.meaning;
  }

 private:
  static constexpr std::size_t kSlots = 4096;

  /// Where the word is, or the free slot where it would be.
  [[nodiscard]] std::size_t slot(std::uint64_t hash, std::string_view word) const noexcept {
    return probe(kSlots, hash,
                 [&](std::size_t at) { return known_[at].word.empty() || known_[at].word == word; });
  }

  void add(std::string_view list, AddressWord meaning) {
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(' '), list.size());
      const std::string_view word = list.substr(0, end);
      const std::uint64_t hash = hash64(word);
      Known& known = known_[slot(hash, word)];
      if (known.word.empty()) known = {word, {meaning, word, hash}};
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }

  std::array<Known, kSlots> known_{};
};

const Table kTable;

}  // namespace

AddressMeaning address_meaning(std::string_view word) noexcept { return kTable.find(word); }

}  // namespace ordergate::matchers
