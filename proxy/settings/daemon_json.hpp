// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "proxy/settings/assignment.hpp"

namespace proxy {

/// "http-proxy", "https-proxy" and "no-proxy" of "proxies" in Docker's daemon.json (Engine 23 and later): names as
/// written there. Pure. A remark where the text is not JSON (Docker does not start then), with the line.
read_result parse_daemon_json(std::string_view text, const std::string& file);

} // namespace proxy
