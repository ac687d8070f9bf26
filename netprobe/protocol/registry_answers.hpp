// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "netprobe/observation.hpp"

namespace netprobe::registry {

/// "team/module:1.0" or "team/module@sha256:…": what to pull.
struct image {
    std::string repository;
    std::string reference; ///< tag or digest; "latest" where none was given
};
image image_of(std::string_view text);

/// A Bearer challenge (RFC 6750 §3, distribution token specification): where anonymous tokens come from.
struct challenge {
    std::string realm;   ///< URL
    std::string service; ///< may be empty
};
std::optional<challenge> parse_challenge(std::string_view www_authenticate);

/// An https URL split up; nothing for another scheme, user info, or characters that no URL has.
struct https_url {
    std::string host; ///< lower case, without port
    std::uint16_t port = 443;
    std::string resource; ///< path and query, at least "/"
};
std::optional<https_url> parse_https_url(std::string_view url);

/// The digest to go on with: of a manifest inside an index, or of the config blob of a manifest. Nothing
/// where the text is neither.
struct next_digest {
    std::string digest; ///< "sha256:…"
    bool is_manifest = false;
};
std::optional<next_digest> parse_manifest(std::string_view json);

/// The token of a token service's answer; empty if there is none.
std::string parse_token(std::string_view json);

/// Marks an answer to /v2/ that no registry would give. A challenge, an open door and a rate limit are a
/// registry's own words; 403 is a refusal that needs a name.
void judge(hello_observation& seen);

} // namespace netprobe::registry
