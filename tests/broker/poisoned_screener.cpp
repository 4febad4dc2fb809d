// Linked in front of the real Screener::screen (ld --wrap) in the test binary ordergate_poisoned alone: an
// order that says so ends the process while it is screened, in each way that a process can end.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string_view>

#include "screening/screener.h"

using ordergate::RecordContext;
using ordergate::Screener;
using ordergate::Verdict;

#define OG_SCREEN \
  _ZN9ordergate8Screener6screenESt17basic_string_viewIcSt11char_traitsIcEERKNS_13RecordContextE
#define OG_JOIN_(a, b) a##b
#define OG_JOIN(a, b) OG_JOIN_(a, b)

// A reference is handed back as a pointer is: C has no other word for it.
extern "C" {
const Verdict* OG_JOIN(__real_, OG_SCREEN)(Screener* self, std::string_view record,
                                           const RecordContext& context) noexcept;

const Verdict* OG_JOIN(__wrap_, OG_SCREEN)(Screener* self, std::string_view record,
                                           const RecordContext& context) noexcept {
  const auto says = [record](std::string_view word) { return record.find(word) != std::string_view::npos; };
  if (says("poison-abort")) std::abort();
  if (says("poison-fault")) raise(SIGSEGV);
  if (says("poison-kill")) ::kill(::getpid(), SIGKILL);
  return OG_JOIN(__real_, OG_SCREEN)(self, record, context);
}
}
