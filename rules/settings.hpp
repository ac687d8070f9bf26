// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// Why the variable is set for edgeAgent and for edgeHub: lines of comment, in TOML and in YAML (facts/azure.md §0.2).
std::string_view why_both_modules() noexcept;

/// The exact text that makes a device use a protocol: config.toml (1.2 and later), config.yaml (1.1) and the deployment
/// manifest, in this order; each valid on its own, to be merged into the file by hand.
///
/// With `proxy`, an address as reports show it (site::proxy), it is set there too and in every other place that reads
/// one (facts/azure.md §4.2): the units of aziot-identityd and aziot-edged (1.1: iotedge), Docker's unit or daemon.json,
/// and apt. What is to be put in place of *** stands in each text that can hold a comment.
///
/// Throws std::invalid_argument unless the protocol is Amqp, AmqpWs, Mqtt or MqttWs, and the proxy empty or a printable
/// address.
std::vector<setting> settings_for(std::string_view upstream_protocol, std::string_view proxy);

} // namespace rules
