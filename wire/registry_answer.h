// A schema and all that it refers to, asked from a registry over HTTP. Cold; blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "wire/http_get.h"
#include "wire/schema.h"

namespace ordergate::wire {

struct RegistryRefusal {
  enum class Reason : std::uint8_t {
    unknown_id,  // the registry has no such schema
    unreadable,  // it has one that cannot be read, now or ever
    no_answer,   // not reached, not let in, out of order: may be otherwise in a moment
  } reason = Reason::no_answer;
  std::string why;  // names no secret
};

/// Answers the GET of a path below the registry's address.
using Get = std::function<HttpAnswer(const std::string& path)>;

/// Asks for `/schemas/ids/ID`, then for each reference `/subjects/SUBJECT/versions/VERSION`, and compiles.
[[nodiscard]] std::variant<Schema, RegistryRefusal> ask_registry(std::uint32_t id, const Get& get,
                                                                 std::size_t references_max);

}  // namespace ordergate::wire
