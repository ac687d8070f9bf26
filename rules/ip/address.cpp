// SPDX-License-Identifier: MIT
#include "rules/ip/address.hpp"

#include <array>

#include <fmt/format.h>

namespace rules {
namespace {

constexpr uint128 all_ones(ip_family f) noexcept { return f == ip_family::v4 ? uint128{0xffffffffu} : ~uint128{0}; }

constexpr uint128 host_bits(ip_family f, int length) noexcept {
    return length == 0 ? all_ones(f) : length >= bits_of(f) ? 0 : (uint128{1} << (bits_of(f) - length)) - 1;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::optional<ip_address> read_v4(std::string_view text) noexcept {
    uint128 value = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) return {};
            text.remove_prefix(1);
        }
        unsigned number = 0;
        std::size_t digits = 0;
        while (digits < text.size() && digits < 3 && is_digit(text[digits]))
            number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
        if (digits == 0 || number > 255 || (digits > 1 && text[0] == '0')) return {};
        text.remove_prefix(digits);
        value = value << 8 | number;
    }
    if (!text.empty()) return {};
    return ip_address{ip_family::v4, value};
}

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// RFC 4291 §2.2: eight groups, one run of zeros as "::", the last 32 bits as a dotted quad.
std::optional<ip_address> read_v6(std::string_view text) noexcept {
    std::array<unsigned, 8> groups{};
    int count = 0, gap = -1;
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    } else if (text.starts_with(':')) {
        return {};
    }
    while (!text.empty()) {
        if (count == 8) return {};
        unsigned number = 0;
        std::size_t digits = 0;
        while (digits < text.size() && digits < 4 && hex_value(text[digits]) >= 0)
            number = number << 4 | static_cast<unsigned>(hex_value(text[digits++]));
        if (digits < text.size() && text[digits] == '.') {
            const auto quad = read_v4(text);
            if (!quad || count > 6) return {};
            groups[static_cast<std::size_t>(count++)] = static_cast<unsigned>(quad->value >> 16);
            groups[static_cast<std::size_t>(count++)] = static_cast<unsigned>(quad->value & 0xffff);
            break;
        }
        if (digits == 0) return {};
        groups[static_cast<std::size_t>(count++)] = number;
        text.remove_prefix(digits);
        if (text.empty()) break;
        if (text[0] != ':') return {};
        text.remove_prefix(1);
        if (text.starts_with(':')) {
            if (gap >= 0) return {};
            gap = count;
            text.remove_prefix(1);
        } else if (text.empty()) {
            return {}; // a single colon at the end
        }
    }
    if (gap < 0 ? count != 8 : count > 7) return {};
    uint128 value = 0;
    for (int i = 0; i < 8; ++i) {
        const int after = i - (8 - count);
        const bool zero = gap >= 0 && i >= gap && after < gap;
        const int from = gap < 0 || i < gap ? i : after;
        value = value << 16 | (zero ? 0u : groups[static_cast<std::size_t>(from)]);
    }
    return ip_address{ip_family::v6, value};
}

std::string text_of_v6(uint128 value) {
    std::array<unsigned, 8> groups{};
    for (int i = 7; i >= 0; --i, value >>= 16)
        groups[static_cast<std::size_t>(i)] = static_cast<unsigned>(value & 0xffff);
    // RFC 5952 §4.2: the longest run of two zero groups or more, the first of equals.
    int best = -1, best_length = 1;
    for (int i = 0; i < 8;) {
        int length = 0;
        while (i + length < 8 && groups[static_cast<std::size_t>(i + length)] == 0) ++length;
        if (length > best_length) best = i, best_length = length;
        i += length + 1;
    }
    std::string out;
    for (int i = 0; i < 8; ++i) {
        if (i == best) {
            out += "::";
            i += best_length - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':') out += ':';
        out += fmt::format("{:x}", groups[static_cast<std::size_t>(i)]);
    }
    return out;
}

} // namespace

ip_address last_of(const ip_prefix& p) noexcept {
    return {p.first.family, p.first.value | host_bits(p.first.family, p.length)};
}

std::optional<ip_address> read_address(std::string_view text) noexcept {
    return text.find(':') == text.npos ? read_v4(text) : read_v6(text);
}

std::optional<ip_prefix> read_prefix(std::string_view text, std::string& fault) {
    const auto slash = text.find('/');
    const auto address = read_address(text.substr(0, slash));
    if (!address) {
        fault = "it is no address: four decimal numbers without leading zeros, or IPv6";
        return {};
    }
    const int most = bits_of(address->family);
    int length = most;
    if (slash != text.npos) {
        const auto digits = text.substr(slash + 1);
        const bool number = !digits.empty() && digits.size() <= 3 && (digits.size() == 1 || digits[0] != '0') &&
                            digits.find_first_not_of("0123456789") == digits.npos;
        length = 0;
        for (const char c : number ? digits : std::string_view()) length = length * 10 + (c - '0');
        if (!number || length > most) {
            fault = fmt::format("the length after / is a number from 0 to {}", most);
            return {};
        }
    }
    const auto host = host_bits(address->family, length);
    if ((address->value & host) != 0) {
        fault = fmt::format("host bits are set: the block is {}",
            text_of(ip_prefix{{address->family, address->value & ~host}, length}));
        return {};
    }
    return ip_prefix{*address, length};
}

std::string text_of(const ip_address& a) {
    if (a.family == ip_family::v6) return text_of_v6(a.value);
    const auto v = static_cast<std::uint32_t>(a.value);
    return fmt::format("{}.{}.{}.{}", v >> 24, v >> 16 & 255, v >> 8 & 255, v & 255);
}

std::string text_of(const ip_prefix& p) { return fmt::format("{}/{}", text_of(p.first), p.length); }

std::vector<ip_prefix> prefixes_of(const ip_range& r) {
    std::vector<ip_prefix> out;
    const auto family = r.first.family;
    auto at = r.first.value;
    while (true) {
        // The largest block that begins here and ends inside.
        int length = bits_of(family);
        while (length > 0 && (at & host_bits(family, length - 1)) == 0 &&
               (at | host_bits(family, length - 1)) <= r.last.value)
            --length;
        out.push_back({{family, at}, length});
        const auto last = at | host_bits(family, length);
        if (last >= r.last.value) return out;
        at = last + 1;
    }
}

} // namespace rules
