// SPDX-License-Identifier: MIT
//
// A proxy that wants to know who asks (facts/faults.md D07–D11; RFC 9110 §11.7, RFC 1928, RFC 1929).
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/tunnel.hpp"
#include "rules/proxy_shown.hpp"

namespace rules::diagnosis {
namespace {

bool has(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

suspicion read_socks_login(const inquiry& in, std::size_t index, const netprobe::tunnel_observation& t) {
    const auto& said = *t.socks;
    const auto site = read_shown_proxy(in.of.site.proxy);
    const bool known = (site && !site->login.empty()) || !t.credentials.empty();
    auto s = about_proxy(in, "proxy.auth_failed", index);
    if (said.login && *said.login != 0) {
        s.proved = true;
        s.evidence.push_back(fmt::format("{}: the proxy rejects user and password (status {})", t.asked, *said.login));
        return s;
    }
    s.cause = known ? "proxy.auth_unsupported_scheme" : "proxy.auth_required";
    s.proved = said.method == 255;
    s.evidence.push_back(fmt::format("{}: the proxy accepts no login{} (method {})", t.asked,
        known ? ", nor user and password" : ", and there are no credentials to give it", said.method.value_or(255)));
    if (!known) s.control = "it may want another login than user and password, which only trying them shows";
    return s;
}

} // namespace

// RFC 9110 §15.5.2 has 401 for origins. A proxy that gives it says so to credentials that it does not take; a web
// server that wants some has not understood ours, which are for a proxy.
bool rejects_login(const netprobe::path_observation& seen) {
    const auto* t = tunnel_of(seen);
    if (!t || !t->http || t->http->status != 401 || is_web_server(*t->http)) return false;
    const auto& requests = seen.proxy->tunnel;
    return std::any_of(requests.begin(), requests.end(), [](const auto& r) { return !r.credentials.empty(); });
}

suspicion read_login(const inquiry& in, std::size_t index) {
    const auto& requests = in.path(index).seen.proxy->tunnel;
    const auto& t = requests.back();
    if (t.socks) return read_socks_login(in, index, t);
    std::vector<std::string> offered, sent;
    for (const auto& r : requests) {
        for (const auto& scheme : r.offered)
            if (!has(offered, scheme)) offered.push_back(scheme);
        if (!r.credentials.empty() && !has(sent, r.credentials)) sent.push_back(r.credentials);
    }
    auto s = about_proxy(in, "proxy.auth_required", index);
    s.proved = true;
    s.evidence.push_back(answer_sentence(t));
    s.evidence.push_back(offered.empty() ? std::string("the proxy names no scheme that it would take")
                                         : fmt::format("the proxy takes {}", fmt::join(offered, ", ")));
    if (!sent.empty())
        s.evidence.push_back(fmt::format("we answered with {}, and it asked again", fmt::join(sent, ", ")));
    if (!offered.empty() && !has(offered, "Basic")) {
        s.cause = "proxy.auth_unsupported_scheme";
        s.evidence.push_back("aziot-identityd and dockerd log in with Basic only");
        // RFC 4559 and NTLM sign in connections, not requests.
        const bool cut = std::any_of(requests.begin(), requests.end(), [](const auto& r) {
            return r.http && (r.http->header("connection") == "close" || r.http->header("proxy-connection") == "close");
        });
        if (cut && !sent.empty())
            s.evidence.push_back("it closes the connection between the steps of the login, which NTLM cannot survive");
        return s;
    }
    if (has(sent, "Basic")) s.cause = "proxy.auth_failed";
    if (offered.empty()) s.proved = false;
    if (offered.empty() && rejects_login(in.path(index).seen))
        s.control = "a request without credentials would be answered 407";
    return s;
}

} // namespace rules::diagnosis
