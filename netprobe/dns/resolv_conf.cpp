// SPDX-License-Identifier: MIT
#include "netprobe/dns/resolv_conf.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "netprobe/ascii.hpp"
#include "netprobe/dns/message.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::dns {
namespace {

constexpr std::size_t max_nameservers = 3; // MAXNS of <resolv.h>
constexpr std::size_t max_search = 32, max_ignored = 8, max_hosts = 16;

std::string_view take_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

std::string_view take_word(std::string_view& line, std::string_view blanks) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const auto word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    return word;
}

bool is_ipv4(std::string_view text) {
    in_addr ignored{};
    if (text.find('\0') != text.npos) return false; // the C library would stop reading there
    return inet_pton(AF_INET, std::string(text).c_str(), &ignored) == 1;
}

// With a scope or without; a scope is the name or number of an interface, which is not looked up here.
bool is_ipv6(std::string_view text) {
    if (text.find('\0') != text.npos) return false;
    const auto percent = text.find('%');
    if (percent != text.npos) {
        const auto scope = text.substr(percent + 1);
        if (scope.empty() || scope.size() > 15) return false; // IFNAMSIZ
        if (std::ranges::any_of(scope, [](char c) { return c <= ' ' || c >= 0x7f || c == '%' || c == '/'; }))
            return false;
    }
    in6_addr ignored{};
    return inet_pton(AF_INET6, std::string(text.substr(0, percent)).c_str(), &ignored) == 1;
}

// As the library reads a nameserver's IPv4 address: also "10.1" and "0x0a.0.0.1" (inet_aton(3)).
std::optional<std::string> nameserver_address(std::string_view word) {
    if (is_ipv6(word)) return std::string(word);
    in_addr address{};
    const std::string text(word);
    if (word.empty() || word.find_first_not_of("0123456789abcdefABCDEFxX.") != word.npos ||
        !inet_aton(text.c_str(), &address))
        return std::nullopt;
    char out[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &address, out, sizeof out);
    return out;
}

void read_nameserver(resolv_conf& into, std::string_view rest) {
    const auto word = take_word(rest, " \t");
    const auto address = nameserver_address(word);
    if (address && into.nameservers.size() < max_nameservers) {
        into.nameservers.push_back({*address, 53});
        return;
    }
    if (into.ignored.size() >= max_ignored) return;
    std::string shown(word);
    const bool windows = shown.ends_with('\r');
    if (windows) shown.pop_back();
    into.ignored.push_back("nameserver " + printable(shown, 64) +
                           (address      ? ": the C library uses the first three only"
                               : windows ? ": the line ends in CR LF, which the C library does not accept"
                                         : ": not an address"));
}

void read_search(resolv_conf& into, std::string_view rest, std::size_t at_most) {
    std::vector<std::string> suffixes;
    while (suffixes.size() < at_most) {
        auto word = take_word(rest, " \t\r");
        if (word.empty()) break;
        if (word.ends_with('.')) word.remove_suffix(1);
        if (!word.empty()) suffixes.push_back(printable(word, 253));
    }
    if (!suffixes.empty()) into.search = std::move(suffixes);
}

// The rest of a line that starts with this keyword and a blank.
std::optional<std::string_view> after(std::string_view line, std::string_view keyword) {
    if (!line.starts_with(keyword) || line.size() == keyword.size()) return std::nullopt;
    const auto rest = line.substr(keyword.size());
    if (rest[0] != ' ' && rest[0] != '\t') return std::nullopt;
    return rest;
}

} // namespace

std::string to_string(const resolver& server) {
    const bool v6 = server.address.find(':') != std::string::npos;
    return (v6 ? "[" + server.address + "]" : server.address) + ":" + std::to_string(server.port);
}

std::optional<resolver> parse_resolver(std::string_view text, std::string& error) {
    resolver server;
    std::string_view address = text, port;
    bool has_port = false;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        address = text.substr(1, close == text.npos ? 0 : close - 1);
        if (close != text.npos && close + 1 < text.size()) {
            has_port = true;
            port = text.substr(close + 1);
            port = port.starts_with(':') ? port.substr(1) : std::string_view();
        }
        if (!is_ipv6(address)) address = {};
    } else if (std::ranges::count(text, ':') == 1) {
        has_port = true;
        address = text.substr(0, text.find(':'));
        port = text.substr(address.size() + 1);
    }
    const auto quoted = "resolver \"" + printable(text, 64) + "\": ";
    if (address.size() > 64 || (!is_ipv4(address) && !is_ipv6(address))) {
        error = quoted + "give an IP address with or without a port, such as 10.0.0.1, 10.0.0.1:5353 or [fd00::1]:53";
        return std::nullopt;
    }
    server.address = address;
    if (has_port) {
        const auto number = port_from(port);
        if (!number) {
            error = quoted + "the port must be a number from 1 to 65535";
            return std::nullopt;
        }
        server.port = *number;
    }
    return server;
}

resolv_conf parse_resolv_conf(std::string_view text) {
    resolv_conf seen;
    text = text.substr(0, 64 * 1024);
    while (!text.empty()) {
        const auto line = take_line(text);
        if (const auto server = after(line, "nameserver")) read_nameserver(seen, *server);
        if (const auto domain = after(line, "domain")) read_search(seen, *domain, 1);
        if (const auto search = after(line, "search")) read_search(seen, *search, max_search);
    }
    return seen;
}

std::vector<std::string> parse_hosts_file(std::string_view text, std::string_view name) {
    std::vector<std::string> addresses;
    text = text.substr(0, 1024 * 1024);
    while (!text.empty() && addresses.size() < max_hosts) {
        auto line = take_line(text);
        line = line.substr(0, line.find('#'));
        const auto address = take_word(line, " \t\r");
        if (!is_ipv4(address) && !is_ipv6(address)) continue;
        for (auto word = take_word(line, " \t\r"); !word.empty(); word = take_word(line, " \t\r"))
            if (same_name(word, name)) {
                if (std::ranges::find(addresses, address) == addresses.end()) addresses.emplace_back(address);
                break;
            }
    }
    return addresses;
}

} // namespace netprobe::dns
