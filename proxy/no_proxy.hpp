// SPDX-License-Identifier: MIT
//
// no_proxy: one name, and as many meanings as readers. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace proxy {

enum class no_proxy_reader {
    nobody, ///< aziot-identityd, aziot-certd, edgeAgent, edgeHub: the list has no effect (facts/azure.md §4.2)
    go,     ///< dockerd: golang.org/x/net/http/httpproxy (since 2025 a name in the list is no part of an address)
    curl,   ///< curl and what uses libcurl; as 7.88 does
    apt,    ///< apt's http and https methods
};

/// Whether this reader goes to host and port without a proxy, given this list. `host` is a name or a numeric address,
/// IPv6 without brackets. No name is looked up: a network in the list is for hosts that are given as an address.
///
///                       go                        curl                    apt
///   separators          ','                       ',' and blanks          ',', blanks are part of a name
///   example.org         it and what is below      it and what is below    any host whose name ends so
///   ("badexample.org") .example.org        what is below             it and what is below    what is below
///   *.example.org       what is below             nothing                 nothing
///   *                   everything, anywhere      only as the whole list  nothing
///   example.org:443     that port only            nothing                 nothing
///   10.0.0.0/8          the network               the network             nothing
///   fd00::/8            the network               nothing                 nothing
/// Go's programs never use a proxy for "localhost" and loopback addresses, whatever the list says.
bool goes_without_proxy(no_proxy_reader who, std::string_view list, std::string_view host, std::uint16_t port);

} // namespace proxy
