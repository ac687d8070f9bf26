// SPDX-License-Identifier: MIT
#include "rules/site/variables.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

// Of edgeAgent and edgeHub (iotedge: doc/EnvironmentVariables.md).
constexpr std::array<std::string_view, 16> harmless_variables{"UpstreamProtocol", "https_proxy", "http_proxy",
    "no_proxy", "storageFolder", "RuntimeLogLevel", "OptimizeForPerformance", "amqpSettings__enabled",
    "mqttSettings__enabled", "httpSettings__enabled", "SendRuntimeQualityTelemetry", "MaxConnectedClients",
    "CheckEntireQueueOnCleanup", "SslProtocols", "TwinManagerVersion", "ScheduleReprovisioning"};

} // namespace

bool may_be_shown(std::string_view variable, std::string_view value) {
    if (value.empty() || netprobe::same_but_for_case(value, "true") || netprobe::same_but_for_case(value, "false"))
        return true;
    const bool known =
        std::ranges::any_of(harmless_variables, [&](auto name) { return netprobe::same_but_for_case(name, variable); });
    return known && value.find('@') == value.npos && without_secrets(value) == value;
}

} // namespace rules
