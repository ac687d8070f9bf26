// SPDX-License-Identifier: MIT
//
// Who reads a proxy setting on a device, and what each can do with a proxy: one row each.
#pragma once

#include <span>
#include <string_view>

#include "proxy/address.hpp"
#include "proxy/no_proxy.hpp"

namespace proxy {

enum class component { identityd, certd, edged, iotedged, dockerd, edge_agent, edge_hub, apt, curl };

struct component_row {
    component who = component::curl;
    std::string_view name = {}; ///< "aziot-identityd"
    std::string_view unit = {}; ///< "aziot-identityd.service", or empty
    std::string_view reads =
        {}; ///< where its settings come from, for people: "HTTPS_PROXY, then https_proxy, of its unit"
    // Variables in the order in which it looks for them; no entry: it does not look.
    std::span<const std::string_view> for_http = {}, for_https = {}, for_all = {}, for_none = {};
    bool any_case = false;     ///< of the variables' names
    bool empty_counts = false; ///< a variable that is set to nothing ends the search
    bool goes_out = false;     ///< it makes connections of its own that can go through a proxy
    bool http = false, https = false, socks5 = false, socks5h = false; ///< the proxies it can use
    bool needs_scheme = false;    ///< an address without "http://" is of no use to it
    bool cuts_at_colon = false;   ///< a password ends at its first ':' that is not written %3A
    std::string_view logins = {}; ///< how it can say who it is: "Basic"
    no_proxy_reader no_proxy = no_proxy_reader::nobody;
    std::string_view source = {}; ///< of this row
};

/// In the order of reports.
std::span<const component_row> components() noexcept;

const component_row& row_of(component who) noexcept;

/// Whether this component can use a proxy of this kind at all.
bool can_use(const component_row& who, proxy::scheme kind) noexcept;

} // namespace proxy
