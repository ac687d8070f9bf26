// SPDX-License-Identifier: MIT
//
// Addresses as packets and sockets hold them.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "rules/ip/address.hpp"

namespace rules::proof {

/// In network byte order: 4 or 16 bytes.
inline std::string wire_form(const ip_address& a) {
    std::string out;
    for (int shift = bits_of(a.family) - 8; shift >= 0; shift -= 8)
        out += static_cast<char>(static_cast<unsigned char>(a.value >> shift));
    return out;
}

/// For connect(), bind() and sendto().
struct socket_place {
    sockaddr_storage storage{};
    socklen_t length = 0;

    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// `interface`: of link-local IPv6 addresses, or 0.
inline socket_place place_of(const ip_address& a, std::uint16_t port = 0, std::uint32_t interface = 0) {
    socket_place out;
    const auto bytes = wire_form(a);
    if (a.family == ip_family::v4) {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        std::memcpy(&four.sin_addr, bytes.data(), bytes.size());
        std::memcpy(&out.storage, &four, out.length = sizeof four);
    } else {
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        six.sin6_scope_id = interface;
        std::memcpy(&six.sin6_addr, bytes.data(), bytes.size());
        std::memcpy(&out.storage, &six, out.length = sizeof six);
    }
    return out;
}

} // namespace rules::proof
