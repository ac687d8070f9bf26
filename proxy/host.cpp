// SPDX-License-Identifier: MIT
#include "proxy/host.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "netprobe/ascii.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_label = 63, max_name = 253; // RFC 1035 §2.3.4

bool digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<host_fault> read_ipv6(std::string& host, std::string_view text) {
    if (text.find('%') != text.npos)
        return host_fault{"is an IPv6 address with a zone", "give an address that needs none, or a name"};
    in6_addr address{};
    if (text.size() >= INET6_ADDRSTRLEN || inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1)
        return host_fault{"is no IPv6 address", "brackets are for IPv6 addresses only"};
    char shortest[INET6_ADDRSTRLEN] = "";
    inet_ntop(AF_INET6, &address, shortest, sizeof shortest);
    host = shortest;
    return std::nullopt;
}

// Libraries take a name whose last label is a number for an address, and some read "10.1" and "0x7f.1" as one.
bool reads_as_number(std::string_view name) noexcept {
    const auto last = name.substr(name.rfind('.') + 1); // npos + 1 is 0
    const bool hex = last.starts_with("0x") || last.starts_with("0X");
    return std::ranges::all_of(hex ? last.substr(2) : last,
        [&](char c) { return digit(c) || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))); });
}

std::optional<host_fault> fault_of_labels(std::string_view name) {
    if (name.size() > max_name) return host_fault{"has more than 253 characters", "give the proxy's name or address"};
    while (true) {
        const auto label = name.substr(0, name.find('.'));
        if (label.empty()) return host_fault{"has an empty label (two dots, or one in front)", "remove the extra dot"};
        if (label.size() > max_label) return host_fault{"has a label of more than 63 characters", "check the spelling"};
        if (label.front() == '-' || label.back() == '-')
            return host_fault{"has a label that starts or ends with a hyphen", "check the spelling"};
        if (label.size() == name.size()) return std::nullopt;
        name.remove_prefix(label.size() + 1);
    }
}

} // namespace

std::optional<host_fault> read_host(std::string& host, std::string_view text) {
    if (text.empty()) return host_fault{"is missing", "give a name or an address"};
    if (text.front() == '[') {
        if (text.back() != ']') return host_fault{"has a bracket without its pair", "write [ADDRESS]"};
        return read_ipv6(host, text.substr(1, text.size() - 2));
    }
    if (text.size() > 1 && text.back() == '.') text.remove_suffix(1);
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return host_fault{"has a character that is not ASCII", "give the name's form that starts with xn--"};
    const auto allowed = [](char c) { return letter(c) || digit(c) || c == '-' || c == '_' || c == '.'; };
    if (!std::ranges::all_of(text, allowed))
        return host_fault{"has a character that no name has", "names have letters, digits, hyphens and dots"};
    if (auto fault = fault_of_labels(text)) return fault;
    in_addr ignored{};
    if (reads_as_number(text) && inet_pton(AF_INET, std::string(text).c_str(), &ignored) != 1)
        return host_fault{"is no IPv4 address", "an address has four numbers up to 255"};
    host = netprobe::lower(text);
    return std::nullopt;
}

} // namespace proxy
