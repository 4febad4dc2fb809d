// The formats that are known.
#include "lists/format.h"

namespace ordergate::lists {

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = {
      {"Consolidated Screening List CSV", recognizes_csl_csv, read_csl_csv},
  };
  return kFormats;
}

}  // namespace ordergate::lists
