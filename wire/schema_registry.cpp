#include "wire/schema_registry.h"

#include <algorithm>
#include <utility>

#include "wire/registry_answer.h"

namespace ordergate::wire {

SchemaRegistry::SchemaRegistry(RegistrySettings settings) : settings_(std::move(settings)) {
  thread_ = std::thread([this] { serve(); });
}

SchemaRegistry::~SchemaRegistry() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

FoundSchema SchemaRegistry::find(std::uint32_t id) {
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  auto entry = entries_.find(id);
  if (entry != entries_.end() && entry->second.found.state != SchemaState::waiting &&
      entry->second.found.state != SchemaState::ready && entry->second.forget_at <= now) {
    entries_.erase(entry);
    entry = entries_.end();
  }
  if (entry == entries_.end()) {
    make_room();
    entry = entries_.emplace(id, Entry{}).first;
    entry->second.asked_at = entry->second.try_at = now;
    changed_.notify_all();
  }
  entry->second.used = ++uses_;
  return entry->second.found;
}

/// The least lately used goes; a record that still needs it asks again.
void SchemaRegistry::make_room() {
  if (entries_.size() < settings_.schemas_max) return;
  const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
    return a.second.used < b.second.used;
  });
  entries_.erase(oldest);
}

std::string SchemaRegistry::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

std::size_t SchemaRegistry::waiting() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [](const auto& entry) {
    return entry.second.found.state == SchemaState::waiting;
  }));
}

const SchemaRegistry::Entry* SchemaRegistry::next(std::uint32_t& id) const {
  const Entry* first = nullptr;
  for (const auto& [of, entry] : entries_) {
    if (entry.found.state != SchemaState::waiting || (first != nullptr && first->try_at <= entry.try_at))
      continue;
    first = &entry;
    id = of;
  }
  return first;
}

void SchemaRegistry::serve() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::uint32_t id = 0;
    const Entry* const entry = next(id);
    if (entry == nullptr) {
      changed_.wait(lock);
      continue;
    }
    if (const Clock::time_point try_at = entry->try_at; Clock::now() < try_at) {
      changed_.wait_until(lock, try_at);  // or until another is asked for
      continue;
    }
    lock.unlock();
    Attempt attempt = fetch(id);
    lock.lock();
    conclude(id, std::move(attempt));
  }
}

void SchemaRegistry::conclude(std::uint32_t id, Attempt attempt) {
  const bool answered = attempt.kind != Attempt::Kind::no_answer;
  problem_ = answered ? std::string() : attempt.problem;
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return;  // made room for another
  FoundSchema& found = entry->second.found;
  const Clock::time_point now = Clock::now();
  entry->second.forget_at = now + settings_.ask_anew_after;
  entry->second.try_at = now + std::min(settings_.retry_max,
                                        settings_.retry_first * (1U << std::min(entry->second.tries++, 12U)));
  switch (attempt.kind) {
    case Attempt::Kind::schema:
      found.state = SchemaState::ready;
      found.schema = std::move(attempt.schema);
      return;
    case Attempt::Kind::unreadable:
      found.state = SchemaState::unreadable;
      found.problem = std::move(attempt.problem);
      return;
    case Attempt::Kind::unknown:
      if (now - entry->second.asked_at < settings_.unknown_after) return;
      found.state = SchemaState::unknown;
      found.problem = std::move(attempt.problem);
      return;
    case Attempt::Kind::no_answer:
      // Time in which nobody could answer is not counted.
      entry->second.asked_at = now;
      return;
  }
}

SchemaRegistry::Attempt SchemaRegistry::fetch(std::uint32_t id) const {
  const Get get = [this](const std::string& path) {
    HttpRequest request;
    request.url = settings_.url + path;
    request.user = settings_.user;
    request.password = settings_.password;
    request.token = settings_.token;
    request.ca_file = settings_.ca_file;
    request.certificate_file = settings_.certificate_file;
    request.key_file = settings_.key_file;
    request.timeout = settings_.request_timeout;
    request.bytes_max = kAnswerBytesMax;
    return http_get(request);
  };
  auto answer = ask_registry(id, get, kReferencesMax);
  if (auto* const schema = std::get_if<Schema>(&answer))
    return {Attempt::Kind::schema, std::make_shared<const Schema>(std::move(*schema)), {}};
  auto& refusal = std::get<RegistryRefusal>(answer);
  switch (refusal.reason) {
    case RegistryRefusal::Reason::unknown_id:
      return {Attempt::Kind::unknown, nullptr, std::move(refusal.why)};
    case RegistryRefusal::Reason::unreadable:
      return {Attempt::Kind::unreadable, nullptr, std::move(refusal.why)};
    case RegistryRefusal::Reason::no_answer:
      break;
  }
  return {Attempt::Kind::no_answer, nullptr, std::move(refusal.why)};
}

}  // namespace ordergate::wire
