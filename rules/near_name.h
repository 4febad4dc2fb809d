// Suggests what a mistyped name may have meant: see base/near_name.h.
#pragma once

#include "base/near_name.h"
