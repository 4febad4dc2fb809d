// Gives each token of a name its role and weight, by the lexicon and by where it stands.
#pragma once

namespace ordergate::matchers {

class NameText;

void assign_roles(NameText& name) noexcept;

}  // namespace ordergate::matchers
