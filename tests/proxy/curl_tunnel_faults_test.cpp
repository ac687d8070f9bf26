// SPDX-License-Identifier: MIT
// Proxies that want Digest or NTLM, and then everything that goes wrong.
#include "proxy/curl_tunnel.hpp"

#include <atomic>
#include <functional>
#include <thread>

#include <catch2/catch.hpp>

#include "proxy/curl_library.hpp"
#include "tests/proxy/fake_login.hpp"

using namespace netprobe;
using namespace fakes;

TEST_CASE("curl tunnel faults: a wrong password ends with the second 407") {
    const auto seen = by_proxy({.login = proxy::credentials{"edge", "wrong"}}, [](peer& p) { digest_login(p); });
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.last().failed == failure::denied);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().credentials == "Digest");
    CHECK(seen.took_ms < 500);
}

TEST_CASE("curl tunnel faults: 407 without end") {
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

TEST_CASE("curl tunnel faults: all requests together have the limit of one step") {
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

TEST_CASE("curl tunnel faults: a proxy that promises to keep the connection and does not") {
    const auto seen = by_proxy({}, [](peer& p) {
        next_request(p);
        p.send(asks_for(digest("n1")));
    });
    REQUIRE(seen.legs.size() == 2);
    CHECK(seen.legs[0].code == "HTTP 407");
    CHECK((seen.legs[1].failed == failure::closed || seen.legs[1].failed == failure::reset));
    CHECK(seen.legs[1].credentials == "Digest");
}

TEST_CASE("curl tunnel faults: NTLM by a proxy that does not keep the connection") {
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

TEST_CASE("curl tunnel faults: a proxy that offers something else") {
    const auto seen = by_proxy({.scheme = "NTLM"}, [](peer& p) {
        next_request(p);
        p.send(asks_for("Basic realm=\"test\""));
        next_request(p);
    });
    REQUIRE(seen.legs.size() == 1);
    CHECK(seen.last().code == "HTTP 407");
    CHECK(seen.last().detail == "the proxy does not offer NTLM");
}

TEST_CASE("curl tunnel faults: answers that come a byte at a time") {
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

TEST_CASE("curl tunnel faults: what is no tunnel, in the second answer") {
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
        const auto seen = by_proxy({.limit = milliseconds(400)}, [does = act](peer& p) {
            next_request(p);
            p.send(asks_for(digest("n1")));
            next_request(p);
            does(p);
        });
        REQUIRE(seen.legs.size() == 2);
        CHECK_FALSE(seen.opened);
        CHECK(seen.last().failed == failed);
        CHECK(seen.last().code == code);
        CHECK(seen.last().credentials == "Digest");
        CHECK(seen.took_ms < 800);
    }
}

TEST_CASE("curl tunnel faults: an endless page with the 407") {
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

TEST_CASE("curl tunnel faults: nobody listens") {
    loopback net(0);
    const proxy::address by{proxy::scheme::http, "auth.test", 1, proxy::credentials{"edge", "secret"}};
    const auto seen = run(net.io, try_tunnel(net.on, {by, "127.0.0.1", "hub.test", 443, "Digest"}));
    REQUIRE(seen.legs.size() == 1);
    CHECK(seen.last().failed == failure::refused);
    CHECK(seen.last().code == "ECONNREFUSED");
    CHECK(seen.last().asked == "CONNECT hub.test:443");
}

TEST_CASE("curl tunnel faults: no libcurl on this device, or another one") {
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

TEST_CASE("curl tunnel faults: the run ends in the middle") {
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

TEST_CASE("curl tunnel faults: a proxy that echoes gives no secret away") {
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
