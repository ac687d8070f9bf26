// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <asio/ip/address.hpp>

#include "netprobe/stream.hpp"
#include "tools/standin/service.hpp"

namespace standin {

/// What the resolver knows: the names, and the addresses that all of them have.
struct zone {
    extra_names extra;
    std::vector<asio::ip::address> addresses;
};

/// One answer, and what to write into the log.
struct dns_said {
    netprobe::bytes answer;
    std::string note; ///< "A contoso.azure-devices.net: 1 address"; printable
};

/// What a forwarding resolver would answer (RFC 1035, 2308, 6891): the addresses for names that
/// are stood for, no data for their parents, NXDOMAIN with an SOA for all others, NOTIMP and
/// FORMERR where they belong. Nothing for bytes that deserve no answer (too short, an answer).
/// `over_udp`: an answer longer than the client can take is sent empty with TC set.
std::optional<dns_said> answer_dns(const zone& known, netprobe::bytes_view query, bool over_udp);

} // namespace standin
