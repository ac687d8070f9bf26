// SPDX-License-Identifier: MIT
//
// Which part of a device goes to which service, and what proxies it can use (facts/azure.md §4.2). What gets through
// here and is of a kind that this part cannot use does not work for the device.
#pragma once

#include <string_view>

#include "rules/plan.hpp"

namespace rules {

/// What is known of a part's use of one kind of proxy.
enum class ability {
    can,
    cannot,        ///< its source or its documentation says so
    likely_cannot, ///< recalled or inferred, not checked
};

struct component {
    std::string_view name;    ///< for people: "aziot-identityd", "edgeAgent and edgeHub"
    ability over_tls;         ///< an https:// proxy; http:// can everybody
    ability socks;            ///< SOCKS5
    ability other_logins;     ///< Digest, NTLM, Negotiate; Basic can everybody
    std::string_view because; ///< where that is from, for people
};

const component& identity_service() noexcept; ///< aziot-identityd
const component& edge_modules() noexcept;     ///< edgeAgent and edgeHub
const component& container_engine() noexcept; ///< dockerd
const component& package_manager() noexcept;  ///< apt

/// The part that goes this way; null where it is not known, and any proxy may do.
const component* component_of(const netprobe::target& to) noexcept;

/// What it does with a proxy of this scheme ("http", "https", "socks5", "socks5h").
ability with_scheme(const component& who, std::string_view scheme) noexcept;

/// What it does with a proxy that wants these credentials ("", "Basic", "password", "Digest", "NTLM", "Negotiate").
ability with_login(const component& who, std::string_view credentials) noexcept;

} // namespace rules
