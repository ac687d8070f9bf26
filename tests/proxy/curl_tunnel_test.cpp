// SPDX-License-Identifier: MIT
// Tunnels by proxies that want Digest, NTLM or Negotiate.
#include "proxy/curl_tunnel.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>

#include <catch2/catch.hpp>

#include "netprobe/together.hpp"
#include "proxy/curl_library.hpp"
#include "tests/proxy/fake_login.hpp"

using namespace netprobe;
using namespace fakes;

namespace {

std::string next_request(peer& p) { return p.read_until("\r\n\r\n"); }

// A whole Digest login, on one connection.
void digest_login(peer& p, const std::string& early = "") {
    next_request(p);
    p.send(asks_for(digest("n1")));
    if (digest_holds(next_request(p), "n1", "S3cr:t@/%x"))
        be_a_tunnel(p, early);
    else
        p.send(asks_for(digest("n1")));
    p.wait();
}

} // namespace

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

TEST_CASE("curl tunnel: a wrong password ends with the second 407") {
    const auto seen = by_proxy({.login = proxy::credentials{"edge", "wrong"}}, [](peer& p) { digest_login(p); });
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.last().failed == failure::denied);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().credentials == "Digest");
    CHECK(seen.took_ms < 500);
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

TEST_CASE("curl tunnel: 407 without end") {
    const auto endless = [](std::string challenge) {
        return [=](peer& p) {
            while (!next_request(p).empty() && p.send(asks_for(challenge))) {
            }
        };
    };
    const auto stale = by_proxy({}, endless(digest("n", ", stale=true")));
    CHECK(stale.legs.size() == 8);
    CHECK(stale.last().failed == failure::too_much);
    const auto ntlm = by_proxy({.scheme = "NTLM"}, endless(ntlm_challenge));
    CHECK(ntlm.legs.size() == 8);
    CHECK(ntlm.last().failed == failure::too_much);
    CHECK(ntlm.took_ms < 900);
}

TEST_CASE("curl tunnel: all requests together have the limit of one step") {
    const auto seen = by_proxy({.limit = milliseconds(300)}, [](peer& p) {
        while (!next_request(p).empty()) {
            std::this_thread::sleep_for(milliseconds(120));
            if (!p.send(asks_for(digest("n", ", stale=true")))) return;
        }
    });
    CHECK(seen.last().failed == failure::timed_out);
    CHECK(seen.last().code.empty());
    REQUIRE(seen.last().kernel.tcp);
    CHECK(seen.last().kernel.tcp->state == "ESTABLISHED");
    CHECK(seen.legs.size() == 3);
    CHECK(seen.took_ms < 450);
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

TEST_CASE("curl tunnel: a proxy that promises to keep the connection and does not") {
    const auto seen = by_proxy({}, [](peer& p) {
        next_request(p);
        p.send(asks_for(digest("n1")));
    });
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.legs[0].code == "HTTP 407");
    CHECK((seen.legs[1].failed == failure::closed || seen.legs[1].failed == failure::reset));
    CHECK(seen.legs[1].credentials == "Digest");
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

TEST_CASE("curl tunnel: NTLM by a proxy that does not keep the connection") {
    const auto seen = by_proxy({.scheme = "NTLM"}, [](peer& p) {
        const bool first = header_of(next_request(p), "Proxy-Authorization").starts_with("NTLM TlRMTVNTUAAB");
        p.send("HTTP/1.1 407 Who\r\nConnection: close\r\nContent-Length: 0\r\nProxy-Authenticate: " +
               (first ? ntlm_challenge : "NTLM") + "\r\n\r\n");
    });
    CHECK_FALSE(seen.opened);
    REQUIRE(seen.legs.size() >= 2);
    CHECK(seen.last().failed == failure::denied);
    CHECK(seen.legs[0].http->header("connection") == "close");
    CHECK(seen.last().detail.starts_with("libcurl: NTLM"));
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

TEST_CASE("curl tunnel: a proxy that offers something else") {
    const auto seen = by_proxy({.scheme = "NTLM"}, [](peer& p) {
        next_request(p);
        p.send(asks_for("Basic realm=\"test\""));
        next_request(p);
    });
    REQUIRE(seen.legs.size() == 1);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().detail == "the proxy does not offer NTLM");
}

TEST_CASE("curl tunnel: bytes that come together with the 200 are not lost") {
    attempt how;
    how.wait_for = 15;
    const auto seen = by_proxy(how, [](peer& p) { digest_login(p, "220 mail.t\n"); });
    CHECK(seen.heard == "220 mail.t\nping");
    CHECK(seen.last().early_bytes == 11);
}

TEST_CASE("curl tunnel: answers that come a byte at a time") {
    const auto dribble = [](peer& p, const std::string& text) {
        for (const char c : text) {
            p.send({&c, 1});
            std::this_thread::sleep_for(milliseconds(1));
        }
    };
    const auto seen = by_proxy({}, [&](peer& p) {
        next_request(p);
        dribble(p, asks_for(digest("n1")));
        next_request(p);
        dribble(p, granted + "pong");
        p.wait();
    });
    CHECK(seen.heard == "pong");
    const auto late = by_proxy({.limit = milliseconds(200)}, [&](peer& p) {
        next_request(p);
        p.send_forever("H", 50);
    });
    CHECK(late.last().failed == failure::timed_out);
    CHECK(late.took_ms < 400);
}

TEST_CASE("curl tunnel: what is no tunnel, in the second answer") {
    struct row {
        const char* what;
        std::function<void(peer&)> act;
        failure failed;
        std::string code;
    };
    const row rows[] = {
        {"403", [](peer& p) { p.send(http_reply("403 Forbidden", "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n", "no")); },
            failure::denied, "HTTP 403"},
        {"a page with the 200", [](peer& p) { p.send(http_reply("200 OK", "", "<html>")); }, failure::denied,
            "HTTP 200"},
        {"closes", [](peer&) {}, failure::closed, "EOF"},
        {"resets", [](peer& p) { p.reset(); }, failure::reset, "ECONNRESET"},
        {"silence", [](peer& p) { p.wait(); }, failure::timed_out, ""},
        {"junk",
            [](peer& p) {
                p.send(std::string("\x15\x03\x01\x00\x02\x02\x46", 7));
                p.wait();
            },
            failure::protocol_mismatch, ""},
        {"endless headers",
            [](peer& p) {
                p.send("HTTP/1.1 407 x\r\n");
                p.send_forever("X-More: and more\r\n");
            },
            failure::too_much, ""},
        {"a 407 whose page never comes",
            [](peer& p) {
                p.send("HTTP/1.1 407 x\r\nContent-Length: 9\r\n\r\n");
                p.wait();
            },
            failure::timed_out, ""},
    };
    for (const auto& [what, act, failed, code] : rows) {
        INFO(what);
        const auto seen = by_proxy({.limit = milliseconds(400)}, [&](peer& p) {
            next_request(p);
            p.send(asks_for(digest("n1")));
            next_request(p);
            act(p);
        });
        REQUIRE(seen.legs.size() == 2);
        CHECK_FALSE(seen.opened);
        CHECK(seen.last().failed == failed);
        CHECK(seen.last().code == code);
        CHECK(seen.last().credentials == "Digest");
        CHECK(seen.took_ms < 800);
    }
}

TEST_CASE("curl tunnel: an endless page with the 407") {
    std::atomic<int> connections = 0;
    const auto seen = by_proxy({}, [&](peer& p) {
        ++connections;
        next_request(p);
        p.send("HTTP/1.1 407 x\r\nProxy-Authenticate: " + digest("n1") + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        p.send_forever("10\r\nabcdefghijklmnop\r\n");
    });
    CHECK(seen.legs.size() == 2); // the second connection is told the same
    CHECK(connections == 2);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().http->body.size() == 4096);
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

TEST_CASE("curl tunnel: nobody listens") {
    loopback net(0);
    const proxy::address by{proxy::scheme::http, "auth.test", 1, proxy::credentials{"edge", "secret"}};
    const auto seen = run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "hub.test", 443, "Digest"}));
    REQUIRE(seen.legs.size() == 1);
    CHECK(seen.last().failed == failure::refused);
    CHECK(seen.last().code == "ECONNREFUSED");
    CHECK(seen.last().asked == "CONNECT hub.test:443");
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

TEST_CASE("curl tunnel: no libcurl on this device, or another one") {
    attempt how;
    how.with = nullptr;
    const auto none = by_proxy(how, [](peer& p) { p.wait(); });
    REQUIRE(none.legs.size() == 1);
    CHECK(none.last().failed == failure::not_tried);
    CHECK(none.last().detail == "libcurl is not on this device (Debian: libcurl4), so Digest cannot be tried");
    CHECK(proxy::load_curl("libno_such_thing.so.4") == nullptr);
    CHECK(proxy::load_curl("libz.so.1") == nullptr); // a library, and not that one

    const auto other = proxy::load_curl("libcurl-gnutls.so.4");
    if (!other) return;
    how.with = other.get();
    CHECK(by_proxy(how, [](peer& p) { digest_login(p); }).heard == "ping");
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

TEST_CASE("curl tunnel: the run ends in the middle") {
    const auto late = by_proxy({.deadline = milliseconds(150)}, [](peer& p) { p.wait(); });
    REQUIRE(late.legs.size() == 1);
    CHECK(late.last().failed == failure::interrupted);
    CHECK(late.took_ms < 400);

    const tls_server server(honest(), [](peer& p) { p.wait(); });
    loopback net(0, milliseconds(5000));
    const proxy::address by{proxy::scheme::http, "auth.test", server.port(), proxy::credentials{"edge", "secret"}};
    asio::steady_timer soon(net.io, milliseconds(50));
    soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
    const auto stopped = run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "hub.test", 443, "Digest"}));
    CHECK(stopped.last().failed == failure::interrupted);
    const auto after = run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "hub.test", 443, "NTLM"}));
    CHECK(after.last().failed == failure::interrupted);
}

TEST_CASE("curl tunnel: a proxy that echoes gives no secret away") {
    const auto echoing = [](const std::string& challenge) {
        return [=](peer& p) {
            for (auto request = next_request(p); !request.empty(); request = next_request(p)) {
                const auto told = header_of(request, "Proxy-Authorization");
                p.send(http_reply("407 S3cr:t@/%x " + told,
                    "Proxy-Authenticate: " + challenge + "\r\nX-S3cr: edge:S3cr:t@/%x\r\nX-Told: " + told +
                        "\r\nX-Long: " + std::string(1000, 'x') + "S3cr:t@/%x" + told + "\r\n",
                    request + "ZWRnZTpTM2NyOnRALyV4 UzNjcjp0QC8leA== S3cr%3At%40%2F%25x" + std::string(3700, 'x') +
                        told));
            }
        };
    };
    for (const auto& [scheme, challenge] :
        {std::pair("Digest", digest("n1", ", stale=true")), std::pair("NTLM", ntlm_challenge)}) {
        INFO(scheme);
        const auto seen = by_proxy({.scheme = scheme}, echoing(challenge));
        CHECK(seen.legs.size() == 8);
        std::string all;
        for (const auto& leg : seen.legs) {
            REQUIRE(leg.http);
            all += leg.detail + leg.asked + leg.code + leg.http->reason + leg.http->body;
            for (const auto& [name, value] : leg.http->headers) all += name + ": " + value + "\n";
        }
        for (const auto* secret :
            {"S3cr:t", "S3cr%3A", "ZWRnZTpTM2NyOnRA", "UzNjcjp0", "TlRMTVNTUAAD", "proxy-authorization"})
            CHECK(all.find(secret) == all.npos);
        if (scheme == std::string("NTLM")) continue;
        for (auto at = all.find("response=\""); at != all.npos; at = all.find("response=\"", at + 1))
            CHECK(all.substr(at + 10, 3) == "***");
    }
}
