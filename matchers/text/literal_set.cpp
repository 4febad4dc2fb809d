#include "matchers/text/literal_set.h"

#include <hs.h>

#include <utility>

namespace ordergate::matchers {
namespace {

struct DatabaseDeleter {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct ScratchDeleter {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
struct CompileErrorDeleter {
  void operator()(hs_compile_error_t* error) const noexcept { hs_free_compile_error(error); }
};

struct Collector {
  std::vector<LiteralHit>& hits;
  std::size_t hits_max;
};

// Called by Hyperscan for each hit; a non-zero result stops the scan.
int collect(unsigned int id, unsigned long long /*from*/, unsigned long long to, unsigned int /*flags*/,
            void* context) {
  auto& collector = *static_cast<Collector*>(context);
  if (collector.hits.size() >= collector.hits_max) return 1;
  collector.hits.push_back({id, static_cast<std::uint32_t>(to)});
  return 0;
}

}  // namespace

struct LiteralSet::Layout {
  std::unique_ptr<hs_database_t, DatabaseDeleter> database;  // null: no literals
};

struct LiteralScratch::State {
  std::unique_ptr<hs_scratch_t, ScratchDeleter> scratch;
};

LiteralScratch::LiteralScratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiteralScratch::~LiteralScratch() = default;
LiteralScratch::LiteralScratch(LiteralScratch&&) noexcept = default;
LiteralScratch& LiteralScratch::operator=(LiteralScratch&&) noexcept = default;

LiteralSet::LiteralSet(std::unique_ptr<const Layout> layout) : layout_(std::move(layout)) {}
LiteralSet::~LiteralSet() = default;
LiteralSet::LiteralSet(LiteralSet&&) noexcept = default;
LiteralSet& LiteralSet::operator=(LiteralSet&&) noexcept = default;

Result<LiteralSet> LiteralSet::compile(const std::vector<std::string>& literals) {
  auto layout = std::make_unique<Layout>();
  if (literals.empty()) return LiteralSet(std::move(layout));
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> ids;
  const std::vector<unsigned> flags(literals.size(), 0);
  for (const std::string& literal : literals) {
    if (literal.empty()) return Error{"a phrase is empty"};
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(literal.c_str());
    lengths.push_back(literal.size());
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* problem = nullptr;
  const hs_error_t status =
      hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), lengths.data(),
                           static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database, &problem);
  const std::unique_ptr<hs_compile_error_t, CompileErrorDeleter> owned(problem);
  if (status != HS_SUCCESS) {
    const bool named = problem != nullptr && problem->expression >= 0;
    return Error{
        "phrases do not compile: " + std::string(problem != nullptr ? problem->message : "no reason") +
        (named ? " in '" + literals[static_cast<std::size_t>(problem->expression)] + "'" : "")};
  }
  layout->database.reset(database);
  return LiteralSet(std::move(layout));
}

LiteralScratch LiteralSet::make_scratch() const {
  auto state = std::make_unique<LiteralScratch::State>();
  if (layout_->database != nullptr) {
    hs_scratch_t* scratch = nullptr;
    OG_CHECK(hs_alloc_scratch(layout_->database.get(), &scratch) == HS_SUCCESS);
    state->scratch.reset(scratch);
  }
  return LiteralScratch(std::move(state));
}

Completeness LiteralSet::scan(std::string_view text, LiteralScratch& scratch,
                              std::vector<LiteralHit>& hits) const noexcept {
  if (text.size() > kTextBytesMax) return Completeness::over_bound;
  if (layout_->database == nullptr || text.empty()) return Completeness::complete;
  Collector collector{hits, hits.size() + kHitsMax};
  return completeness(hs_scan(layout_->database.get(), text.data(), static_cast<unsigned>(text.size()), 0,
                              scratch.state_->scratch.get(), collect, &collector) == HS_SUCCESS);
}

std::size_t LiteralSet::memory_bytes() const noexcept {
  std::size_t bytes = 0;
  if (layout_->database != nullptr) (void)hs_database_size(layout_->database.get(), &bytes);
  return bytes;
}

}  // namespace ordergate::matchers
