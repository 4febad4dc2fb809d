#include "bench/engine/peer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "bench/engine/name_run.h"
#include "screening/snapshot.h"

namespace ordergate::bench {
namespace {

constexpr std::size_t kQueries = 200;  // of each kind; a hundred a second is what the peer does

/// A name as one line.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return text;
}

void write_question(const NameDeck& deck, const lists::Watchlist& watchlist, const std::string& path) {
  std::string listed;
  std::size_t count = 0;
  for (std::size_t entry = 0; entry < watchlist.entries().size(); ++entry)
    for (const lists::ListedName& name : watchlist.entries()[entry].names) {
      listed += fmt::format("{}\t{}\n", entry, one_line(name.text));
      ++count;
    }
  std::ofstream out(path);
  out << fmt::format("# listed {}\n{}# changed {}\n", count, listed, deck.changed.size());
  for (const NameDeck::Changed& changed : deck.changed)
    out << fmt::format("{}\t{}\n", changed.entry, one_line(changed.name));
  out << fmt::format("# ordinary {}\n", deck.ordinary.size());
  for (const std::string& name : deck.ordinary) out << one_line(name) << '\n';
}

/// Runs the script with `question`; its output goes to `answer`. Its exit code.
int run_script(std::string python, std::string question, const std::string& answer) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, answer.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
  std::string script = OG_SOURCE_DIR "/bench/engine/rapidfuzz_peer.py";
  std::array<char*, 4> arguments = {python.data(), script.data(), question.data(), nullptr};
  pid_t child = 0;
  int status = -1;
  if (::posix_spawnp(&child, python.c_str(), &actions, nullptr, arguments.data(), environ) == 0)
    ::waitpid(child, &status, 0);
  ::posix_spawn_file_actions_destroy(&actions);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// By the system's Python, or else the first on the path: rapidfuzz is no package of Debian 12.
bool ask_peer(const std::string& question, const std::string& answer) {
  return run_script(OG_PYTHON, question, answer) == 0 || run_script("python3", question, answer) == 0;
}

}  // namespace

std::optional<PeerResult> run_peer(const EngineBenchOptions& options) {
  if (options.progress) options.progress("rapidfuzz over the same names");
  const Result<std::vector<lists::ListFile>> read = read_snapshot_lists(options.snapshot.list_paths);
  if (!read) return std::nullopt;
  const Result<lists::Watchlist> watchlist = lists::Watchlist::build(read.value(), {});
  if (!watchlist) return std::nullopt;
  const NameDeck deck = make_name_deck(watchlist.value(), kQueries, kQueries, options.seed);

  std::string directory = (std::filesystem::temp_directory_path() / "ordergate-peer-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) return std::nullopt;
  write_question(deck, watchlist.value(), directory + "/question");
  PeerResult peer;
  peer.changed = deck.changed.size();
  peer.ordinary = deck.ordinary.size();
  double seconds = 0;
  const bool ran = ask_peer(directory + "/question", directory + "/answer") &&
                   std::ifstream(directory + "/answer") >> seconds >> peer.found >> peer.alerted;
  std::filesystem::remove_all(directory);
  if (!ran || seconds <= 0) return std::nullopt;
  peer.per_second = static_cast<double>(peer.changed + peer.ordinary) / seconds;
  return peer;
}

std::string row_of(const PeerResult& peer) {
  return fmt::format("rapidfuzz {:>9.0f} {:>17} of {:>5} {:>16} of {:>5}\n", peer.per_second, peer.found,
                     peer.changed, peer.alerted, peer.ordinary);
}

}  // namespace ordergate::bench
