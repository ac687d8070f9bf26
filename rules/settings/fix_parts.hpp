// SPDX-License-Identifier: MIT
//
// The parts of fix.hpp. Inside: fix.hpp is what others use.
#pragma once

#include <string>
#include <string_view>

#include "rules/settings/fix.hpp"

namespace rules {

/// What deployments are to agree with.
struct fix_values {
    std::string protocol; ///< canonical; empty: the configuration has none
    std::string protocol_from;
    std::string proxy; ///< as it is to be written; empty: none, or there is no single one
    std::string proxy_from;
};

/// Adds what to change in the manifest of that file, and to `left` what cannot be.
void fix_manifest(file_fix& into, const manifest& of, const fix_values& wanted, std::vector<std::string>& left);

/// Adds the spelling of UpstreamProtocol as it is written in config.toml or config.yaml.
void fix_config(file_fix& into, const told& written, std::vector<std::string>& left);

} // namespace rules
