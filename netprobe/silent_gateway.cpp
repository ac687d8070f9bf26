// SPDX-License-Identifier: MIT
#include "netprobe/silent_gateway.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>

namespace netprobe {
namespace {

struct default_route {
    std::string device, gateway;
    std::uint32_t metric = 0;
};

std::optional<std::uint32_t> whole_number(std::string_view text, int base) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    std::uint32_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [at, ec] = std::from_chars(text.data(), end, value, base);
    return ec == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

// Of several the one that the kernel takes: the least metric.
std::optional<default_route> default_route_in(std::string_view route) {
    constexpr std::uint32_t up_by_gateway = 0x1 | 0x2; // RTF_UP, RTF_GATEWAY (route(8))
    std::optional<default_route> best;
    std::istringstream lines{std::string(route)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string device, to, by, flags, references, uses, metric, mask;
        if (!(words >> device >> to >> by >> flags >> references >> uses >> metric >> mask)) continue;
        const auto gateway = whole_number(by, 16), bits = whole_number(flags, 16), cost = whole_number(metric, 10);
        if (to != "00000000" || mask != "00000000" || !gateway || !bits || !cost) continue;
        if ((best && best->metric <= *cost) || (*bits & up_by_gateway) != up_by_gateway) continue;
        const in_addr address{*gateway}; // the kernel prints it as it lies in memory
        std::array<char, INET_ADDRSTRLEN> text{};
        if (inet_ntop(AF_INET, &address, text.data(), text.size())) best = default_route{device, text.data(), *cost};
    }
    return best;
}

std::string text_of_proc_file(const char* name) {
    std::ifstream file(name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

std::string silent_gateway() {
    return silent_gateway_in(text_of_proc_file("/proc/net/route"), text_of_proc_file("/proc/net/arp"));
}

std::string silent_gateway_in(std::string_view route, std::string_view arp) {
    const auto used = default_route_in(route);
    if (!used) return {};
    std::istringstream lines{std::string(arp)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string address, kind, flags, hardware, mask, device;
        if (!(words >> address >> kind >> flags >> hardware >> mask >> device)) continue;
        if (address == used->gateway && device == used->device) // ATF_COM and the like: somebody answered (arp(7))
            return whole_number(flags, 16) == 0u ? address : std::string();
    }
    return {};
}

} // namespace netprobe
