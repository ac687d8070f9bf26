// SPDX-License-Identifier: MIT
//
// The whole way from a protocol and a proxy to a device that uses them: each file, its text, and what makes it apply.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// Where IoT Edge runs: on Linux itself, or in the virtual machine of IoT Edge for Linux on Windows (EFLOW).
enum class edge_host { own_linux, eflow };

/// What is to be set, and for what kind of device.
struct wanted_settings {
    std::string upstream_protocol;        ///< Amqp, AmqpWs, Mqtt or MqttWs
    std::string proxy;                    ///< as reports show it, the password as ***; empty: none is set
    iot_edge version = iot_edge::unknown; ///< unknown: both are written
    edge_host host = edge_host::own_linux;
};

/// One step: a file and what belongs into it, or commands alone.
struct settings_step {
    std::string title;             ///< "Docker's own proxy"
    std::string version;           ///< "1.1", "1.2 and later"; empty: any
    std::string file;              ///< "/etc/aziot/config.toml"; empty: only `then`
    std::string key;               ///< where in it; empty: `text` is the whole file
    std::string text;              ///< empty: only `then`
    std::vector<std::string> then; ///< commands, each a line to paste
};

/// The steps in their order: the ways of the programs out first, then the device's configuration. The deployment is not
/// among them: see deployment.hpp. Throws std::invalid_argument as settings_for() does.
std::vector<settings_step> steps_for(const wanted_settings& wanted);

} // namespace rules
