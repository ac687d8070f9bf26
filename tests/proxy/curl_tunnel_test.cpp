// SPDX-License-Identifier: MIT
// Tunnels by proxies that want Digest, NTLM or Negotiate.
#include "proxy/curl_tunnel.hpp"

#include <atomic>
#include <cstdlib>

#include <catch2/catch.hpp>

#include "netprobe/together.hpp"
#include "tests/proxy/fake_login.hpp"

using namespace netprobe;
using namespace fakes;

TEST_CASE("curl tunnel: Digest, from the first question to bytes inside") {
    ::setenv("NO_PROXY", "*", 1); // what the environment says is not for us
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    std::string first, second;
    const auto seen = by_proxy({}, [&](peer& p) {
        first = next_request(p);
        p.send(asks_for(digest("n1") + ", Basic realm=\"test\""));
        second = next_request(p);
        if (digest_holds(second, "n1", "S3cr:t@/%x")) be_a_tunnel(p);
    });
    ::unsetenv("NO_PROXY");
    ::unsetenv("http_proxy");
    CHECK(seen.opened);
    CHECK(seen.heard == "ping");
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.legs[0].asked == "CONNECT hub.test:8883");
    CHECK(seen.legs[0].credentials.empty());
    CHECK(seen.legs[0].failed == failure::denied);
    CHECK(seen.legs[0].code == "HTTP 407");
    CHECK(seen.legs[0].offered == std::vector<std::string>{"Digest", "Basic"});
    REQUIRE(seen.legs[0].http);
    CHECK(seen.legs[0].http->status == 407);
    CHECK(seen.legs[0].http->body == "<html>who are you?</html>");
    CHECK(seen.legs[1].asked == "CONNECT hub.test:8883");
    CHECK(seen.legs[1].credentials == "Digest");
    CHECK(seen.legs[1].ok());
    CHECK(seen.legs[1].http->status == 200);
    CHECK(seen.legs[1].started_ms >= seen.legs[0].started_ms + seen.legs[0].elapsed_ms);
    CHECK(header_of(first, "Proxy-Authorization").empty());
    for (const auto& request : {first, second}) {
        CHECK(request.starts_with("CONNECT hub.test:8883 HTTP/1.1\r\nHost: hub.test:8883\r\n"));
        CHECK(header_of(request, "User-Agent").starts_with("egress-check/"));
        CHECK(request.find("Cookie") == request.npos);
    }
}

TEST_CASE("curl tunnel: a stale nonce is answered anew") {
    const auto seen = by_proxy({}, [](peer& p) {
        next_request(p);
        p.send(asks_for(digest("n1")));
        next_request(p);
        p.send(asks_for(digest("n2", ", stale=true")));
        if (digest_holds(next_request(p), "n2", "S3cr:t@/%x")) be_a_tunnel(p);
    });
    CHECK(seen.legs.size() == 3);
    CHECK(seen.heard == "ping");
}

TEST_CASE("curl tunnel: a proxy that ends each connection is asked on new ones") {
    const std::string ends[] = {
        "HTTP/1.1 407 Who\r\nConnection: close\r\nProxy-Authenticate: " + digest("n1") + "\r\n\r\nx",
        "HTTP/1.0 407 Who\r\nContent-Length: 0\r\nProxy-Authenticate: " + digest("n1") + "\r\n\r\n",
        // Longer than we wait for.
        asks_for(digest("n1"), std::string(200'000, 'p'))};
    for (const auto& end : ends) {
        std::atomic<int> connections = 0;
        const auto seen = by_proxy({}, [&](peer& p) {
            const auto request = next_request(p);
            if (connections++ == 0)
                p.send(end);
            else if (digest_holds(request, "n1", "S3cr:t@/%x"))
                be_a_tunnel(p);
        });
        CHECK(connections == 2);
        CHECK(seen.legs.size() == 2);
        CHECK(seen.heard == "ping");
    }
}

TEST_CASE("curl tunnel: NTLM's messages go over one connection") {
    std::vector<std::string> requests;
    std::size_t connections = 0;
    const auto seen = by_proxy({.scheme = "NTLM", .login = proxy::credentials{"CORP\\edge", "secret"}}, [&](peer& p) {
        ++connections;
        requests.push_back(next_request(p));
        p.send(asks_for(ntlm_challenge));
        requests.push_back(next_request(p));
        if (header_of(requests.back(), "Proxy-Authorization").starts_with("NTLM TlRMTVNTUAAD")) be_a_tunnel(p);
    });
    CHECK(seen.heard == "ping");
    CHECK(connections == 1);
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.legs[0].credentials == "NTLM");
    CHECK(seen.legs[0].offered == std::vector<std::string>{"NTLM"});
    CHECK(seen.legs[1].credentials == "NTLM");
    CHECK(header_of(requests.at(0), "Proxy-Authorization").starts_with("NTLM TlRMTVNTUAAB"));
    CHECK(header_of(requests.at(0), "Proxy-Connection") == "Keep-Alive");
}

TEST_CASE("curl tunnel: a challenge is answered whole, however long it is") {
    // Target information that makes it longer than what is kept of a header; libcurl takes little more.
    bytes raw(56 + 760);
    const std::string head("NTLMSSP\0\2\0\0\0\0\0\0\0\x38\0\0\0\x05\x82\x89\xa2\1\2\3\4\5\6\7\x8", 32);
    std::copy(head.begin(), head.end(), raw.begin());
    raw[40] = raw[42] = 0xf8; // length and space of the target information
    raw[41] = raw[43] = 0x02;
    raw[44] = 56;
    raw[56] = 2; // one value, of 752 bytes, and the end
    raw[58] = 0xf0;
    raw[59] = 0x02;
    std::string text(raw.size() * 2, '\0');
    text.resize(static_cast<std::size_t>(
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), raw.data(), static_cast<int>(raw.size()))));
    std::string third;
    const auto seen = by_proxy({.scheme = "NTLM"}, [&](peer& p) {
        next_request(p);
        p.send(asks_for("NTLM " + text));
        third = header_of(next_request(p), "Proxy-Authorization");
        be_a_tunnel(p);
    });
    CHECK(seen.heard == "ping");
    CHECK(third.size() > 1024);
    CHECK(seen.legs[0].http->header("proxy-authenticate").size() == 1024);
}

TEST_CASE("curl tunnel: Negotiate without a ticket goes without, and says why") {
    ::setenv("KRB5CCNAME", "FILE:/nonexistent/ticket", 1);
    ::setenv("KRB5_CONFIG", "/dev/null", 1);
    std::string request;
    const auto seen = by_proxy({.scheme = "Negotiate", .login = {}}, [&](peer& p) {
        request = next_request(p);
        p.send(asks_for("Negotiate"));
        p.wait();
    });
    ::unsetenv("KRB5CCNAME");
    ::unsetenv("KRB5_CONFIG");
    REQUIRE(seen.legs.size() == 1);
    CHECK(seen.last().failed == failure::denied);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().credentials.empty());
    CHECK(seen.last().offered == std::vector<std::string>{"Negotiate"});
    CHECK(seen.last().detail.starts_with("libcurl: gss_init_sec_context() failed: No credentials were supplied"));
    CHECK(header_of(request, "Proxy-Authorization").empty());
}

TEST_CASE("curl tunnel: bytes that come together with the 200 are not lost") {
    attempt how;
    how.wait_for = 15;
    const auto seen = by_proxy(how, [](peer& p) { digest_login(p, "220 mail.t\n"); });
    CHECK(seen.heard == "220 mail.t\nping");
    CHECK(seen.last().early_bytes == 11);
}

TEST_CASE("curl tunnel: over TLS to the proxy") {
    const auto over_tls = [](peer& p) {
        if (p.handshake()) digest_login(p, "early");
    };
    attempt how;
    how.kind = proxy::scheme::https;
    how.wait_for = 9;
    const auto seen = by_proxy(how, over_tls);
    CHECK(seen.legs.size() == 2);
    CHECK(seen.heard == "earlyping");

    how.name = "other.test"; // the certificate is not for it
    const auto withheld = by_proxy(how, over_tls);
    REQUIRE(withheld.legs.size() == 1);
    CHECK(withheld.last().failed == failure::not_tried);
    CHECK(withheld.last().detail == "credentials withheld: the proxy's certificate is not trusted");

    const auto plain = by_proxy(how, [](peer& p) {
        p.read();
        p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    CHECK(plain.last().failed == failure::not_tls);
    CHECK(plain.last().first_bytes.starts_with("485454502f312e31"));
}

TEST_CASE("curl tunnel: to an address literal") {
    std::string request;
    const tls_server server(honest(), [&](peer& p) {
        next_request(p);
        p.send(asks_for(digest("n1")));
        request = next_request(p);
        if (digest_holds(request, "n1", "secret")) be_a_tunnel(p);
    });
    loopback net(0);
    const proxy::address by{proxy::scheme::http, "127.0.0.1", server.port(), proxy::credentials{"edge", "secret"}};
    const auto seen = run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "2001:db8::1", 443, "Digest"}));
    CHECK(seen.heard == "ping");
    CHECK(request.starts_with("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n"));
    CHECK(seen.last().asked == "CONNECT [2001:db8::1]:443");
}

TEST_CASE("curl tunnel: an IPv6 literal for the proxy") {
    loopback net(0);
    const proxy::address by{proxy::scheme::http, "::1", 1, proxy::credentials{"edge", "secret"}};
    const auto seen = run(net.io, try_tunnel(net.on, {by, "::1", "hub.test", 443, "Digest"}));
    CHECK(seen.legs.size() == 1);
    CHECK(seen.last().failed != failure::none);
}

TEST_CASE("curl tunnel: many at once") {
    const tls_server server(honest(), [](peer& p) { digest_login(p); });
    loopback net(0, milliseconds(5000), milliseconds(20000), 40);
    const proxy::address by{proxy::scheme::http, "auth.test", server.port(), proxy::credentials{"edge", "S3cr:t@/%x"}};
    int worked = 0;
    const auto one = [&]() -> asio::awaitable<void> {
        proxy::curl_request what{by, "127.0.0.1", "hub.test", 443, "Digest"};
        const auto seen = co_await try_tunnel(net.on, std::move(what));
        worked += seen.heard == "ping" && seen.legs.size() == 2;
    };
    std::vector<asio::awaitable<void>> all;
    for (int i = 0; i < 40; ++i) all.push_back(one());
    const auto everything = [&]() -> asio::awaitable<int> {
        co_await together(std::move(all));
        co_return 0;
    };
    run(net.io, everything());
    CHECK(worked == 40);
    CHECK(server.connections() == 40);
}
