// `verify` under `evidence`.
#pragma once

#include "cli/command.h"

namespace ordergate::cli {

void add_evidence_verify(CLI::App& evidence, Action& action);

}  // namespace ordergate::cli
