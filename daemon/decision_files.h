// Files of decisions, as the settings name them. Cold.
#pragma once

#include "base/result.h"
#include "config/config.h"
#include "decisions/overlay.h"

namespace ordergate::daemon {

/// What the settings ask of decisions, with the key read. The error names the file of the key.
[[nodiscard]] Result<decisions::OverlayBuilder::Options> decision_options(const ReviewSettings& settings);

/// All files of decisions. Records that do not count are told by the builder; a file that cannot be read is
/// an error.
[[nodiscard]] Result<decisions::OverlayBuilder> read_decisions(const ReviewSettings& settings);

}  // namespace ordergate::daemon
