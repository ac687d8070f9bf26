// SPDX-License-Identifier: MIT
//
// The rules by topic: each file of this folder has its rows, and lint.cpp puts them together.
#pragma once

#include <span>

#include "rules/lint/lint.hpp"

namespace rules {

std::span<const lint_rule> file_rules() noexcept;           ///< what cannot be read, or is not what it should be
std::span<const lint_rule> protocol_rules() noexcept;       ///< UpstreamProtocol, where it is set
std::span<const lint_rule> protocol_unset_rules() noexcept; ///< and where it is not
std::span<const lint_rule> proxy_rules() noexcept;          ///< the proxy, where it is set
std::span<const lint_rule> proxy_missing_rules() noexcept;  ///< and where it is not
std::span<const lint_rule> identity_rules() noexcept;       ///< host names, parents
std::span<const lint_rule> provisioning_rules() noexcept;   ///< how the device gets its identity; words of config.toml
std::span<const lint_rule> certificate_rules() noexcept;    ///< device CA and trust bundle
std::span<const lint_rule> engine_rules() noexcept;         ///< Moby: logs, names
std::span<const lint_rule> runtime_rules() noexcept;        ///< storage and memory of the system modules
std::span<const lint_rule> image_rules() noexcept;          ///< tags, versions, debug images
std::span<const lint_rule> registry_rules() noexcept;       ///< where images come from, and with which login
std::span<const lint_rule> exposure_rules() noexcept;       ///< ports, privileges, secrets

} // namespace rules
