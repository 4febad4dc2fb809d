#include "lists/zip.h"

#include <zip.h>

#include <memory>

namespace ordergate::lists {
namespace {

constexpr zip_int64_t kMembersMax = 1000;

using ArchiveHandle = std::unique_ptr<zip_t, decltype([](zip_t* archive) { zip_discard(archive); })>;
using FileHandle = std::unique_ptr<zip_file_t, decltype([](zip_file_t* file) { zip_fclose(file); })>;

Error broken(const std::string& where, const char* why) {
  return Error{where + ": " + why + "; the archive is cut or damaged"};
}

/// `bytes` must outlive it.
Result<ArchiveHandle> open(const std::string& path, std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* const archive =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive != nullptr) return ArchiveHandle(archive);
  const Error told = broken(path, zip_error_strerror(&error));
  zip_error_fini(&error);
  if (source != nullptr) zip_source_free(source);
  return told;
}

}  // namespace

Result<std::vector<ZipMember>> zip_members(const std::string& path, std::string_view bytes) {
  const Result<ArchiveHandle> archive = open(path, bytes);
  if (!archive) return archive.error();
  zip_t* const handle = archive.value().get();
  const zip_int64_t count = zip_get_num_entries(handle, 0);
  if (count > kMembersMax) return Error{path + ": more than 1,000 files in the archive"};
  std::vector<ZipMember> members;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t about;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(handle, static_cast<zip_uint64_t>(i), 0, &about) != 0 ||
        (about.valid & kNeeded) != kNeeded)
      return broken(path, "a file without name or size");
    if (about.encryption_method != ZIP_EM_NONE) return Error{path + ": an encrypted archive"};
    members.push_back({about.name, static_cast<std::uint64_t>(i), about.size});
  }
  return members;
}

Result<std::string> unzip(const std::string& path, std::string_view bytes, const ZipMember& member,
                          std::size_t bytes_max) {
  const std::string where = path + ": " + member.name;
  if (member.size > bytes_max)
    return Error{where + ": " + std::to_string(member.size) + " bytes unpacked, over the limit"};
  const Result<ArchiveHandle> archive = open(path, bytes);
  if (!archive) return archive.error();
  const FileHandle file(zip_fopen_index(archive.value().get(), member.index, 0));
  if (!file) return broken(where, zip_strerror(archive.value().get()));
  std::string text(member.size, '\0');
  std::size_t at = 0;
  while (at < text.size()) {
    const zip_int64_t got = zip_fread(file.get(), text.data() + at, text.size() - at);
    if (got <= 0) return broken(where, "it cannot be unpacked to the size that is told");
    at += static_cast<std::size_t>(got);
  }
  char more = 0;  // the checksum is compared at the end
  if (zip_fread(file.get(), &more, 1) != 0)
    return broken(where, "it cannot be unpacked to the size that is told");
  return text;
}

}  // namespace ordergate::lists
