// Reads records in Confluent's wire format, one a line in hex, and writes each as JSON, or what is wrong with
// it: for tests with a real registry.
//
// usage: decode_records URL [CA [CERTIFICATE KEY]]
#include <iostream>
#include <string>
#include <thread>

#include "wire/schema_registry.h"

namespace {

using namespace ordergate;

std::string bytes_of(const std::string& hex) {
  std::string out;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    out += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  return out;
}

std::string decoded(wire::SchemaRegistry& registry, wire::RecordDecoder& decoder, const std::string& bytes) {
  wire::WireRecord record;
  if (!wire::split_record(bytes, record)) return "wire_header";
  wire::FoundSchema found = registry.find(record.schema_id);
  for (; found.state == wire::SchemaState::waiting; found = registry.find(record.schema_id)) {
    if (const std::string problem = registry.problem(); !problem.empty()) return "no answer: " + problem;
    std::this_thread::yield();
  }
  if (found.state != wire::SchemaState::ready) return "no schema: " + found.problem;
  const wire::WireError error = decoder.decode(*found.schema, record.body);
  if (error == wire::WireError::none) return std::string(decoder.json());
  return std::string(to_string(error)) + " at " + std::string(decoder.path());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3 && argc != 5) return 2;
  wire::RegistrySettings settings;
  settings.url = argv[1];
  if (argc > 2) settings.ca_file = argv[2];
  if (argc > 4) {
    settings.certificate_file = argv[3];
    settings.key_file = argv[4];
  }
  settings.unknown_after = std::chrono::milliseconds{0};
  wire::SchemaRegistry registry(settings);
  wire::RecordDecoder decoder({});
  for (std::string line; std::getline(std::cin, line);)
    std::cout << decoded(registry, decoder, bytes_of(line)) << '\n';
  return 0;
}
