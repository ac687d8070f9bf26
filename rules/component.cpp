// SPDX-License-Identifier: MIT
#include "rules/component.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

// iot-identity-service, http-common/src/proxy.rs: http and https URIs, credentials as Basic.
constexpr component identityd{"aziot-identityd", ability::can, ability::cannot, ability::cannot,
    "aziot-identityd takes http:// and https:// proxies and sends credentials as Basic only"};
// iotedge, aziotctl check: the same connector as identityd's (MaybeProxyConnector).
constexpr component check_tool{"aziotctl", ability::can, ability::cannot, ability::cannot,
    "aziotctl, which 'iotedge check' asks for the latest versions, takes http:// and https:// proxies and sends "
    "credentials as Basic only"};
// Microsoft's article on proxies: "always use HTTP to connect to the proxy"; Azure/iotedge#1324, #7091. That .NET 8 and
// later may take https:// and SOCKS, and may answer the other schemes, is recalled and unchecked.
constexpr component modules{"edgeAgent and edgeHub", ability::likely_cannot, ability::likely_cannot,
    ability::likely_cannot,
    "edgeAgent and edgeHub are documented to use http:// proxies only, with user and password in the address"};
// Docker's kinds of proxies, and that Go's HTTP client answers with Basic only, are recalled and unchecked.
constexpr component dockerd{"dockerd", ability::can, ability::can, ability::likely_cannot,
    "dockerd takes http://, https:// and SOCKS5 proxies and sends credentials as Basic only"};
// apt-transport-http(1), recalled: http://, https:// and socks5h://, Basic.
constexpr component apt{
    "apt", ability::can, ability::can, ability::likely_cannot, "apt sends credentials as Basic only"};

struct row {
    std::string_view service;
    std::string_view protocol; ///< empty: any
    const component* who;
};

constexpr std::array rows{row{"iot_hub", "https", &identityd}, row{"iot_hub", "", &modules},
    row{"parent", "https", &identityd}, row{"parent", "", &modules}, row{"dps", "", &identityd},
    row{"mcr", "", &dockerd}, row{"mcr_data", "", &dockerd}, row{"acr", "", &dockerd}, row{"acr_data", "", &dockerd},
    row{"acr_domain", "", &dockerd}, row{"acr_dedicated", "", &dockerd}, row{"acr_regional", "", &dockerd},
    row{"registry", "", &dockerd}, row{"docker_hub", "", &dockerd}, row{"docker_auth", "", &dockerd},
    row{"docker_data", "", &dockerd}, row{"docker_index", "", &dockerd}, row{"marketplace", "", &dockerd},
    row{"blob", "", &dockerd}, row{"packages", "", &apt}, row{"version_info", "", &check_tool}};

} // namespace

const component& identity_service() noexcept { return identityd; }
const component& edge_modules() noexcept { return modules; }
const component& container_engine() noexcept { return dockerd; }
const component& package_manager() noexcept { return apt; }

const component* component_of(const netprobe::target& to) noexcept {
    const auto at = std::find_if(rows.begin(), rows.end(),
        [&](const row& r) { return r.service == to.service && (r.protocol.empty() || r.protocol == to.protocol); });
    return at == rows.end() ? nullptr : at->who;
}

ability with_scheme(const component& who, std::string_view scheme) noexcept {
    if (scheme.starts_with("socks")) return who.socks;
    return scheme == "https" ? who.over_tls : ability::can;
}

ability with_login(const component& who, std::string_view credentials) noexcept {
    constexpr std::array<std::string_view, 3> others{"Digest", "NTLM", "Negotiate"};
    const bool other =
        std::any_of(others.begin(), others.end(), [&](auto o) { return netprobe::same_but_for_case(o, credentials); });
    return other ? who.other_logins : ability::can;
}

} // namespace rules
