// SPDX-License-Identifier: MIT
#include "proxy/components.hpp"

#include <algorithm>
#include <array>

namespace proxy {
namespace {

using words = std::array<std::string_view, 2>;
constexpr words upper_https{"HTTPS_PROXY", "https_proxy"}, upper_http{"HTTP_PROXY", "http_proxy"},
    upper_none{"NO_PROXY", "no_proxy"}, lower_https{"https_proxy", "HTTPS_PROXY"}, lower_all{"all_proxy", "ALL_PROXY"},
    lower_none{"no_proxy", "NO_PROXY"};
constexpr std::array<std::string_view, 1> only_http{"http_proxy"}, only_https{"https_proxy"}, only_none{"no_proxy"};

// facts/azure.md §4.2, and beside it what each row names.
constexpr std::array told_rows{
    component_row{.who = component::identityd,
        .name = "aziot-identityd",
        .unit = "aziot-identityd.service",
        .reads = "HTTPS_PROXY, then https_proxy, of its unit",
        .for_https = upper_https,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .https = true,
        .needs_scheme = true,
        .logins = "Basic",
        .source = "iot-identity-service: http-common/src/proxy.rs; NO_PROXY: its issue 493"},
    component_row{.who = component::certd,
        .name = "aziot-certd",
        .unit = "aziot-certd.service",
        .reads = "HTTPS_PROXY, then https_proxy, of its unit (for EST only)",
        .for_https = upper_https,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .https = true,
        .needs_scheme = true,
        .logins = "Basic",
        .source = "iot-identity-service: cert/aziot-certd/src/est.rs, http-common/src/proxy.rs"},
    component_row{.who = component::edged,
        .name = "aziot-edged",
        .unit = "aziot-edged.service",
        .reads = "nothing: it makes no calls of its own; `iotedge check` compares https_proxy of its unit",
        .source = "iotedge: no HTTP client in aziot-edged's sources (inferred)"},
    component_row{.who = component::iotedged,
        .name = "iotedged (1.1)",
        .unit = "iotedge.service",
        .reads = "HTTPS_PROXY, then https_proxy, of its unit",
        .for_https = upper_https,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .needs_scheme = true,
        .logins = "Basic",
        .source = "documentation: \"daemon and runtime containers always use HTTP to connect to the proxy\""},
    component_row{.who = component::dockerd,
        .name = "dockerd",
        .unit = "docker.service",
        .reads = "\"proxies\" of daemon.json, then HTTPS_PROXY and https_proxy of its unit",
        .for_http = upper_http,
        .for_https = upper_https,
        .for_none = upper_none,
        .goes_out = true,
        .http = true,
        .https = true,
        .socks5 = true, // and not socks5h: Go before 1.24 speaks HTTP to it
        .logins = "Basic",
        .no_proxy = no_proxy_reader::go,
        .source = "moby: daemon.go configureProxyEnv; golang.org/x/net/http/httpproxy; net/http"},
    component_row{.who = component::edge_agent,
        .name = "edgeAgent",
        .reads = "https_proxy at [agent.env] of config.toml until a deployment sets its own",
        .for_https = only_https,
        .any_case = true,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .needs_scheme = true,
        .cuts_at_colon = true,
        .logins = "Basic",
        .source = "iotedge: edge-util Proxy.cs; its issues 1324 and 7091 for https://"},
    component_row{.who = component::edge_hub,
        .name = "edgeHub",
        .reads = "https_proxy of the deployment only, which is not on the device",
        .for_https = only_https,
        .any_case = true,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .needs_scheme = true,
        .cuts_at_colon = true,
        .logins = "Basic",
        .source = "iotedge: edge-util Proxy.cs; its issues 1324 and 7091 for https://"},
    component_row{.who = component::apt,
        .name = "apt",
        .reads = "Acquire::https::Proxy, then Acquire::http::Proxy, of apt.conf, then https_proxy and http_proxy",
        .for_http = only_http,
        .for_https = only_https,
        .for_none = only_none,
        .empty_counts = true,
        .goes_out = true,
        .http = true,
        .https = true,
        .socks5h = true,
        .needs_scheme = true,
        .logins = "Basic",
        .no_proxy = no_proxy_reader::apt,
        .source = "apt: methods/http.cc"},
    component_row{.who = component::curl,
        .name = "curl in this shell",
        .reads = "https_proxy, then HTTPS_PROXY, then all_proxy; for http:// http_proxy in lower case only",
        .for_http = only_http,
        .for_https = lower_https,
        .for_all = lower_all,
        .for_none = lower_none,
        .goes_out = true,
        .http = true,
        .https = true,
        .socks5 = true,
        .socks5h = true,
        .logins = "Basic; Digest, NTLM and Negotiate when told to",
        .no_proxy = no_proxy_reader::curl,
        .source = "tried with curl 7.88.1"},
};

} // namespace

std::span<const component_row> components() noexcept { return told_rows; }

const component_row& row_of(component who) noexcept { return *std::ranges::find(told_rows, who, &component_row::who); }

bool can_use(const component_row& who, proxy::scheme kind) noexcept {
    switch (kind) {
    case scheme::http: return who.http;
    case scheme::https: return who.https;
    case scheme::socks5: return who.socks5;
    case scheme::socks5h: return who.socks5h;
    }
    return false;
}

} // namespace proxy
