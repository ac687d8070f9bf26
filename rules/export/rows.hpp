// SPDX-License-Identifier: MIT
//
// Every format's row; each is defined in the format's own file.
#pragma once

#include "rules/export/format.hpp"

namespace rules {

// Linux
// Windows
// Azure
// proxies, cloud networks, Kubernetes
// appliances
// documents

} // namespace rules
