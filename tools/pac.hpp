// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/catalog.hpp"
#include "tools/way_out.hpp"

namespace tools {

/// Asks the PAC file that `from` names (a path, a URL, or "wpad": where the site's DNS says) about these hosts, the hub
/// first, and takes the first proxy that it names for the hub and that can be reached; where none can, the first. What
/// is wrong with the file is in out.pac, not thrown: it is the site's fault, not the user's. Throws usage_error for a
/// file that this device cannot read.
void ask_pac_file(way_out& out, const proxy_options& from, const network_options& network,
    const rules::catalog& catalog, const std::vector<std::string>& hosts);

} // namespace tools
