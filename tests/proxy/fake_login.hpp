// SPDX-License-Identifier: MIT
// The proxy's side of Digest and NTLM, as far as the tests need it; and a way to open a tunnel by such a proxy.
#pragma once

#include <array>
#include <optional>
#include <string>

#include <openssl/evp.h>

#include "netprobe/printable.hpp"
#include "proxy/curl_tunnel.hpp"
#include "tests/fakes/scripts.hpp"

namespace fakes {

inline std::string md5(const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), sum.data(), &size, EVP_md5(), nullptr);
    return netprobe::hex({sum.data(), size}, size);
}

/// A parameter of a Digest answer, without quotes.
inline std::string parameter_of(const std::string& answer, const std::string& name) {
    auto at = answer.find(" " + name + "=");
    if (at == std::string::npos) return {};
    at += name.size() + 2;
    if (answer[at] == '"') return answer.substr(at + 1, answer.find('"', at + 1) - at - 1);
    return answer.substr(at, answer.find_first_of(", ", at) - at);
}

/// The request answers `nonce` rightly for that password (RFC 7616 §3.4.1, MD5 and qop=auth).
inline bool digest_holds(const std::string& request, const std::string& nonce, const std::string& password) {
    const auto answer = header_of(request, "Proxy-Authorization");
    const auto given = [&](const std::string& name) { return parameter_of(answer, name); };
    const auto a1 = md5(given("username") + ":" + given("realm") + ":" + password);
    const auto a2 = md5("CONNECT:" + given("uri"));
    const auto whole = a1 + ":" + nonce + ":" + given("nc") + ":" + given("cnonce") + ":" + given("qop") + ":" + a2;
    return answer.starts_with("Digest ") && given("nonce") == nonce && given("response") == md5(whole);
}

/// A 407 with these headers and a page, on a connection that stays.
inline std::string asks_for(const std::string& challenge, const std::string& page = "<html>who are you?</html>") {
    return http_reply("407 Proxy Authentication Required", "Proxy-Authenticate: " + challenge + "\r\n", page);
}

inline std::string digest(const std::string& nonce, const std::string& more = "") {
    return "Digest realm=\"test\", qop=\"auth\", nonce=\"" + nonce + "\"" + more;
}

/// The second message of NTLM (MS-NLMP §2.2.1.2), from the domain WORKGROUP.
inline const std::string ntlm_challenge =
    "NTLM TlRMTVNTUAACAAAADAAMADgAAAAFgomiAAECAwQFBgcAAAAAAAAAAAAAAABEAAAABgGxHQAAAA9XAE8AUgBLAEcAUAA=";

inline const std::string granted = "HTTP/1.1 200 Connection established\r\n\r\n";

/// Grants the tunnel, then sends back what comes.
inline void be_a_tunnel(peer& p, const std::string& early = "") {
    p.send(granted + early);
    for (auto some = p.read(); !some.empty(); some = p.read()) p.send(some);
}

/// The next request's head, or nothing at the end.
inline std::string next_request(peer& p) { return p.read_until("\r\n\r\n"); }

/// A whole Digest login of the usual attempt, on one connection.
inline void digest_login(peer& p, const std::string& early = "") {
    next_request(p);
    p.send(asks_for(digest("n1")));
    if (digest_holds(next_request(p), "n1", "S3cr:t@/%x"))
        be_a_tunnel(p, early);
    else
        p.send(asks_for(digest("n1")));
    p.wait();
}

/// What came of opening a tunnel and saying "ping" in it.
struct tried {
    std::vector<netprobe::tunnel_observation> legs;
    bool opened = false;
    std::string heard;
    double took_ms = 0;

    const netprobe::tunnel_observation& last() const { return legs.back(); }
};

inline asio::awaitable<tried> try_tunnel(const netprobe::wire& on, proxy::curl_request what, std::size_t wait_for = 4,
    const proxy::curl_library* with = proxy::curl_of_this_device()) {
    tried seen;
    const auto began = on.budget.now_ms();
    auto got = co_await proxy::open_with_curl(on, std::move(what), with);
    seen.took_ms = on.budget.now_ms() - began;
    seen.legs = std::move(got.legs);
    seen.opened = got.over != nullptr;
    if (!got.over) co_return seen;
    const netprobe::watchdog guard(on.budget, [&] {
        std::error_code ignored;
        got.over->socket().close(ignored);
    });
    std::error_code ec;
    const netprobe::bytes ping{'p', 'i', 'n', 'g'};
    co_await got.over->write(ping, ec);
    while (!ec && seen.heard.size() < wait_for) {
        netprobe::bytes some(3);
        const auto count = co_await got.over->read_some(some, ec);
        seen.heard.append(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
    }
    co_return seen;
}

/// How to try it.
struct attempt {
    std::string scheme = "Digest";
    std::optional<proxy::credentials> login = proxy::credentials{"edge", "S3cr:t@/%x"};
    proxy::scheme kind = proxy::scheme::http;
    std::string name = "auth.test"; ///< of the proxy
    netprobe::milliseconds limit{1000};
    netprobe::milliseconds deadline{5000};
    std::size_t wait_for = 4;
    const proxy::curl_library* with = proxy::curl_of_this_device();
};

/// One tunnel to hub.test:8883 by a proxy on loopback that follows `what`.
inline tried by_proxy(const attempt& how, const tls_server::script& what, const presentation& as = honest()) {
    const tls_server server(as, what);
    loopback net(0, how.limit, how.deadline);
    const proxy::address by{how.kind, how.name, server.port(), how.login};
    return run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "hub.test", 8883, how.scheme}, how.wait_for, how.with));
}

} // namespace fakes
