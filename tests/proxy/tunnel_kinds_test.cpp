// SPDX-License-Identifier: MIT
// Proxies over TLS and SOCKS5 proxies, on loopback.
#include "proxy/tunnel.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using namespace fakes;
using proxy::scheme;

namespace {

path_observation by_proxy(proxy::address by, const tls_server::script& what, const presentation& as = honest()) {
    const tls_server server(as, what);
    loopback net(0, milliseconds(500));
    net.on.ports.clear();
    by.port = server.port();
    const proxy::tunnel_route way(net.on, net.roots, by);
    net.on.proxy = &way;
    auto to = to_hub("mqtt");
    to.via = "proxy";
    return run(net.io, probe(net.on, to));
}

// Plays the SOCKS5 conversation, then is a hub.
tls_server::script socks(std::string method, std::string login, std::string reply) {
    return [=](peer& p) {
        p.read();
        p.send(method);
        p.read();
        if (!login.empty()) {
            p.send(login);
            p.read();
        }
        p.send(reply);
        if (!p.handshake()) return;
        p.read();
        p.send(connack);
        p.wait();
    };
}

const std::string no_login("\x05\x00", 2), wants_password("\x05\x02", 2), none_will_do("\x05\xff", 2);
const std::string good("\x01\x00", 2), bad("\x01\x01", 2);
const std::string stands("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);

const std::optional<socks_answer>& said(const path_observation& seen) {
    REQUIRE(seen.proxy);
    REQUIRE(seen.proxy->last());
    return seen.proxy->last()->socks;
}

} // namespace

TEST_CASE("tunnel kinds: TLS to the proxy, and its own observation") {
    const auto request = [](peer& p) {
        if (!p.handshake()) return;
        p.read_until("\r\n\r\n");
        p.send("HTTP/1.1 503 no\r\nContent-Length: 0\r\n\r\n");
        p.wait();
    };
    const auto trusted = by_proxy({scheme::https, "hub.test", 0, {}}, request);
    REQUIRE(trusted.proxy->tls);
    CHECK(trusted.proxy->tls->ok());
    CHECK(trusted.proxy->tls->verify_code == 0);
    CHECK(trusted.proxy->tls->name_matches);
    CHECK(trusted.proxy->last()->http->status == 503);
    CHECK_FALSE(trusted.tls); // nothing of the far end was seen
}

TEST_CASE("tunnel kinds: credentials are withheld from a proxy whose certificate is not right") {
    const auto stranger = issue({.names = "DNS:hub.test"}, nullptr);
    const auto other_name = issue({.names = "DNS:other.test"}, &test_root().root());
    for (const auto& [identity, shown] : {std::pair{stranger, false}, std::pair{other_name, false}}) {
        std::string request;
        const auto seen = by_proxy({scheme::https, "hub.test", 0, proxy::credentials{"edge", "secret"}},
            [&](peer& p) {
                if (!p.handshake()) return;
                request = p.read_until("\r\n\r\n");
                p.send("HTTP/1.1 407 no\r\nContent-Length: 0\r\n\r\n");
                p.wait();
            },
            {{identity}});
        CHECK((request.find("Proxy-Authorization") != request.npos) == shown);
        CHECK(seen.proxy->last()->credentials.empty());
        CHECK(seen.proxy->last()->detail.find("withheld") != std::string::npos);
    }
}

TEST_CASE("tunnel kinds: https:// to a port that speaks plain HTTP") {
    const auto seen = by_proxy({scheme::https, "127.0.0.1", 0, {}}, [](peer& p) {
        p.read();
        p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        p.wait();
    });
    REQUIRE(seen.proxy->tls);
    CHECK(seen.proxy->tls->failed == failure::not_tls);
    CHECK(seen.proxy->tls->first_bytes.starts_with("48545450"));
    CHECK(seen.failed == failure::not_tls);
    CHECK(seen.proxy->tunnel.empty());
}

TEST_CASE("tunnel kinds: SOCKS5 with and without a password") {
    const proxy::credentials login{"edge", "secret"};
    const auto free = by_proxy({scheme::socks5h, "127.0.0.1", 0, {}}, socks(no_login, "", stands));
    CHECK(free.works());
    CHECK(said(free)->method == 0);
    CHECK_FALSE(said(free)->login);
    CHECK(said(free)->reply == 0);
    CHECK(free.proxy->last()->asked == "SOCKS5 hub.test:443");
    const auto paid = by_proxy({scheme::socks5h, "127.0.0.1", 0, login}, socks(wants_password, good, stands));
    CHECK(paid.works());
    CHECK(paid.proxy->last()->credentials == "password");
    CHECK(said(paid)->login == 0);
    // A proxy that takes no password although we have one.
    CHECK(by_proxy({scheme::socks5h, "127.0.0.1", 0, login}, socks(no_login, "", stands)).works());
}

TEST_CASE("tunnel kinds: SOCKS5 refusals, by phase") {
    struct row {
        const char* what;
        bool with_login;
        tls_server::script act;
        failure failed;
        const char* code;
    };
    const auto reply = [](char rep) {
        return std::string("\x05", 1) + rep + std::string("\x00\x01\x00\x00\x00\x00\x00\x00", 8);
    };
    const row rows[] = {
        {"no method of ours", false, socks(none_will_do, "", stands), failure::denied, "SOCKS method 255"},
        {"wants a password that we do not have", false, socks(wants_password, "", stands), failure::denied,
            "SOCKS method 2"},
        {"a wrong password", true, socks(wants_password, bad, stands), failure::denied, "SOCKS login 1"},
        {"not allowed by its rules", false, socks(no_login, "", reply(2)), failure::denied, "SOCKS reply 2"},
        {"refused beyond it", false, socks(no_login, "", reply(5)), failure::denied, "SOCKS reply 5"},
        {"HTTP", false,
            [](peer& p) {
                p.read();
                p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                p.wait();
            },
            failure::protocol_mismatch, ""},
        {"silence", false, [](peer& p) { p.wait(); }, failure::timed_out, ""},
        {"a close", false, [](peer& p) { p.read(); }, failure::closed, "EOF"},
        {"a byte a second", false,
            [](peer& p) {
                p.read();
                p.send("\x05");
                p.wait();
            },
            failure::timed_out, ""},
    };
    for (const auto& [what, with_login, act, failed, code] : rows) {
        INFO(what);
        proxy::address by{scheme::socks5h, "127.0.0.1", 0, {}};
        if (with_login) by.login = proxy::credentials{"edge", "secret"};
        const auto seen = by_proxy(by, act);
        CHECK(seen.failed == failed);
        CHECK(seen.proxy->last()->failed == failed);
        CHECK(seen.proxy->last()->code == code);
        CHECK(seen.elapsed_ms < 1500);
    }
}

TEST_CASE("tunnel kinds: socks5:// looks the name up here, socks5h:// leaves it to the proxy") {
    for (const auto kind : {scheme::socks5, scheme::socks5h}) {
        std::string request;
        static_cast<void>(by_proxy({kind, "127.0.0.1", 0, {}}, [&](peer& p) {
            p.read();
            p.send(no_login);
            request = p.read();
            p.wait();
        }));
        REQUIRE(request.size() > 4);
        CHECK(request[3] == (kind == scheme::socks5 ? 1 : 3));
    }
}
