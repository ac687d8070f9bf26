// SPDX-License-Identifier: MIT
#include "netprobe/own_networks.hpp"

#include <arpa/inet.h>
#include <array>
#include <bit>
#include <cstdint>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netinet/in.h>

namespace netprobe {
namespace {

constexpr std::size_t most_networks = 64;

// Bits that are set; of a mask they are its first ones.
template <class Bytes>
int prefix_length(const Bytes& mask) {
    int bits = 0;
    for (const std::uint8_t byte : mask) bits += std::popcount(byte);
    return bits;
}

std::string network_of(const ifaddrs& at) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    int length = 0;
    if (at.ifa_addr->sa_family == AF_INET) {
        const auto& own = reinterpret_cast<const sockaddr_in*>(at.ifa_addr)->sin_addr;
        const auto mask = reinterpret_cast<const sockaddr_in*>(at.ifa_netmask)->sin_addr.s_addr;
        length = std::popcount(mask);
        inet_ntop(AF_INET, &own, text.data(), text.size());
    } else if (at.ifa_addr->sa_family == AF_INET6) {
        const auto& own = reinterpret_cast<const sockaddr_in6*>(at.ifa_addr)->sin6_addr;
        if (IN6_IS_ADDR_LINKLOCAL(&own)) return {};
        length = prefix_length(reinterpret_cast<const sockaddr_in6*>(at.ifa_netmask)->sin6_addr.s6_addr);
        inet_ntop(AF_INET6, &own, text.data(), text.size());
    }
    return text.front() == '\0' ? std::string() : std::string(text.data()) + '/' + std::to_string(length);
}

} // namespace

std::vector<std::string> own_networks() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(first, ::freeifaddrs);
    std::vector<std::string> found;
    for (const auto* at = first; at && found.size() < most_networks; at = at->ifa_next) {
        if (!at->ifa_addr || !at->ifa_netmask || !(at->ifa_flags & IFF_UP) || (at->ifa_flags & IFF_LOOPBACK)) continue;
        if (auto network = network_of(*at); !network.empty()) found.push_back(std::move(network));
    }
    return found;
}

} // namespace netprobe
