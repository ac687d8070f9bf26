// SPDX-License-Identifier: MIT
#include "netprobe/variation.hpp"

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace netprobe {
namespace {

#ifndef IPV6_MINHOPCOUNT
constexpr int IPV6_MINHOPCOUNT = 73; // linux/in6.h, which cannot stand beside netinet/in.h
#endif

std::error_code set(int socket, int level, int option, int value) noexcept {
    if (value == 0 || ::setsockopt(socket, level, option, &value, sizeof value) == 0) return {};
    return {errno, std::system_category()};
}

} // namespace

std::error_code apply(const variation& as, int socket, bool ipv6) noexcept {
    auto ec = ipv6 ? set(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, as.ttl) : set(socket, IPPROTO_IP, IP_TTL, as.ttl);
    if (!ec)
        ec = ipv6 ? set(socket, IPPROTO_IPV6, IPV6_MINHOPCOUNT, as.min_ttl)
                  : set(socket, IPPROTO_IP, IP_MINTTL, as.min_ttl);
    if (!ec) ec = set(socket, IPPROTO_TCP, TCP_MAXSEG, as.max_segment);
    return ec;
}

} // namespace netprobe
