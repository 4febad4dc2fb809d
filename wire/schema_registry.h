// Schemas by id from a schema registry (the HTTP API of Confluent's, which Apicurio, Karapace and Redpanda
// speak, too).
//
// Asking never waits: a thread of the registry's own fetches what is asked for. What is known of an id stays
// known for as long as it is in the cache, for a registry never gives an id a second time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "wire/schema.h"

namespace ordergate::wire {

struct RegistrySettings {
  std::string url;                         // "https://registry.example:8081", without the last slash
  std::string user, password;              // basic authentication; or
  std::string token;                       // bearer
  std::string ca_file;                     // PEM; empty: what the system trusts
  std::string certificate_file, key_file;  // PEM, for mutual TLS
  std::chrono::milliseconds request_timeout{10'000};
  /// How long an id that the registry does not know is asked for again, for it may know it in a moment.
  std::chrono::milliseconds unknown_after{30'000};
  /// How long an id stays unknown, or its schema unreadable, before the registry is asked anew.
  std::chrono::milliseconds ask_anew_after{60'000};
  std::chrono::milliseconds retry_first{250}, retry_max{30'000};  // doubles
  std::size_t schemas_max = 1'000;
};

enum class SchemaState : std::uint8_t {
  ready,       // there it is
  waiting,     // asked for; the registry has not answered yet, or cannot be reached
  unknown,     // the registry does not know the id, and did not for RegistrySettings::unknown_after
  unreadable,  // it has one that cannot be read
};

struct FoundSchema {
  SchemaState state = SchemaState::waiting;
  std::shared_ptr<const Schema> schema;  // of ready
  std::string problem;                   // of unknown and unreadable
};

class SchemaRegistry {
 public:
  static constexpr std::size_t kAnswerBytesMax = std::size_t{2} << 20;
  static constexpr std::size_t kReferencesMax = 64;

  explicit SchemaRegistry(RegistrySettings settings);
  ~SchemaRegistry();
  SchemaRegistry(const SchemaRegistry&) = delete;
  SchemaRegistry& operator=(const SchemaRegistry&) = delete;

  /// The schema of an id; asks for it when it is not known. Never waits. Any thread.
  [[nodiscard]] FoundSchema find(std::uint32_t id);

  /// Why the registry gives no answer; empty when it did last, or was not asked. Any thread.
  [[nodiscard]] std::string problem() const;
  /// Ids that records wait for. Any thread.
  [[nodiscard]] std::size_t waiting() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    FoundSchema found;
    Clock::time_point asked_at;   // of waiting: since when the registry was in a state to answer
    Clock::time_point try_at;     // of waiting: not before
    Clock::time_point forget_at;  // of unknown and unreadable: asked for anew from then on
    std::uint32_t tries = 0;      // in vain, in a row
    std::uint64_t used = 0;       // the later, the higher
  };
  /// What one attempt brought.
  struct Attempt {
    enum class Kind : std::uint8_t { schema, unknown, unreadable, no_answer } kind = Kind::no_answer;
    std::shared_ptr<const Schema> schema;
    std::string problem;
  };

  void serve();
  /// Of those that are waited for, the one whose turn is next; null when none is.
  [[nodiscard]] const Entry* next(std::uint32_t& id) const;
  void conclude(std::uint32_t id, Attempt attempt);
  void make_room();
  [[nodiscard]] Attempt fetch(std::uint32_t id) const;

  const RegistrySettings settings_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<std::uint32_t, Entry> entries_;
  std::uint64_t uses_ = 0;
  std::string problem_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ordergate::wire
