// SPDX-License-Identifier: MIT
#include "rules/ip/address.hpp"

#include <fmt/format.h>

#include "rules/ip/blocks.hpp"
#include "rules/ip/fault.hpp"
#include "rules/ip/print.hpp"
#include "rules/ip/scan.hpp"

namespace rules {
namespace {

uint128 host_bits_of(ip_family f, int length) noexcept {
    return f == ip_family::v4 ? host_bits<std::uint32_t>(length) : host_bits<uint128>(length);
}

char* print(char* at, const ip_address& a) noexcept {
    return a.family == ip_family::v4 ? print_address(at, static_cast<std::uint32_t>(a.value))
                                     : print_address(at, a.value);
}

template <typename number>
void add_blocks(std::vector<ip_prefix>& to, ip_family family, number first, number last) {
    for_each_block(first, last, [&](number at, int length) { to.push_back({{family, at}, length}); });
}

} // namespace

ip_address last_of(const ip_prefix& p) noexcept {
    return {p.first.family, p.first.value | host_bits_of(p.first.family, p.length)};
}

std::optional<ip_address> read_address(std::string_view text) noexcept {
    const char* const end = text.data() + text.size();
    std::uint32_t v4 = 0;
    uint128 v6 = 0;
    if (scan_address(text.data(), end, v4) == end && !text.empty()) return ip_address{ip_family::v4, v4};
    if (scan_address(text.data(), end, v6) == end && !text.empty()) return ip_address{ip_family::v6, v6};
    return {};
}

std::optional<ip_prefix> read_prefix(std::string_view text, std::string& fault) {
    const auto slash = text.find('/');
    const auto address = read_address(text.substr(0, slash));
    int length = address ? bits_of(address->family) : 0;
    if (address && slash != text.npos) {
        const char* const end = text.data() + text.size();
        if (scan_length(text.data() + slash + 1, end, length, length) != end) length = -1;
    }
    if (!address || length < 0 || (address->value & host_bits_of(address->family, length)) != 0) {
        fault = fault_of_prefix(text);
        return {};
    }
    return ip_prefix{*address, length};
}

std::string text_of(const ip_address& a) {
    char text[longest_prefix_text];
    return {text, print(text, a)};
}

std::string text_of(const ip_prefix& p) {
    char text[longest_prefix_text];
    return {text, print_length(print(text, p.first), p.length)};
}

std::vector<ip_prefix> prefixes_of(const ip_range& r) {
    std::vector<ip_prefix> out;
    if (r.first.family == ip_family::v4)
        add_blocks(
            out, ip_family::v4, static_cast<std::uint32_t>(r.first.value), static_cast<std::uint32_t>(r.last.value));
    else
        add_blocks(out, ip_family::v6, r.first.value, r.last.value);
    return out;
}

} // namespace rules
