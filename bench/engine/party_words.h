// The words that invented parties are made of.
#pragma once

#include <string_view>

namespace ordergate::bench {

struct Place {
  std::string_view country, city, postal_code, legal_form;
};

inline constexpr Place kPlaces[] = {
    {"DE", "Kempten", "87437", "GmbH"},
    {"DE", "Frankfurt am Main", "60314", "AG"},
    {"FR", "Lyon", "69003", "SAS"},
    {"GB", "Leeds", "LS1 4DY", "Ltd"},
    {"NL", "Eindhoven", "5611", "B.V."},
    {"IT", "Torino", "10121", "S.p.A."},
    {"ES", "Zaragoza", "50001", "S.L."},
    {"SE", "Göteborg", "411 03", "AB"},
    {"PL", "Wrocław", "50-075", "Sp. z o.o."},
    {"US", "Austin", "78701", "Inc."},
    {"US", "San Jose", "95112", "LLC"},
    {"US", "Columbus", "43215", "Corp."},
    {"CA", "Montréal", "H2Y 1C6", "Ltée"},
    {"SG", "Singapore", "079903", "Pte. Ltd."},
    {"JP", "Osaka", "530-0001", "K.K."},
    {"KR", "Daejeon", "34126", "Co., Ltd."},
    {"TW", "Hsinchu", "300", "Co., Ltd."},
    {"IN", "Pune", "411001", "Pvt. Ltd."},
    {"AE", "Dubai", "", "FZCO"},
    {"SA", "Riyadh", "11564", "LLC"},
    {"TR", "Ankara", "06420", "A.Ş."},
    {"MY", "Penang", "10050", "Sdn. Bhd."},
    {"VN", "Hanoi", "100000", "JSC"},
    {"BR", "Campinas", "13010", "Ltda."},
    {"MX", "Monterrey", "64000", "S.A. de C.V."},
    {"ZA", "Durban", "4001", "(Pty) Ltd"},
    {"HK", "Kowloon", "", "Limited"},
    {"CN", "Suzhou", "215000", "Co., Ltd."},
};

inline constexpr std::string_view kTrades[] = {
    "Trading",    "Technology", "Electronics", "Systems",  "Computing", "Industries",  "Logistics",
    "Solutions",  "Networks",   "Engineering", "Software", "Research",  "Instruments", "Medical",
    "Automation", "Energy",     "Data",        "Cloud",    "Imaging",   "Robotics",    "Services",
    "Holdings",   "Group",      "Labs",        "Printing", "Materials", "Aviation",    "Marine"};

inline constexpr std::string_view kFirstWords[] = {
    "Blue",   "North",  "Silver", "Green", "Pacific", "Atlantic", "Golden", "Bright", "Summit", "River",
    "Global", "United", "Royal",  "Star",  "Sun",     "Apex",     "Nova",   "Delta",  "Alpha",  "Terra",
    "Ocean",  "Stone",  "Red",    "Crown", "Falcon",  "Eagle",    "Lion",   "Dragon", "Pearl",  "Crystal"};

inline constexpr std::string_view kGivenNames[] = {
    "Anna",  "Mehmet", "Olga",  "Carlos",  "Wei",    "Fatima", "James",   "Ivan",   "Aisha", "Jan",
    "Sofia", "Ahmed",  "Maria", "Hiroshi", "Priya",  "Thomas", "Min-jun", "Chloé",  "Pedro", "Nikolai",
    "Yusuf", "Elena",  "Omar",  "Ingrid",  "Rajesh", "Lucia",  "Tariq",   "Zoltán", "Mei",   "Daniel"};

inline constexpr std::string_view kSyllables[] = {
    "ba", "ber", "bo",  "cal", "chen", "da",  "den", "dor", "el",  "fan", "fer", "ga",  "gor", "han", "hol",
    "ib", "jan", "ka",  "kin", "kov",  "la",  "lin", "lo",  "mar", "men", "mi",  "mo",  "na",  "nor", "ol",
    "or", "pa",  "per", "qua", "ra",   "ren", "ri",  "ro",  "sa",  "sen", "shi", "sol", "ta",  "tan", "ter",
    "to", "ul",  "va",  "ver", "vin",  "wa",  "wen", "xi",  "ya",  "yu",  "za",  "zen", "zhu"};

inline constexpr std::string_view kStreets[] = {"Street", "Road", "Avenue", "Lane", "Square", "Boulevard"};

struct Goods {
  std::string_view manufacturer, model, description, eccn;
};

inline constexpr Goods kOrdinaryGoods[] = {
    {"Dell", "PowerEdge R660", "rack server, 2 CPUs, no accelerator", "5A992.c"},
    {"Cisco", "C9300-48P", "48-port switch with PoE+", "5A992.c"},
    {"HP", "LaserJet Pro M404dn", "monochrome laser printer, duplex", "EAR99"},
    {"Samsung", "870 EVO 2TB", "2.5 inch SATA solid state drive", "EAR99"},
    {"Lenovo", "ThinkPad T14 Gen 4", "notebook, 16 GB memory, 512 GB storage", "5A992.c"},
    {"APC", "SMT1500RMI2U", "uninterruptible power supply 1500 VA", "EAR99"},
    {"Logitech", "MX Keys S", "wireless keyboard, US layout", "EAR99"},
    {"Zebra", "ZT411", "thermal label printer 203 dpi", "EAR99"},
    {"Siemens", "S7-1200", "programmable controller, 14 inputs", "EAR99"},
    {"Fluke", "87V", "industrial multimeter with leads", "EAR99"},
    {"", "", "cardboard boxes 40 x 30 x 20 cm, double wall", "EAR99"},
    {"", "", "patch cable Cat 6A, 3 m, blue", "EAR99"},
};

inline constexpr Goods kAdvancedGoods[] = {
    {"NVIDIA", "H100 PCIe 80GB", "data center accelerator", "3A090.a"},
    {"NVIDIA", "HGX H200 8-GPU", "HGX H200 8-GPU baseboard", ""},
    {"NVIDIA", "L40S", "data center GPU 48 GB", ""},
    {"NVIDIA", "GeForce RTX 4090", "graphics card 24 GB", ""},
    {"AMD", "Instinct MI300X", "accelerator module, OAM", ""},
};

inline constexpr std::string_view kTitles[] = {
    "NVIDIA RTX 4090 24GB Founders Edition, boxed", "Dell PowerEdge R740 server, 2x Xeon Gold, 256 GB",
    "Gaming PC Ryzen 7, RTX 4070, 32 GB",           "Water block for GPU, nickel, new",
    "Tesla A100 40GB PCIe, pulled from lab",        "Mechanical keyboard, hot swap, white"};

}  // namespace ordergate::bench
