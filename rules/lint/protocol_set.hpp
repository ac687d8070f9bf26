// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rules/site/device.hpp"

namespace rules {

/// The upstream protocol as it is spelled everywhere, of a text in any case, as the modules read it (facts/azure.md
/// §0.4); empty: it is none, and counts as unset.
std::string_view protocol_named(std::string_view text) noexcept;

/// What a module's own UpstreamProtocol says; empty: it has none, or one that counts as unset.
std::string_view protocol_of(const module_settings* module) noexcept;
/// The same of the device's configuration, for edgeAgent.
std::string_view protocol_of(const device_config& config) noexcept;

} // namespace rules
