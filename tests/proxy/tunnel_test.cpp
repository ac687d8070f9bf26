// SPDX-License-Identifier: MIT
// Paths through proxies of every behaviour, on loopback. Behind the CONNECT stands the same fake server: what it does
// after the answer is what is inside the tunnel.
#include "proxy/tunnel.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using namespace fakes;
using proxy::address;
using proxy::scheme;

namespace {

const std::string granted = "HTTP/1.1 200 Connection established\r\n\r\n";

// One path of a protocol by a proxy on loopback that follows `what`.
path_observation by_proxy(const std::string& protocol, address by, const tls_server::script& what,
    const presentation& as = honest(), milliseconds limit = milliseconds(500)) {
    const tls_server server(as, what);
    loopback net(0, limit);
    net.on.ports.clear();
    by.host = by.host.empty() ? "127.0.0.1" : by.host;
    by.port = by.port == 0 ? server.port() : by.port;
    const proxy::tunnel_route way(net.on, net.roots, by);
    net.on.proxy = &way;
    auto to = to_hub(protocol);
    to.via = "proxy";
    return run(net.io, probe(net.on, to));
}

address plain(std::optional<proxy::credentials> login = {}) { return {scheme::http, "", 0, std::move(login)}; }

// Answers the request for a tunnel, and stops there.
tls_server::script answering(std::string answer) {
    return [=](peer& p) {
        p.read_until("\r\n\r\n");
        p.send(answer);
        p.wait();
    };
}

// Grants the tunnel and is a hub inside it.
tls_server::script hub_inside(std::string answer = granted) {
    return [=](peer& p) {
        p.read_until("\r\n\r\n");
        p.send(answer);
        if (!p.handshake()) return;
        p.read();
        p.send(connack);
        p.wait();
    };
}

const tunnel_observation& tunnel_of(const path_observation& seen) {
    REQUIRE(seen.proxy);
    REQUIRE(seen.proxy->last());
    return *seen.proxy->last();
}

} // namespace

TEST_CASE("tunnel: a protocol inside a granted one, with what proxies put into their 200") {
    const std::string rows[] = {granted, "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200 OK\nVia: 1.1 p\n\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 Fine\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n" + granted,
        // Announced, and nothing comes: clients are to pass over it (RFC 9110 §9.3.6).
        "HTTP/1.1 200 OK\r\nContent-Length: 512\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"};
    for (const auto& answer : rows) {
        INFO(answer);
        const auto seen = by_proxy("mqtt", plain(), hub_inside(answer));
        CHECK(seen.works());
        CHECK(seen.resolve.name.empty()); // the proxy looks the hub's name up, not this device
        CHECK(seen.connects.empty());
        REQUIRE(seen.proxy);
        CHECK(seen.proxy->connects.size() == 1);
        CHECK(seen.used == 0u);
        CHECK(tunnel_of(seen).ok());
        CHECK(tunnel_of(seen).asked == "CONNECT hub.test:443");
        CHECK(tunnel_of(seen).credentials.empty());
        REQUIRE(seen.hellos.size() == 1);
        CHECK(seen.hellos[0].said == "CONNACK 5 (not authorized)");
    }
}

TEST_CASE("tunnel: what is sent") {
    struct row {
        std::optional<proxy::credentials> login;
        std::string authorization;
    };
    const row rows[] = {{{}, ""}, {proxy::credentials{"edge", "s3:cr@t"}, "Basic ZWRnZTpzMzpjckB0"},
        {proxy::credentials{"edge", ""}, "Basic ZWRnZTo="}};
    for (const auto& [login, authorization] : rows) {
        std::string request;
        const auto seen = by_proxy("mqtt", plain(login), [&](peer& p) {
            request = p.read_until("\r\n\r\n");
            p.send(granted);
            if (p.handshake()) p.send(connack);
            p.wait();
        });
        CHECK(request.starts_with("CONNECT hub.test:443 HTTP/1.1\r\nHost: hub.test:443\r\n"));
        CHECK(header_of(request, "Proxy-Authorization") == authorization);
        CHECK(tunnel_of(seen).credentials == (login ? "Basic" : ""));
    }
}

TEST_CASE("tunnel: refusals are kept with status, headers and the start of their page") {
    const auto seen = by_proxy("amqp", plain(),
        answering("HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nVia: 1.1 proxy (squid)\r\n"
                  "Content-Length: 9000\r\n\r\n" +
                  std::string(9000, 'p')));
    CHECK(seen.failed == failure::denied);
    const auto& told = tunnel_of(seen);
    CHECK(told.failed == failure::denied);
    CHECK(told.code == "HTTP 403");
    REQUIRE(told.http);
    CHECK(told.http->status == 403);
    CHECK(told.http->header("x-squid-error") == "ERR_ACCESS_DENIED 0");
    CHECK(told.http->body.size() == 4096);
    CHECK_FALSE(seen.tls);
}

TEST_CASE("tunnel: schemes offered, in one header or in several") {
    const auto seen = by_proxy("amqp", plain(),
        answering("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n"
                  "Proxy-Authenticate: NTLM, Digest realm=\"a, b\", nonce=x\r\nContent-Length: 0\r\n\r\n"));
    CHECK(tunnel_of(seen).http->status == 407);
    CHECK(tunnel_of(seen).offered == std::vector<std::string>{"Negotiate", "NTLM", "Digest"});
}

TEST_CASE("tunnel: a page that comes with a 200 is a refusal") {
    const auto seen = by_proxy("amqp_ws", plain(),
        answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 22\r\n\r\n<html>Access blocked</"));
    CHECK(tunnel_of(seen).failed == failure::denied);
    CHECK(tunnel_of(seen).http->body == "<html>Access blocked</");
    CHECK_FALSE(seen.tls);
}

TEST_CASE("tunnel: bytes that come together with the 200 are not lost") {
    const auto seen = by_proxy("mqtt", plain(), answering(granted + "220 mail.test ESMTP\r\n"));
    CHECK(tunnel_of(seen).ok());
    CHECK(tunnel_of(seen).early_bytes == 21);
    REQUIRE(seen.tls);
    CHECK(seen.tls->failed == failure::not_tls);
    CHECK(seen.tls->first_bytes.starts_with("323230206d61696c"));
}

TEST_CASE("tunnel: proxies that do not answer in HTTP, or not at all") {
    struct row {
        const char* what;
        tls_server::script act;
        failure failed;
    };
    const auto flood = [](std::string head, std::string unit) {
        return [=](peer& p) {
            p.read_until("\r\n\r\n");
            p.send(head);
            p.send_forever(unit);
        };
    };
    const row rows[] = {
        {"closes", [](peer& p) { p.read_until("\r\n\r\n"); }, failure::closed},
        {"resets",
            [](peer& p) {
                p.read();
                p.reset();
            },
            failure::reset},
        {"is silent", [](peer& p) { p.wait(); }, failure::timed_out},
        {"a TLS alert", answering("\x15\x03\x01\x00\x02\x02\x46"), failure::protocol_mismatch},
        {"SSH", answering("SSH-2.0-OpenSSH_9.2\r\n"), failure::protocol_mismatch},
        {"half a status line, then a close",
            [](peer& p) {
                p.read();
                p.send("HTTP/1.1 20");
            },
            failure::closed},
        {"endless headers", flood("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n"), failure::too_much},
        {"a header without end", flood("HTTP/1.1 200 OK\r\nX: ", "aaaaaaaa"), failure::too_much},
        {"endless 100", flood("", "HTTP/1.1 100 Continue\r\n\r\n"), failure::too_much},
        {"a byte at a time, too slowly",
            [](peer& p) {
                p.read();
                p.send_forever("H", 100);
            },
            failure::timed_out},
    };
    for (const auto& [what, act, failed] : rows) {
        INFO(what);
        const auto seen = by_proxy("https", plain(), act);
        CHECK(seen.failed == failed);
        CHECK(tunnel_of(seen).failed == failed);
        CHECK(seen.elapsed_ms < 1500);
    }
}

TEST_CASE("tunnel: what an endless page of refusal says is kept all the same") {
    const auto seen = by_proxy("https", plain(), [](peer& p) {
        p.read_until("\r\n\r\n");
        p.send("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: p; error=tls_protocol_error\r\n\r\n");
        p.send_forever("no way ");
    });
    CHECK(tunnel_of(seen).http->status == 502);
    CHECK(tunnel_of(seen).http->body.size() == 4096);
}

TEST_CASE("tunnel: a proxy that echoes the request gives no secret away") {
    const auto seen = by_proxy("https", plain(proxy::credentials{"edge", "p4ssw0rd/%"}), [](peer& p) {
        const auto request = p.read_until("\r\n\r\n");
        const auto echo = header_of(request, "Proxy-Authorization");
        p.send(http_reply("407 no p4ssw0rd/%",
            "X-Echo: " + echo + "\r\nProxy-Authenticate: Basic realm=\"p4ssw0rd/%\"\r\n", request + " p4ssw0rd%2F%25"));
        p.wait();
    });
    const auto& told = *tunnel_of(seen).http;
    std::string all = told.reason + told.body + tunnel_of(seen).detail + tunnel_of(seen).asked;
    for (const auto& [name, value] : told.headers) all += name + value;
    CHECK(all.find("p4ssw0rd") == all.npos);
    CHECK(all.find("ZWRnZTpwNHNzdzByZC8l") == all.npos);
    CHECK(told.header("x-echo") == "Basic ***");
}

TEST_CASE("tunnel: granted, and then it dies") {
    const auto closes = by_proxy("https", plain(), [](peer& p) {
        p.read_until("\r\n\r\n");
        p.send(granted);
        p.read();
    });
    REQUIRE(closes.tls);
    CHECK((closes.failed == failure::closed || closes.failed == failure::reset));
    const auto silent = by_proxy("https", plain(), answering(granted));
    CHECK(silent.failed == failure::timed_out);
    CHECK(tunnel_of(silent).ok());
}

TEST_CASE("tunnel: to the port that is used instead of the standard one") {
    std::string request;
    const tls_server server(honest(), [&](peer& p) {
        request = p.read_until("\r\n\r\n");
        p.send("HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n");
    });
    loopback net(10443);
    const proxy::tunnel_route way(net.on, net.roots, {scheme::http, "127.0.0.1", server.port(), {}});
    net.on.proxy = &way;
    auto to = to_hub("mqtt");
    to.via = "proxy";
    static_cast<void>(run(net.io, probe(net.on, to)));
    CHECK(request.starts_with("CONNECT hub.test:10443 "));
}

TEST_CASE("tunnel: the proxy itself cannot be reached") {
    const auto nameless = by_proxy("mqtt", {scheme::http, "nowhere.invalid", 1, {}}, answering(granted));
    CHECK(nameless.failed != failure::none);
    REQUIRE(nameless.proxy);
    CHECK(nameless.proxy->resolve.name == "nowhere.invalid");
    CHECK(nameless.proxy->connects.empty());
    CHECK(nameless.proxy->tunnel.empty());
    const auto closed = by_proxy("mqtt", {scheme::http, "127.0.0.1", 1, {}}, answering(granted));
    CHECK(closed.failed == failure::refused);
    CHECK(closed.proxy->connects.front().failed == failure::refused);
    CHECK_FALSE(closed.used);
}

TEST_CASE("tunnel: no proxy is no way by a proxy") {
    loopback net(1);
    auto to = to_hub("mqtt");
    to.via = "proxy";
    CHECK(run(net.io, probe(net.on, to)).failed == failure::not_tried);
}

TEST_CASE("tunnel: the registry's token service is reached by the same way") {
    std::vector<std::string> asked;
    int connection = 0;
    const auto seen = by_proxy("registry", plain(), [&](peer& p) {
        const int mine = connection++;
        asked.push_back(p.read_until("\r\n\r\n"));
        p.send(granted);
        if (!p.handshake()) return;
        p.read_until("\r\n\r\n");
        if (mine == 0)
            p.send(http_reply("401 Unauthorized",
                "WWW-Authenticate: Bearer realm=\"https://auth.test/token\",service=\"x\"\r\n", ""));
        else
            p.send(http_reply("200 OK", "", "{}"));
        p.wait();
    });
    CHECK(seen.works());
    REQUIRE(asked.size() >= 1);
    CHECK(asked[0].starts_with("CONNECT hub.test:443 "));
}
