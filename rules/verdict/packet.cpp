// SPDX-License-Identifier: MIT
#include "rules/verdict/packet.hpp"

#include <fmt/format.h>

namespace rules {
namespace {

std::string protocol_text(int number) {
    namespace known = protocol_number;
    switch (number) {
    case known::icmp: return "icmp";
    case known::tcp: return "tcp";
    case known::udp: return "udp";
    case known::gre: return "gre";
    case known::icmpv6: return "icmpv6";
    case known::sctp: return "sctp";
    default: return fmt::format("protocol {}", number);
    }
}

} // namespace

std::string text_of(const packet& p) {
    const bool ports =
        p.protocol == protocol_number::tcp || p.protocol == protocol_number::udp || p.protocol == protocol_number::sctp;
    auto to = text_of(p.to);
    if (ports) to = fmt::format(fmt::runtime(p.to.family == ip_family::v6 ? "[{}]:{}" : "{}:{}"), to, p.port);
    return fmt::format("{} {}{}", protocol_text(p.protocol), to, p.name.empty() ? "" : fmt::format(" ({})", p.name));
}

} // namespace rules
