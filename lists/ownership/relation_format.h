// What a reader of one format of relations is. Internal to lists/ownership.
#pragma once

#include <string>
#include <string_view>

#include "lists/format.h"
#include "lists/ownership/relations.h"

namespace ordergate::lists {

/// Reads into `table`, whose files.back() is this file. Rejections go to `reading`.
struct RelationFormat {
  std::string_view name, source;
  bool (*recognizes)(std::string_view head);
  Status (*read)(const FileText& file, RelationTable& table, Reading& reading);
};

[[nodiscard]] bool recognizes_ownership_csv(std::string_view head);
[[nodiscard]] Status read_ownership_csv(const FileText& file, RelationTable& table, Reading& reading);
[[nodiscard]] bool recognizes_gleif_csv(std::string_view head);
[[nodiscard]] Status read_gleif_csv(const FileText& file, RelationTable& table, Reading& reading);
[[nodiscard]] bool recognizes_ftm_relations(std::string_view head);
[[nodiscard]] Status read_ftm_relations(const FileText& file, RelationTable& table, Reading& reading);

/// "60", "60.5 %", "12,5": a share in percent; of a range ("25-50") the lower end. None: it is no share.
[[nodiscard]] std::optional<float> read_percent(std::string_view text) noexcept;

}  // namespace ordergate::lists
