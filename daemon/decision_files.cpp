#include "daemon/decision_files.h"

#include <memory>
#include <utility>

namespace ordergate::daemon {

Result<decisions::OverlayBuilder::Options> decision_options(const ReviewSettings& settings) {
  decisions::OverlayBuilder::Options options;
  options.four_eyes = settings.four_eyes;
  options.powers = {settings.clear_sure, settings.release_denied};
  if (settings.signing_key.empty()) return options;
  Result<decisions::SigningKey> key = decisions::SigningKey::load(settings.signing_key);
  if (!key) return key.error();
  options.key = std::make_shared<const decisions::SigningKey>(std::move(key).value());
  return options;
}

Result<decisions::OverlayBuilder> read_decisions(const ReviewSettings& settings) {
  Result<decisions::OverlayBuilder::Options> options = decision_options(settings);
  if (!options) return options.error();
  decisions::OverlayBuilder builder(std::move(options).value());
  for (const std::string& path : settings.decisions)
    if (Status read = builder.add_file(path); !read) return read.error();
  return builder;
}

}  // namespace ordergate::daemon
