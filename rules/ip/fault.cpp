// SPDX-License-Identifier: MIT
#include "rules/ip/fault.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rules/ip/address.hpp"
#include "rules/ip/scan.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::string_view digits = "0123456789";

bool only(std::string_view text, std::string_view alphabet) { return text.find_first_not_of(alphabet) == text.npos; }

std::string_view trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (true) {
        const auto dot = text.find('.');
        out.push_back(text.substr(0, dot));
        if (dot == text.npos) return out;
        text.remove_prefix(dot + 1);
    }
}

// Numbers and dots that are no dotted quad: what inet_aton() of C would have made of them is somebody else's address.
std::string fault_of_numbers(std::string_view text) {
    const auto parts = parts_of(text);
    if (parts.size() == 1) return "a bare number is an address for some readers only; write four numbers with dots";
    for (const auto part : parts) {
        if (part.empty()) return "a number is missing between dots; write four numbers with dots";
        if (part.size() > 1 && part[0] == '0')
            return fmt::format(
                "{} is octal for some readers and decimal for others; leave out the leading zero", shown(part));
    }
    if (parts.size() < 4)
        return fmt::format("{} numbers of four: readers differ in which are meant; write all four", parts.size());
    if (parts.size() > 4) return fmt::format("{} numbers are too many; write four", parts.size());
    return "a number is more than 255; write four numbers from 0 to 255";
}

std::string fault_of_address(std::string_view text) {
    if (text.empty()) return "an address is missing; write one";
    if (text.find('\0') != text.npos) return "it holds zero bytes; save the file as UTF-8";
    if (text.find_first_of(" \t\r,;") != text.npos)
        return "more than one thing in a line; write one address, prefix or range a line";
    if (only(text, "0123456789.")) return fault_of_numbers(text);
    if (text.find('[') != text.npos || text.find(']') != text.npos) return "brackets belong to URLs; leave them out";
    if (text.find('%') != text.npos) return "a zone means something on one machine only; leave out % and what follows";
    if (text.find(':') != text.npos)
        return "it is no IPv6 address; write eight groups of up to four hexadecimal digits, or ::";
    for (const auto part : parts_of(text))
        if (part.starts_with("0x") || part.starts_with("0X"))
            return "hexadecimal is read by some only; write decimal numbers";
    return "it is no address; a name's addresses must be looked up first";
}

} // namespace

std::string fault_of_prefix(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = read_address(text.substr(0, slash));
    if (!address) return fault_of_address(text.substr(0, slash));
    if (slash == text.npos) return "it cannot be read";
    const auto most = bits_of(address->family);
    const auto behind = text.substr(slash + 1);
    int length = 0;
    if (scan_length(behind.data(), behind.data() + behind.size(), most, length) != behind.data() + behind.size()) {
        if (behind.find('.') != behind.npos && read_address(behind))
            return "a mask follows the slash; write the length, as in /24";
        return fmt::format("the length after / is a number from 0 to {}", most);
    }
    const auto host = address->family == ip_family::v4 ? host_bits<std::uint32_t>(length) : host_bits<uint128>(length);
    return fmt::format(
        "host bits are set: the block is {}", text_of(ip_prefix{{address->family, address->value & ~host}, length}));
}

std::string fault_of_entry(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == text.npos) return fault_of_prefix(text);
    const auto from = trimmed(text.substr(0, dash)), to = trimmed(text.substr(dash + 1));
    const auto first = read_address(from), last = read_address(to);
    if (first && last)
        return first->family != last->family ? "the ends of the range are of two families; write a range for each"
                                             : "the range runs backwards; write the lower address first";
    if (!first && !only(from, digits) && from.find_first_of(".:/") == from.npos) return fault_of_address(text);
    if (from.find('/') != from.npos || to.find('/') != to.npos)
        return "a range goes from address to address; leave out the lengths";
    return fault_of_address(first ? to : from);
}

} // namespace rules
