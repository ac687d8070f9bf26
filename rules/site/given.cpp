// SPDX-License-Identifier: MIT
#include "rules/site/given.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/shown.hpp"

namespace rules {

using netprobe::lower;

void refuse(std::string_view option, std::string_view given, std::string_view what, std::string_view remedy) {
    throw std::invalid_argument(fmt::format("{} {}: {}; {}", option, shown_without_secret(given), what, remedy));
}

std::string checked_name(std::string_view option, std::string_view name) {
    if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
    if (const auto fault = fault_of_name(name)) refuse(option, name, fault->what, fault->remedy);
    return lower(name);
}

given_host take_apart(std::string_view option, std::string_view given) {
    given_host out;
    auto text = given;
    if (const auto scheme = text.find("://"); scheme != text.npos) {
        const auto word = lower(text.substr(0, scheme));
        text.remove_prefix(scheme + 3);
        if (word != "https" && word != "wss")
            refuse(option, word, "is a scheme that does not apply here", "give the name alone, or an https:// address");
        out.url = true;
    }
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    out.rest = text.substr(end);
    text = text.substr(0, end);
    // A digest ("repo@sha256:…") comes after the first '/', so an '@' here ends user information.
    if (const auto at = text.rfind('@'); at != text.npos) text.remove_prefix(at + 1);
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == text.npos)
            refuse(option, text, "has a bracket without its pair", "write [ADDRESS] or [ADDRESS]:PORT");
        out.host = text.substr(1, close - 1);
        text.remove_prefix(close + 1);
        if (!is_ipv6(out.host)) refuse(option, out.host, "is no IPv6 address", "brackets are for IPv6 addresses only");
        if (!text.empty() && text[0] != ':') refuse(option, text, "follows the address", "write [ADDRESS]:PORT");
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        out.host = text.substr(0, colon);
        text.remove_prefix(colon);
        if (text.find(':', 1) != text.npos)
            refuse(option, given, "has more than one colon", "write an IPv6 address in brackets");
    }
    out.colon = !text.empty();
    out.port = text.substr(std::min<std::size_t>(1, text.size()));
    return out;
}

std::string_view value_of(std::string_view text, std::string_view wanted) {
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto part = text.substr(0, end);
        if (const auto equals = part.find('='); equals != part.npos && lower(part.substr(0, equals)) == wanted)
            return part.substr(equals + 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

bool is_connection_string(std::string_view text) noexcept {
    const auto sign = text.find_first_of("=;/?#:");
    return sign != text.npos && (text[sign] == '=' || text[sign] == ';');
}

} // namespace rules
