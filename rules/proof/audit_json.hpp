// SPDX-License-Identifier: MIT
//
// The outcome of an audit over a pipe; its JSON for people is json_of() of audit.hpp.
#pragma once

#include <string>

#include "rules/proof/audit.hpp"

namespace rules::proof {

/// What json_of() wrote. Throws nlohmann::json::exception for anything else.
audit_outcome audit_in(const std::string& text);

} // namespace rules::proof
