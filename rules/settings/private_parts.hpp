// SPDX-License-Identifier: MIT
//
// What of a file no patch shows. A patch is pasted into tickets and chats; what a module is told may be a password,
// whatever its name, and a pretty-printed value stands on a line of its own, without its name.
#pragma once

#include <string_view>
#include <vector>

#include "rules/settings/json_text.hpp"

namespace rules {

/// Bytes of a text.
struct private_parts {
    std::vector<text_span> secret;     ///< values: a change of a line with one of them is in no patch
    std::vector<text_span> no_context; ///< lines with one of these bytes are shown only where they change
};

/// Of a manifest: all of env and createOptions are no context, and values of variables secret, but those that IoT Edge
/// itself reads (variables.hpp); so is whatever is called like a secret. Of a text that is no JSON (config.toml,
/// config.yaml) no line is context.
private_parts private_parts_of(std::string_view text);

} // namespace rules
