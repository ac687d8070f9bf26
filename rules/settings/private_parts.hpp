// SPDX-License-Identifier: MIT
//
// What of a file is not shown. A patch and a deployment are pasted into tickets and chats; what a module is told may be
// a password, whatever its name, and a pretty-printed value stands on a line of its own, without its name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/settings/json_text.hpp"

namespace rules {

/// A value that may be a secret.
struct secret_part {
    text_span bytes;     ///< with its quotes
    std::string pointer; ///< its place, as a JSON pointer (RFC 6901)
    std::string instead; ///< JSON that can be shown in its place: "***", "NAME=***", options with *** in them
};

/// Of a text.
struct private_parts {
    std::vector<secret_part> secret;   ///< in their order: a change of a line with one of them is in no patch
    std::vector<text_span> no_context; ///< lines with one of these bytes are shown only where they change
};

/// Of a manifest: all of env and createOptions are no context. Secret are the values of variables but those that IoT
/// Edge itself reads (variables.hpp), a container's own Env, command and entry point, and whatever is called or looks
/// like a secret. Of a text that is no JSON (config.toml, config.yaml) no line is context.
private_parts private_parts_of(std::string_view text);

/// A JSON text with what can be shown in place of each secret of `parts`, which are private_parts_of() it.
std::string with_stars(std::string_view text, const private_parts& parts);

} // namespace rules
