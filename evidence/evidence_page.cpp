// The page of HTML: no script, no other file, printable, dark where the reader's screen is.
#include <nlohmann/json.hpp>

#include "evidence/evidence_file.h"

namespace ordergate::evidence {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>)";
constexpr std::string_view kStyle = R"(</title><style>
:root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #8886}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}th{width:11rem;font-weight:600}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;border:1px solid #8886;padding:.5rem}
section{break-inside:avoid}.same{font-weight:600}.deny,.differs{color:#b00020}.hold{color:#9a6700}.allow{color:#116329}
@media (prefers-color-scheme:dark){.deny,.differs{color:#ff8a80}.hold{color:#e3b341}.allow{color:#7ee787}}
@media print{body{margin:0;max-width:none}a{color:inherit}}
</style></head><body>
)";

void escape(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? "" : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The class of the page's own style that a word of the document chooses; "" for any other word. The document
/// holds what a file of verdicts says, and who wrote that file is not known.
std::string_view style_class(std::string_view word) {
  for (const std::string_view known : {"allow", "hold", "deny", "same", "differs"})
    if (word == known) return known;
  return "";
}

class Page {
 public:
  explicit Page(const std::string& title) {
    out_ += kHead;
    escape(title, out_);
    out_ += kStyle;
    tag("h1", title);
  }
  void tag(std::string_view name, std::string_view text, std::string_view kind = "") {
    out_.append("<").append(name);
    if (const std::string_view known = style_class(kind); !known.empty())
      out_.append(" class=\"").append(known).append("\"");
    out_ += '>';
    escape(text, out_);
    out_.append("</").append(name).append(">\n");
  }
  void rows(const std::vector<std::pair<std::string, std::string>>& rows) {
    out_ += "<table>\n";
    for (const auto& [label, value] : rows) {
      if (value.empty()) continue;
      out_ += "<tr><th>";
      escape(label, out_);
      out_ += "</th><td>";
      escape(value, out_);
      out_ += "</td></tr>\n";
    }
    out_ += "</table>\n";
  }
  void open_section() { out_ += "<section>\n"; }
  void close_section() { out_ += "</section>\n"; }
  [[nodiscard]] std::string done() && {
    out_ += "</body></html>\n";
    return std::move(out_);
  }

 private:
  std::string out_;
};

void tell_again(const Json& again, Page& page) {
  page.tag("h2", "Screened again");
  if (again.at("same_bytes").get<bool>())
    return page.tag("p", "Screening this order again gives the same bytes (the moment of screening aside).",
                    "same");
  std::string keys;
  for (const Json& key : again.at("differ")) keys += (keys.empty() ? "" : ", ") + text_of(key);
  page.tag("p", "Screening this order again does not give the same bytes. What differs: " + keys + ".",
           "differs");
}

void tell_findings(const Json& verdict, Page& page) {
  page.tag("h2", "Findings");
  if (verdict.at("findings").empty()) page.tag("p", "None.");
  for (const Json& finding : verdict.at("findings")) {
    page.open_section();
    const auto outcome = finding.at("outcome").get<std::string>();
    page.tag("h3", outcome + ": " + text_of(finding.at("rule")), outcome);
    std::vector<std::pair<std::string, std::string>> rows = {{"Where", text_of(finding.at("subject"))},
                                                             {"What", text_of(finding.at("message"))},
                                                             {"Citation", text_of(finding.at("citation"))}};
    if (finding.contains("match")) {
      const Json& match = finding.at("match");
      rows.emplace_back("Matched", text_of(match.at("matched")) + " (" + text_of(match.at("list")) +
                                       ", score " + text_of(match.at("score")) + ")");
      rows.emplace_back("Entry", text_of(match.at("entry_name")));
      rows.emplace_back("Date of the list", text_of(match.at("list_date")));
    }
    if (finding.contains("facts")) rows.emplace_back("Facts", text_of(finding.at("facts")));
    if (finding.contains("resolve"))
      rows.emplace_back("What would settle it", text_of(finding.at("resolve")));
    page.rows(rows);
    page.close_section();
  }
}

/// Entries, rules: every member of each that is a text, a number or a truth.
void tell_each(const Json& things, const std::string& heading, const char* title, Page& page) {
  page.tag("h2", heading);
  if (things.empty()) page.tag("p", "None.");
  for (const Json& thing : things) {
    page.open_section();
    page.tag("h3", text_of(thing.at(title)));
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& [key, value] : thing.items()) {
      if (!value.is_object()) {
        rows.emplace_back(key, text_of(value));
        continue;
      }
      for (const auto& [inner, text] : value.items()) rows.emplace_back(inner, text_of(text));
    }
    page.rows(rows);
    page.close_section();
  }
}

void tell_snapshot(const Json& document, Page& page) {
  page.tag("h2", "What it was screened against");
  const Json& snapshot = document.at("answer").at("read").at("snapshot");
  std::vector<std::pair<std::string, std::string>> rows = {
      {"Snapshot", text_of(snapshot.at("id"))}, {"Rules (SHA-256)", text_of(snapshot.at("rules"))}};
  for (const Json& list : snapshot.at("lists"))
    rows.emplace_back("List " + text_of(list.at("source")),
                      text_of(list.at("date")) + ", " + text_of(list.at("entries")) + " entries, SHA-256 " +
                          text_of(list.at("hash")));
  if (const Json& saved = document.at("saved_snapshot"); !saved.is_null()) {
    rows.emplace_back("Saved",
                      text_of(saved.at("saved_at")) + " by ordergate " + text_of(saved.at("program")));
    rows.emplace_back("Its manifest (SHA-256)", text_of(saved.at("manifest_sha256")));
  }
  page.rows(rows);
}

}  // namespace

std::string evidence_page(const std::string& document_text) {
  const Json document = Json::parse(document_text);
  const Json& verdict = document.at("answer").at("read");
  Page page("Order " + text_of(document.at("order_id")) + ": " + text_of(document.at("verdict")));
  page.tag("p", text_of(verdict.at("summary")), text_of(document.at("verdict")));
  page.rows(
      {{"Verdict", text_of(document.at("verdict_id"))},
       {"Screened at", text_of(verdict.at("screened_at"))},
       {"Law of",
        text_of(verdict.at("regime").at("date")) + ", " + text_of(verdict.at("regime").at("profile"))},
       {"Read from", text_of(verdict.at("source"))},
       {"Order (SHA-256)", text_of(document.at("order").at("sha256"))},
       {"Verdict (SHA-256)", text_of(document.at("answer").at("sha256"))},
       {"Program", text_of(verdict.value("program", Json()))},
       {"Error", text_of(verdict.at("error"))},
       {"This file", text_of(document.at("made_at")) + " by ordergate " + text_of(document.at("made_by"))}});
  tell_again(document.at("again"), page);
  tell_findings(verdict, page);
  tell_each(document.at("entries"), "Entries as they stood", "entry", page);
  tell_each(document.at("rules"), "Rules as they stood", "id", page);
  tell_snapshot(document, page);
  page.tag("h2", "The order, byte for byte");
  page.tag("pre", text_of(document.at("order").at("record")));
  page.tag("h2", "The verdict, byte for byte");
  page.tag("pre", text_of(document.at("answer").at("record")));
  return std::move(page).done();
}

}  // namespace ordergate::evidence
