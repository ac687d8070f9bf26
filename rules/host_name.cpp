// SPDX-License-Identifier: MIT
#include "rules/host_name.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rules {
namespace {

constexpr std::size_t max_label = 63;
constexpr std::size_t max_name = 253;

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool hex(char c) noexcept { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Groups of 16 bits in one side of an IPv6 address; an IPv4 tail counts as two. -1: malformed.
int groups(std::string_view side, bool tail) noexcept {
    int count = 0;
    while (!side.empty()) {
        const auto colon = side.find(':');
        const auto group = side.substr(0, colon);
        if (colon == side.npos && tail && is_ipv4(group)) return count + 2;
        if (group.empty() || group.size() > 4 || !std::ranges::all_of(group, hex)) return -1;
        ++count;
        if (colon == side.npos) break;
        side.remove_prefix(colon + 1);
        if (side.empty()) return -1; // "1:"
    }
    return count;
}

name_fault fault_of_character(char c, std::size_t at) {
    const auto where = fmt::format("character {} is ", at + 1);
    const auto value = static_cast<unsigned char>(c);
    if (value >= 0x80) return {where + "not ASCII", "give the name's ASCII form, which starts a label with xn--"};
    if (value < ' ' || value == 0x7f) return {where + "a control character", "type the name again"};
    if (c == ' ') return {where + "a space", "give the name alone"};
    if (c == '"' || c == '\'' || c == '`') return {where + "a quote", "give the name without quotes"};
    if (c == '_') return {where + "an underscore", "host names have letters, digits, hyphens and dots only"};
    return {fmt::format("{}'{}'", where, c), "host names have letters, digits, hyphens and dots only"};
}

} // namespace

bool is_ipv4(std::string_view text) noexcept {
    for (int part = 0; part < 4; ++part) {
        const auto dot = text.find('.');
        if ((dot == text.npos) != (part == 3)) return false;
        const auto number = text.substr(0, dot);
        if (number.empty() || number.size() > 3 || !std::ranges::all_of(number, digit)) return false;
        if (number.size() > 1 && number[0] == '0') return false; // inet_aton takes it for octal
        if (number.size() == 3 && number > "255") return false;
        text.remove_prefix(part == 3 ? text.size() : dot + 1);
    }
    return true;
}

bool is_ipv6(std::string_view text) noexcept {
    if (text.size() < 2 || text.size() > 45) return false;
    const auto gap = text.find("::");
    if (gap == text.npos) return groups(text, true) == 8;
    if (text.find("::", gap + 1) != text.npos) return false;
    const int left = groups(text.substr(0, gap), false);
    const int right = groups(text.substr(gap + 2), true);
    return left >= 0 && right >= 0 && left + right <= 7;
}

bool reads_as_address(std::string_view text) noexcept {
    if (text.find(':') != text.npos) return true;
    auto last = text.substr(text.rfind('.') + 1); // npos + 1 is 0
    if (last.size() > 2 && last[0] == '0' && (last[1] == 'x' || last[1] == 'X'))
        return std::ranges::all_of(last.substr(2), hex);
    return !last.empty() && std::ranges::all_of(last, digit);
}

std::optional<name_fault> fault_of_name(std::string_view name) {
    if (name.empty()) return name_fault{"is empty", "give a name"};
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_letter(c) && !digit(c) && c != '-' && c != '.') return fault_of_character(c, i);
    }
    if (name.size() > max_name)
        return name_fault{fmt::format("has {} characters", name.size()), "host names have at most 253"};
    while (true) {
        const auto dot = name.find('.');
        const auto label = name.substr(0, dot);
        if (label.empty()) return name_fault{"has an empty label (two dots, or one in front)", "remove the extra dot"};
        if (label.size() > max_label)
            return name_fault{fmt::format("has a label of {} characters", label.size()), "labels have at most 63"};
        if (label.front() == '-' || label.back() == '-')
            return name_fault{"has a label that starts or ends with a hyphen", "check the spelling"};
        if (dot == name.npos) return std::nullopt;
        name.remove_prefix(dot + 1);
    }
}

} // namespace rules
