// SPDX-License-Identifier: MIT
#include "rules/lint/proxy_url.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"

namespace rules {
namespace {

std::string_view default_proxy_port(std::string_view scheme) {
    if (scheme == "https") return "443";
    return scheme.starts_with("socks") ? "1080" : "80";
}

bool is_proxy_host(std::string_view host) {
    if (host.starts_with('[')) return host.ends_with(']') && is_ipv6(host.substr(1, host.size() - 2));
    return is_ipv4(host) || !fault_of_name(host);
}

} // namespace

proxy_url proxy_url_of(std::string_view text) {
    proxy_url url;
    if (const auto end = text.find("://"); end != text.npos) {
        url.scheme = netprobe::lower(text.substr(0, end));
        text.remove_prefix(end + 3);
    }
    if (const auto at = text.rfind('@'); at != text.npos) {
        const auto login = text.substr(0, at);
        url.odd_login = login.find_first_of("@/?#\\") != login.npos;
        url.colon_in_password = std::ranges::count(login, ':') > 1;
        text.remove_prefix(at + 1);
    }
    if (text.ends_with('/')) text.remove_suffix(1);
    const auto bracket = text.rfind(']');
    const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
    const auto host = text.substr(0, colon);
    const auto port = colon == text.npos ? default_proxy_port(url.scheme) : text.substr(colon + 1);
    if (!is_proxy_host(host))
        url.fault = "its host is no host name";
    else if (!netprobe::port_from(port))
        url.fault = "its port is none";
    else
        url.address = fmt::format("{}:{}", netprobe::lower(host), port);
    return url;
}

} // namespace rules
