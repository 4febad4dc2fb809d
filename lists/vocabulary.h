// What a publisher calls the fields of its format, so that a field that was renamed is seen and not read as
// absent. Cold.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/format.h"

namespace ordergate::lists {

/// A field that a reader knows: an XML element ("Name6"), an attribute ("nameAlias@wholeName"), a column or a
/// key.
struct KnownField {
  std::string_view name;
  enum class Use : std::uint8_t {
    needed,   // every file has it: without it there is nothing to read
    read,     // read where it stands; a whole list of the publisher has it somewhere
    rare,     // read where it stands; a whole list may have it nowhere
    ignored,  // says nothing that screening needs, nor does what stands inside it
  } use = Use::read;
};

/// Watches which fields a file has.
class FieldWatch {
 public:
  /// `known` must outlive the watch.
  explicit FieldWatch(std::span<const KnownField> known);

  void saw(std::string_view name, std::uint64_t line);
  /// Does what is inside the field say nothing either?
  [[nodiscard]] bool ignores(std::string_view name) const;
  /// Are there attributes among the known fields?
  [[nodiscard]] bool attributes() const noexcept { return attributes_; }

  /// At the end of the file. An error where a needed field stands nowhere, and where a field is not known
  /// while one that is read stands nowhere: it may be that one under a new name. A field that is not known is
  /// only reported, once, where all that are read are there: the publisher added it.
  [[nodiscard]] Status judge(Reading& reading) const;
  /// The same for a format of which only the needed fields are told: all others are taken as known.
  [[nodiscard]] Status judge_needed(const Reading& reading) const;

 private:
  struct Seen {
    KnownField::Use use = KnownField::Use::ignored;
    bool stands = false;
  };
  std::map<std::string_view, Seen, std::less<>> known_;
  std::map<std::string, std::uint64_t, std::less<>> unknown_;  // name to the first line it stands on
  bool attributes_ = false;
};

}  // namespace ordergate::lists
