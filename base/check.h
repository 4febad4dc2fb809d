// Always-on assertions. A failed check is a bug in ordergate: it prints where and aborts.
// Bad input is never a check failure (see result.h).
#pragma once

#include <cstdio>
#include <cstdlib>

namespace ordergate {

[[noreturn]] inline void check_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "ordergate: internal error: check failed: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace ordergate

#define OG_CHECK(expression) \
  ((expression) ? static_cast<void>(0) : ::ordergate::check_failed(#expression, __FILE__, __LINE__))
