// SPDX-License-Identifier: MIT
//
// What a tunnel is worth that we were granted: to the part of the device that goes this way (facts/azure.md §4.2), and
// at all (facts/faults.md D26).
#include <algorithm>
#include <fmt/format.h>

#include "rules/component.hpp"
#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {
namespace {

// What one part of the device certainly cannot use is proved, whatever is only likely of another.
void prove_by_any(inquiry& in, std::string_view cause) {
    const bool any =
        std::any_of(in.found.begin(), in.found.end(), [&](const auto& s) { return s.cause == cause && s.proved; });
    for (auto& s : in.found)
        if (s.cause == cause) s.proved = any;
}

// A name that does not exist was granted a tunnel: only what comes through one tells anything (facts/faults.md D26).
void diagnose_fake_tunnel(inquiry& in) {
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    if (!nowhere || !tunnelled(*nowhere)) return;
    suspicion s;
    s.cause = "proxy.fake_tunnel";
    s.box = proxy_place(in.of, *nowhere);
    s.keys = {"proxy:" + s.box};
    s.severity = severity::note;
    // A server with a certificate of its own stands at the end: that is what a name leads to that a resolver made up.
    const bool real_server = nowhere->tls && !nowhere->tls->chain.empty() && !nowhere->tls->name_matches;
    s.proved = !real_server;
    s.control = real_server
                    ? "a request for a tunnel to a name that cannot exist (RFC 6761); a resolver of the proxy's "
                      "that has an address for every name would look the same"
                    : "a request for a tunnel to a name that cannot exist (RFC 6761)";
    s.evidence.push_back(fmt::format("{} was granted in {}: a tunnel that this proxy grants proves nothing{}",
        tunnel_of(*nowhere)->asked, duration(tunnel_of(*nowhere)->elapsed_ms),
        nowhere->tls && !nowhere->tls->chain.empty()
            ? fmt::format(", nor does TLS: {} issued {}", nowhere->tls->chain.front().issuer,
                  real_server ? "the certificate of who answers" : "a certificate for it")
            : std::string()));
    for (std::size_t i = 0; i < in.size(); ++i)
        if (tunnelled(in.path(i).seen)) s.touches.push_back(i);
    in.suspect(std::move(s));
}

} // namespace

// The way is open for us, by a kind of proxy or of credentials that the part of the device that goes here cannot use.
void diagnose_use(inquiry& in, std::size_t index) {
    const auto& path = in.path(index);
    const auto* who = component_of(path.planned.to);
    if (!who || informative(path)) return;
    const auto* again = tunnelled(path.seen) ? nullptr : alone(in.of, in.id(index));
    const auto& seen = again ? *again : path.seen;
    if (!tunnelled(seen)) return;
    const auto scheme = proxy_scheme(in.of, seen);
    const auto& requests = seen.proxy->tunnel;
    const bool basic = std::any_of(requests.begin(), requests.end(),
        [](const auto& t) { return std::find(t.offered.begin(), t.offered.end(), "Basic") != t.offered.end(); });
    const auto& login = requests.back().credentials;
    const auto by_scheme = with_scheme(*who, scheme), by_login = basic ? ability::can : with_login(*who, login);
    if (by_scheme == ability::can && by_login == ability::can) return;
    const bool kind = by_scheme != ability::can;
    if (in.works(index)) in.break_path(index);
    auto s = about_proxy(in, kind ? "proxy.kind_unsupported" : "proxy.auth_unsupported_scheme", index);
    s.proved = (kind ? by_scheme : by_login) == ability::cannot;
    const auto cannot = s.proved ? "cannot" : "most likely cannot";
    s.evidence.push_back(
        kind ? fmt::format(
                   "{} {} go by this {}:// proxy, although we could: {}", who->name, cannot, scheme, who->because)
             : fmt::format("{} {} log in with {}, although we could: {}", who->name, cannot, login, who->because));
    in.suspect(std::move(s));
}

void diagnose_worth(inquiry& in) {
    prove_by_any(in, "proxy.kind_unsupported");
    prove_by_any(in, "proxy.auth_unsupported_scheme");
    diagnose_fake_tunnel(in);
}

} // namespace rules::diagnosis
