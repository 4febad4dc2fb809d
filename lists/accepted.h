// What is remembered of the lists that were accepted last: how much there was of each, and which files they
// were. As text, one document of JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/entry.h"
#include "lists/guard.h"

namespace ordergate::lists {

/// One file that lists were read from.
struct SourceFile {
  std::string path;
  std::string hash;     // SHA-256 of its bytes, hex
  bool beside = false;  // was not named itself: it adds to a file of its folder
  std::string copy;     // where its copy lies, under the folder of copies; empty: there is none
};

/// The files that were read, in the order of reading; one that stood beside another follows it.
[[nodiscard]] std::vector<SourceFile> source_files(const std::vector<ListFile>& files);

struct AcceptedLists {
  std::vector<ListTally> lists;
  std::vector<SourceFile> files;
  std::string copies;                     // name of the folder of copies; empty: there are none
  std::int64_t written_unix_s = 0;        // when the files were last written
  std::vector<ListTally> ownership = {};  // relations of each source of ownership, as entries of list `other`
};

[[nodiscard]] std::string to_text(const AcceptedLists& accepted);
/// The error says what is wrong with the text, without a file's name.
[[nodiscard]] Result<AcceptedLists> parse_accepted(std::string_view text);

}  // namespace ordergate::lists
