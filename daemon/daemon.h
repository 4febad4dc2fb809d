// `ordergate run`: orders from Kafka, verdicts to Kafka, until told to stop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/config.h"
#include "lists/entry.h"

namespace ordergate {

namespace daemon {
struct MetricsInput;
}

/// Called about ten times a second on the control thread while the daemon works: the port of its HTTP side
/// and all its numbers.
using DaemonWatch = std::function<void(int http_port, const daemon::MetricsInput& numbers)>;

/// What `ordergate run` asks of the settings beyond what load_config checks: an address to listen on, and
/// properties, credentials and files of which Kafka clients can be made. Connects to nothing.
[[nodiscard]] Status check_daemon_config(const Config& config);

/// Says on standard error why the daemon does not run, as one line of its log where that is JSON, and gives
/// back the exit code.
int refuse_to_run(const LogSettings& log, int exit_code, const std::string& why);

/// Runs until SIGTERM or SIGINT; a second one ends the process at once. SIGHUP reloads lists and rules.
/// Call it once, from the main thread, before other threads are started. One line on standard error says why
/// it did not start. Exit code: 0 stopped and drained, 2 the settings cannot work, 3 lists or rules cannot be
/// read, 4 the broker did not take what was in flight before the shutdown timeout, 5 another process with
/// the same kafka.instance_id took over (told 40 s after it was noticed). `accept_shrunken`: lists that this
/// start takes though they shrank, are gone or are older than those accepted last. `open_secrets`: files that
/// every user of the machine may read; it warns of them.
[[nodiscard]] int run_daemon(const Config& config, const DaemonWatch& watch = {},
                             const WallClock& clock = wall_time,
                             const std::vector<lists::ListCode>& accept_shrunken = {},
                             const std::vector<std::string>& open_secrets = {});

}  // namespace ordergate
