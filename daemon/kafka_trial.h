// Whether the settings make Kafka clients: told before anything connects.
#pragma once

#include "base/result.h"
#include "config/config.h"

namespace ordergate::daemon::kafka {

/// Makes the clients of one worker as the daemon would and lets them go again. They know no broker, so
/// nothing connects. The error names the table, the property where it can be told, and the reason: a property
/// that is unknown, a credential that is empty, a file that cannot be read, a certificate that is none, a
/// login that lacks a part. Cold; any thread.
[[nodiscard]] Status try_clients(const Config& config);

}  // namespace ordergate::daemon::kafka
