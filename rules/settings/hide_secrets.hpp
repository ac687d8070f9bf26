// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace rules {

/// Puts *** into a manifest for what may be a secret: variables but those that IoT Edge itself reads (variables.hpp),
/// createOptions with an Env of the container's own, what is called like a secret or looks like one. A proxy's address
/// whose password is *** already stays. Returns the places of all of them, as JSON pointers (RFC 6901).
std::vector<std::string> hide_secrets(nlohmann::ordered_json& manifest);

} // namespace rules
