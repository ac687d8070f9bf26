// SPDX-License-Identifier: MIT
//
// Proxy variables of the environment that a device's configuration gives edgeAgent. Pure: text in, values out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "proxy/settings/assignment.hpp"

namespace proxy {

/// Larger configurations are left alone: the libraries that read them take their time.
constexpr std::size_t max_agent_text = std::size_t{1} << 20;

/// [agent.env] of config.toml (1.2 and later), and of what `iotedge config apply` makes of it for aziot-edged.
read_result agent_env_of_toml(std::string_view text, const std::string& file);

/// agent: env: of config.yaml (1.1). Of several documents in one file the first counts.
read_result agent_env_of_yaml(std::string_view text, const std::string& file);

} // namespace proxy
