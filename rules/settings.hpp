// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// Why the variable is set for edgeAgent and for edgeHub: lines of comment, in TOML and in YAML (facts/azure.md §0.2).
std::string_view why_both_modules() noexcept;

/// The exact text that makes a device use a protocol: config.toml (1.2 and later), config.yaml
/// (1.1) and the deployment manifest, in this order; each valid on its own, to be merged into the
/// file by hand. With `via` "proxy" https_proxy is set beside it; a password in `proxy_url` is
/// replaced by *** and the text says so. Throws std::invalid_argument unless the protocol is
/// Amqp, AmqpWs, Mqtt or MqttWs, `via` is "direct" or "proxy", only a Ws protocol goes via a proxy
/// (the others ignore it, §0.3), and the proxy is a printable http:// or https:// address.
std::vector<setting> settings_for(std::string_view upstream_protocol, std::string_view via, std::string_view proxy_url);

} // namespace rules
