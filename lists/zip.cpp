#include "lists/zip.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

namespace ordergate::lists {
namespace {

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16.
constexpr std::string_view kEndSignature{"PK\x05\x06", 4};
constexpr std::string_view kCentralSignature{"PK\x01\x02", 4};
constexpr std::string_view kLocalSignature{"PK\x03\x04", 4};
constexpr std::size_t kEndBytes = 22, kCentralBytes = 46, kLocalBytes = 30;
constexpr std::size_t kCommentBytesMax = 65'535;
constexpr std::size_t kMembersMax = 1000;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

Error broken(const std::string& path, std::string_view why) {
  return Error{path + ": " + std::string(why) + "; the archive is cut or damaged"};
}

}  // namespace

Result<std::vector<ZipMember>> zip_members(const std::string& path, std::string_view bytes) {
  const std::size_t tail = bytes.size() - std::min(bytes.size(), kEndBytes + kCommentBytesMax);
  const std::size_t end = bytes.rfind(kEndSignature);
  if (end == std::string_view::npos || end < tail || bytes.size() - end < kEndBytes)
    return broken(path, "no end of a ZIP archive");
  const std::size_t count = number(bytes, end + 10, 2);
  std::size_t at = number(bytes, end + 16, 4);
  if (count > kMembersMax) return Error{path + ": more than 1,000 files in the archive"};
  std::vector<ZipMember> members;
  for (std::size_t i = 0; i < count; ++i) {
    if (at > end || end - at < kCentralBytes || bytes.substr(at, 4) != kCentralSignature)
      return broken(path, "no directory of the archive");
    const std::size_t name = number(bytes, at + 28, 2), extra = number(bytes, at + 30, 2),
                      comment = number(bytes, at + 32, 2);
    if (end - at - kCentralBytes < name + extra + comment) return broken(path, "no directory of the archive");
    if ((number(bytes, at + 8, 2) & 1U) != 0) return Error{path + ": an encrypted archive"};
    members.push_back({std::string(bytes.substr(at + kCentralBytes, name)), number(bytes, at + 10, 2),
                       number(bytes, at + 20, 4), number(bytes, at + 24, 4), number(bytes, at + 42, 4)});
    at += kCentralBytes + name + extra + comment;
  }
  return members;
}

Result<std::string> unzip(const std::string& path, std::string_view bytes, const ZipMember& member,
                          std::size_t bytes_max) {
  const std::string where = path + ": " + member.name;
  if (member.size > bytes_max)
    return Error{where + ": " + std::to_string(member.size) + " bytes unpacked, over the limit"};
  if (member.offset > bytes.size() || bytes.size() - member.offset < kLocalBytes ||
      bytes.substr(member.offset, 4) != kLocalSignature)
    return broken(where, "no such file");
  const std::size_t skip =
      kLocalBytes + number(bytes, member.offset + 26, 2) + number(bytes, member.offset + 28, 2);
  if (bytes.size() - member.offset < skip || bytes.size() - member.offset - skip < member.packed_size)
    return broken(where, "it ends early");
  const std::string_view packed = bytes.substr(member.offset + skip, member.packed_size);
  if (member.method == 0)
    return packed.size() == member.size ? Result<std::string>(std::string(packed))
                                        : broken(where, "it has another size");
  if (member.method != Z_DEFLATED) return Error{where + ": packed in a way that is not known"};
  std::string text(member.size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return Error{where + ": zlib cannot start"};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int ended = inflate(&stream, Z_FINISH);
  const bool whole = ended == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  if (!whole) return broken(where, "it cannot be unpacked to the size that is told");
  return text;
}

}  // namespace ordergate::lists
