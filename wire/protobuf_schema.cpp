#include "wire/protobuf_schema.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace ordergate::wire {
namespace {

namespace pb = google::protobuf;

struct BadSchema : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What Confluent's serializers leave out of the references that they register.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBuiltIn = {{
    {"google/type/date.proto",
     "syntax = \"proto3\"; package google.type; message Date { int32 year = 1; int32 month = 2; int32 day = "
     "3; }"},
    {"google/type/money.proto",
     "syntax = \"proto3\"; package google.type; message Money { string currency_code = 1; int64 units = 2; "
     "int32 "
     "nanos = 3; }"},
    {"google/type/decimal.proto",
     "syntax = \"proto3\"; package google.type; message Decimal { string value = 1; }"},
    {"confluent/meta.proto",
     "syntax = \"proto3\"; package confluent; import \"google/protobuf/descriptor.proto\";"
     "message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }"
     "extend google.protobuf.FileOptions { Meta file_meta = 1088; }"
     "extend google.protobuf.MessageOptions { Meta message_meta = 1088; }"
     "extend google.protobuf.FieldOptions { Meta field_meta = 1088; }"
     "extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }"
     "extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }"},
    {"confluent/type/decimal.proto",
     "syntax = \"proto3\"; package confluent.type; message Decimal { bytes value = 1; uint32 precision = 2; "
     "int32 "
     "scale = 3; }"},
}};

/// Keeps the first thing that is wrong.
class Problems : public pb::io::ErrorCollector, public pb::DescriptorPool::ErrorCollector {
 public:
  void AddError(int line, pb::io::ColumnNumber column, const std::string& message) override {
    add(std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + message);
  }
  void AddError(const std::string& file, const std::string& element, const pb::Message* /*descriptor*/,
                ErrorLocation /*location*/, const std::string& message) override {
    add(file + ": " + element + ": " + message);
  }
  void add(const std::string& text) {
    if (first_.empty()) first_ = text;
  }
  [[nodiscard]] const std::string& first() const noexcept { return first_; }

 private:
  std::string first_;
};

ProtoKind kind_of(const pb::FieldDescriptor& field) {
  switch (field.type()) {
    case pb::FieldDescriptor::TYPE_INT32:
      return ProtoKind::int32;
    case pb::FieldDescriptor::TYPE_INT64:
      return ProtoKind::int64;
    case pb::FieldDescriptor::TYPE_UINT32:
      return ProtoKind::uint32;
    case pb::FieldDescriptor::TYPE_UINT64:
      return ProtoKind::uint64;
    case pb::FieldDescriptor::TYPE_SINT32:
      return ProtoKind::sint32;
    case pb::FieldDescriptor::TYPE_SINT64:
      return ProtoKind::sint64;
    case pb::FieldDescriptor::TYPE_FIXED32:
      return ProtoKind::fixed32;
    case pb::FieldDescriptor::TYPE_FIXED64:
      return ProtoKind::fixed64;
    case pb::FieldDescriptor::TYPE_SFIXED32:
      return ProtoKind::sfixed32;
    case pb::FieldDescriptor::TYPE_SFIXED64:
      return ProtoKind::sfixed64;
    case pb::FieldDescriptor::TYPE_FLOAT:
      return ProtoKind::float_;
    case pb::FieldDescriptor::TYPE_DOUBLE:
      return ProtoKind::double_;
    case pb::FieldDescriptor::TYPE_BOOL:
      return ProtoKind::bool_;
    case pb::FieldDescriptor::TYPE_ENUM:
      return ProtoKind::enum_;
    case pb::FieldDescriptor::TYPE_STRING:
      return ProtoKind::string;
    case pb::FieldDescriptor::TYPE_BYTES:
      return ProtoKind::bytes;
    case pb::FieldDescriptor::TYPE_MESSAGE:
      return ProtoKind::message;
    case pb::FieldDescriptor::TYPE_GROUP:
      break;
  }
  throw BadSchema(field.full_name() + ": groups are not read");
}

ProtoMeaning meaning_of(const std::string& name) {
  if (name == "google.protobuf.Timestamp") return ProtoMeaning::timestamp;
  if (name == "google.protobuf.Duration") return ProtoMeaning::duration;
  if (name == "google.type.Date") return ProtoMeaning::date;
  if (name == "confluent.type.Decimal") return ProtoMeaning::decimal;
  constexpr std::string_view kPackage = "google.protobuf.", kValue = "Value";
  if (name.starts_with(kPackage) && name.ends_with(kValue) && name != "google.protobuf.Value" &&
      name != "google.protobuf.ListValue" && name != "google.protobuf.EnumValue")
    return ProtoMeaning::wrapper;
  return ProtoMeaning::none;
}

constexpr std::size_t kNestingMax = 64;

/// Where the text or comment that begins at `at` ends; `at` itself when none begins there.
std::size_t behind_text(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) {
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  if (rest[0] != '"' && rest[0] != '\'') return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != rest[0] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

/// Braces open at once, at most.
std::size_t nesting_of(std::string_view text) {
  std::size_t open = 0, most = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = behind_text(text, at);
    if (text[at] == '{') most = std::max(most, ++open);
    if (text[at] == '}' && open > 0) --open;
    at = std::max(end, at + 1);
  }
  return most;
}

/// What is wrong is told by the error; libprotobuf would write to standard error besides.
void quiet_libprotobuf() {
  static const bool once = [] {
    pb::SetLogHandler(nullptr);
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace

class ProtobufSchemaReader {
 public:
  ProtobufSchemaReader(ProtobufSchema& schema, std::span<const ProtoReference> references)
      : schema_(schema), references_(references) {}

  void read(std::string_view text) {
    const pb::FileDescriptor* const file = build(kOwn, text);
    for (int i = 0; i < file->message_type_count(); ++i) {
      const std::vector<std::uint32_t> index = {static_cast<std::uint32_t>(i)};
      add_place(*file->message_type(i), index, index);
    }
    if (schema_.places_.empty()) throw BadSchema("no message");
  }

 private:
  static constexpr const char* kOwn = "the schema";

  /// Parses one file and what it imports, and builds it.
  const pb::FileDescriptor* build(const std::string& name, std::string_view text) {
    if (text.size() > ProtobufSchema::kBytesMax) throw BadSchema(name + ": larger than a schema may be");
    if (!open_.insert(name).second) throw BadSchema(name + ": imports itself");
    // libprotobuf descends without a bound of its own.
    if (nesting_of(text) > kNestingMax) throw BadSchema(name + ": nested deeper than a schema may be");
    Problems problems;
    pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
    pb::io::Tokenizer tokenizer(&input, &problems);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&problems);
    pb::FileDescriptorProto proto;
    if (!parser.Parse(&tokenizer, &proto) || !problems.first().empty())
      throw BadSchema(name + ":" + problems.first());
    proto.set_name(name);
    for (const std::string& import : proto.dependency()) require(import);
    const pb::FileDescriptor* const file = pool_.BuildFileCollectingErrors(proto, &problems);
    if (file == nullptr) throw BadSchema(problems.first());
    open_.erase(name);
    return file;
  }

  void require(const std::string& import) {
    if (pool_.FindFileByName(import) != nullptr) return;
    for (const ProtoReference& reference : references_)
      if (reference.name == import) return static_cast<void>(build(import, reference.text));
    for (const pb::FileDescriptor* known :
         {pb::FileDescriptorProto::descriptor()->file(), pb::Timestamp::descriptor()->file(),
          pb::Duration::descriptor()->file(), pb::Any::descriptor()->file(), pb::Empty::descriptor()->file(),
          pb::Struct::descriptor()->file(), pb::StringValue::descriptor()->file(),
          pb::FieldMask::descriptor()->file()})
      if (known->name() == import) {
        pb::FileDescriptorProto proto;
        known->CopyTo(&proto);
        if (pool_.BuildFile(proto) == nullptr) throw BadSchema(import + ": cannot be built");
        return;
      }
    for (const auto& [name, text] : kBuiltIn)
      if (name == import) return static_cast<void>(build(import, text));
    throw BadSchema("imports '" + import + "', which no reference gives");
  }

  void add_place(const pb::Descriptor& type, const std::vector<std::uint32_t>& indexes,
                 const std::vector<std::uint32_t>& without_maps) {
    schema_.places_.push_back({indexes, without_maps, add(type)});
    std::uint32_t maps = 0;
    for (int i = 0; i < type.nested_type_count(); ++i) {
      if (type.nested_type(i)->options().map_entry()) {
        ++maps;
        continue;
      }
      std::vector<std::uint32_t> inside = indexes, inside_without = without_maps;
      inside.push_back(static_cast<std::uint32_t>(i));
      inside_without.push_back(static_cast<std::uint32_t>(i) - maps);
      add_place(*type.nested_type(i), inside, inside_without);
    }
  }

  /// Its index; libprotobuf bounds how deep types are nested.
  std::uint32_t add(const pb::Descriptor& type) {
    if (const auto known = messages_.find(type.full_name()); known != messages_.end()) return known->second;
    const auto index = static_cast<std::uint32_t>(schema_.messages_.size());
    if (index >= ProtobufSchema::kMessagesMax) throw BadSchema("more messages than a schema may have");
    messages_.emplace(type.full_name(), index);
    schema_.messages_.emplace_back();
    ProtoMessage message;
    message.name = type.full_name();
    message.meaning = meaning_of(type.full_name());
    for (int i = 0; i < type.field_count(); ++i) message.fields.push_back(field_of(*type.field(i)));
    std::sort(message.fields.begin(), message.fields.end(),
              [](const ProtoField& a, const ProtoField& b) { return a.number < b.number; });
    schema_.messages_[index] = std::move(message);
    return index;
  }

  ProtoField field_of(const pb::FieldDescriptor& from) {
    if (++fields_ > ProtobufSchema::kFieldsMax) throw BadSchema("more fields than a schema may have");
    ProtoField field;
    field.number = static_cast<std::uint32_t>(from.number());
    field.kind = kind_of(from);
    field.repeated = from.is_repeated();
    field.map = from.is_map();
    if (from.containing_oneof() != nullptr)
      field.oneof = static_cast<std::uint32_t>(from.containing_oneof()->index());
    field.name = from.name();
    field.key = '"' + from.name() + "\":";
    if (field.kind == ProtoKind::message) field.type = add(*from.message_type());
    if (field.kind == ProtoKind::enum_) field.type = add(*from.enum_type());
    return field;
  }

  std::uint32_t add(const pb::EnumDescriptor& type) {
    if (const auto known = enums_.find(type.full_name()); known != enums_.end()) return known->second;
    ProtoEnum symbols;
    for (int i = 0; i < type.value_count(); ++i)
      symbols.symbols.push_back({type.value(i)->number(), type.value(i)->name()});
    fields_ += symbols.symbols.size();
    if (fields_ > ProtobufSchema::kFieldsMax) throw BadSchema("more symbols than a schema may have");
    std::stable_sort(symbols.symbols.begin(), symbols.symbols.end(),
                     [](const ProtoSymbol& a, const ProtoSymbol& b) { return a.number < b.number; });
    schema_.enums_.push_back(std::move(symbols));
    return enums_[type.full_name()] = static_cast<std::uint32_t>(schema_.enums_.size() - 1);
  }

  ProtobufSchema& schema_;
  std::span<const ProtoReference> references_;
  pb::DescriptorPool pool_;
  std::set<std::string> open_;
  std::map<std::string, std::uint32_t> messages_, enums_;
  std::size_t fields_ = 0;
};

Result<ProtobufSchema> ProtobufSchema::parse(std::string_view text,
                                             std::span<const ProtoReference> references) {
  quiet_libprotobuf();
  ProtobufSchema schema;
  try {
    ProtobufSchemaReader(schema, references).read(text);
  } catch (const std::exception& error) {
    return Error{std::string("Protobuf schema: ") + error.what()};
  }
  return schema;
}

std::size_t ProtoMessage::find(std::uint32_t number) const noexcept {
  const auto at = std::lower_bound(fields.begin(), fields.end(), number,
                                   [](const ProtoField& field, std::uint32_t n) { return field.number < n; });
  if (at == fields.end() || at->number != number) return std::string::npos;
  return static_cast<std::size_t>(at - fields.begin());
}

std::uint32_t ProtobufSchema::message_at(std::span<const std::uint32_t> indexes) const noexcept {
  std::uint32_t found = kNoMessage;
  const auto same = [&](const std::vector<std::uint32_t>& of) {
    return std::equal(of.begin(), of.end(), indexes.begin(), indexes.end());
  };
  for (const Place& place : places_) {
    if (!same(place.indexes) && !same(place.without_maps)) continue;
    if (found != kNoMessage && found != place.message) return kNoMessage;
    found = place.message;
  }
  return found;
}

}  // namespace ordergate::wire
