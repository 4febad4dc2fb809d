// The data files of matchers/data, compiled in.
#pragma once

#include <string_view>

namespace ordergate::matchers::embedded {

extern const std::string_view kChineseWords;
extern const std::string_view kNameWords;
extern const std::string_view kWordWeights;

}  // namespace ordergate::matchers::embedded
