#include "rules/pack/files.h"

#include <utility>

#include "rules/ear/embedded.h"

namespace ordergate::rules {

tables::DataFiles pack_files() noexcept { return {rules_ear::embedded_files(), "rules/ear/"}; }

Result<tables::DataFiles> pack_files(std::string directory) {
  return tables::DataFiles::open(pack_files(), std::move(directory));
}

}  // namespace ordergate::rules
