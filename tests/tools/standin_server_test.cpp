// SPDX-License-Identifier: MIT
//
// The whole stand-in on loopback, asked by plain asio::ssl clients on the same loop.
#include <memory>

#include <asio/connect.hpp>
#include <asio/read.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <catch2/catch.hpp>

#include "netprobe/protocol/websocket.hpp"
#include "tests/run.hpp"
#include "tools/standin/server.hpp"

using namespace standin;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using netprobe::bytes;

namespace {

/// What a test's client saw.
struct seen {
    std::error_code ec;      ///< of the handshake
    std::string tls, answer; ///< answer: all bytes until the peer closed or enough were there
    bool closed = false, certificate_asked = false;
};

struct site {
    asio::io_context io{1};
    std::vector<std::string> log;
    std::unique_ptr<server> all;

    explicit site(settings how = {}) {
        how.addresses = {asio::ip::address_v4::loopback()};
        for (auto& [standard, real] : how.ports) real = 0;
        all = std::make_unique<server>(io, how, [this](const std::string& line) { log.push_back(line); });
    }
    // Every connection's frame refers to the server: all must have ended before it goes.
    ~site() {
        all->stop();
        io.restart();
        io.run();
    }
    asio::ip::tcp::endpoint at(int standard) const {
        return {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(all->ports().at(standard))};
    }
    // Lets the server notice that the clients have gone.
    void settle() {
        io.restart();
        for (int i = 0; i < 200 && all->connections() != 0; ++i) io.run_for(std::chrono::milliseconds(5));
        io.run_for(std::chrono::milliseconds(5));
    }
};

// Asio keeps its own data in the SSL's first slot.
int seen_slot() {
    static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

int note_certificate_request(SSL* ssl, X509**, EVP_PKEY**) {
    static_cast<seen*>(SSL_get_ex_data(ssl, seen_slot()))->certificate_asked = true;
    return 0; // none is sent
}

// Connects, verifies against the stand-in's own root, sends each message and waits after it for the number of
// bytes given with it (0: until the peer closes).
struct exchange {
    std::string send;
    std::size_t expect;
};
awaitable<seen> talk(
    site& here, int port, std::string name, std::vector<exchange> messages, int max_tls = TLS1_3_VERSION) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_verify_mode(asio::ssl::verify_peer);
    context.add_certificate_authority(asio::buffer(here.all->root_pem()));
    SSL_CTX_set_max_proto_version(context.native_handle(), max_tls);
    SSL_CTX_set_client_cert_cb(context.native_handle(), note_certificate_request);
    const auto owned = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket>>(here.io, context);
    auto& peer = *owned;
    seen out;
    SSL_set_ex_data(peer.native_handle(), seen_slot(), &out);
    if (!name.empty()) {
        SSL_ctrl(peer.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
        SSL_set1_host(peer.native_handle(), name.c_str());
    }
    co_await peer.next_layer().async_connect(here.at(port), redirect_error(use_awaitable, out.ec));
    if (!out.ec) co_await peer.async_handshake(asio::ssl::stream_base::client, redirect_error(use_awaitable, out.ec));
    if (out.ec) co_return out;
    out.tls = SSL_get_version(peer.native_handle());
    std::error_code ec;
    for (const auto& [text, expect] : messages) {
        co_await asio::async_write(peer, asio::buffer(text), redirect_error(use_awaitable, ec));
        std::string more(expect == 0 ? 200'000 : expect, '\0');
        const auto count = co_await asio::async_read(peer, asio::buffer(more), redirect_error(use_awaitable, ec));
        out.answer += more.substr(0, count);
        if (ec) break;
    }
    out.closed = static_cast<bool>(ec);
    co_return out;
}

std::string from(const bytes& raw) { return {raw.begin(), raw.end()}; }
std::string get(const std::string& host, const std::string& target, const std::string& more = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "Connection: close\r\n\r\n";
}

const std::string connect_packet("\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05probe", 19);
const std::string refused("\x20\x02\x00\x05", 4);
const std::string hub = "contoso.azure-devices.net";

} // namespace

TEST_CASE("server: HTTPS, verified, by server name") {
    site here;
    struct row {
        std::string name, target, status, tls;
    };
    for (const auto& [name, target, status, tls] : {row{hub, "/devices/0000/modules", "401", "TLSv1.2"},
             row{"contoso.device.azure-devices.net", "/devices/d", "401", "TLSv1.3"},
             row{"global.azure-devices-provisioning.net", "/0ne/registrations/r/register", "401", "TLSv1.2"},
             row{"mcr.microsoft.com", "/v2/", "200", "TLSv1.3"}, row{"acme.azurecr.io", "/v2/", "401", "TLSv1.3"},
             row{"x.blob.core.windows.net", "/", "400", "TLSv1.3"},
             row{"registry-1.docker.io", "/v2/", "401", "TLSv1.3"}}) {
        INFO(name);
        const exchange ask{get(name, target), 0};
        const auto result = run(here.io, talk(here, 443, name, {ask}));
        REQUIRE_FALSE(result.ec);
        CHECK(result.tls == tls);
        CHECK(result.answer.starts_with("HTTP/1.1 " + status + " "));
        CHECK(result.answer.find("\r\nDate: ") != std::string::npos);
        CHECK(result.answer.find("\r\nServer: ") != std::string::npos);
        CHECK_FALSE(result.certificate_asked);
        CHECK(result.closed);
    }
    here.settle();
    REQUIRE(here.log.size() == 7);
    CHECK(here.log.front().find(" port 443 contoso.azure-devices.net: TLSv1.2, GET /devices/0000/modules 401") !=
          std::string::npos);
}

TEST_CASE("server: several requests on one connection, bodies read away") {
    site here;
    const std::string put = "PUT /0ne/registrations/r/register HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    const exchange both{put + put + get("x", "/x"), 0};
    const auto result = run(here.io, talk(here, 443, "global.azure-devices-provisioning.net", {both}));
    std::size_t answers = 0;
    for (auto at = result.answer.find("HTTP/1.1 "); at != std::string::npos;
         at = result.answer.find("HTTP/1.1 ", at + 1))
        ++answers;
    CHECK(answers == 3);
}

TEST_CASE("server: MQTT and AMQP over TLS ask for a certificate and refuse as the hub does") {
    site here;
    const auto mqtt = run(here.io, talk(here, 8883, hub, {{connect_packet, 0}}));
    REQUIRE_FALSE(mqtt.ec);
    CHECK(mqtt.tls == "TLSv1.2");
    CHECK(mqtt.answer == refused);
    CHECK(mqtt.closed);
    CHECK(mqtt.certificate_asked);

    const std::string sasl("AMQP\x03\x01\x00\x00", 8), plain("AMQP\x00\x01\x00\x00", 8);
    const std::string init("\x00\x00\x00\x19\x02\x01\x00\x00\x00\x53\x41\xc0\x0c\x01\xa3\x09"
                           "ANONYMOUS",
        25);
    const auto amqp = run(here.io, talk(here, 5671, hub, {{sasl, 59}, {init, 16}, {plain, 52}}));
    REQUIRE_FALSE(amqp.ec);
    CHECK(amqp.answer.substr(0, 8) == sasl);
    CHECK(amqp.answer.find("MSSBCBS") != std::string::npos);
    CHECK(amqp.answer[59 + 15] == 0); // sasl-outcome ok
    CHECK(amqp.answer.substr(75, 8) == plain);
    CHECK(amqp.answer.find("egress-standin") != std::string::npos); // open
    CHECK_FALSE(amqp.closed);
    CHECK(amqp.certificate_asked);
}

TEST_CASE("server: both over WebSocket") {
    site here;
    const auto upgrade = [](const std::string& subprotocol) {
        return "GET /$iothub/websocket?iothub-no-client-cert=true HTTP/1.1\r\nHost: " + hub +
               "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " +
               subprotocol + "\r\n\r\n";
    };
    const std::array<std::uint8_t, 4> mask{1, 2, 3, 4};
    const auto frame = [&](const std::string& text) {
        const bytes payload(text.begin(), text.end());
        return from(netprobe::websocket::encode_frame(netprobe::websocket::opcode::binary, payload, mask));
    };
    // The client's first message in one go with its request: nothing may be lost between the two.
    const auto mqtt = run(here.io, talk(here, 443, hub, {{upgrade("MQTT") + frame(connect_packet), 0}}));
    CHECK(mqtt.answer.starts_with("HTTP/1.1 101 "));
    CHECK(mqtt.answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    CHECK(mqtt.answer.find("Sec-WebSocket-Protocol: MQTT\r\n") != std::string::npos);
    CHECK(mqtt.answer.ends_with(std::string("\x82\x04", 2) + refused + std::string("\x88\x02\x03\xe8", 4)));

    const std::string plain("AMQP\x00\x01\x00\x00", 8);
    const auto close = from(netprobe::websocket::encode_frame(netprobe::websocket::opcode::close, {}, mask));
    const auto amqp = run(here.io, talk(here, 443, hub, {{upgrade("AMQPWSB10") + frame(plain) + close, 0}}));
    CHECK(amqp.answer.find(std::string("\x82\x08", 2) + plain) != std::string::npos);
    CHECK(amqp.answer.ends_with(std::string("\x88\x00", 2)));

    const auto unknown = run(here.io, talk(here, 443, hub, {{upgrade("chat") + get(hub, "/"), 0}}));
    CHECK(unknown.answer.starts_with("HTTP/1.1 400 "));
    here.settle();
    CHECK(here.log.at(0).find("mqtt over websocket, CONNACK 5 (not authorized)") != std::string::npos);
}

TEST_CASE("server: TLS that is not offered") {
    site here;
    const auto foreign = run(here.io, talk(here, 443, "evil.example", {}));
    CHECK(foreign.ec);
    CHECK(foreign.ec.message().find("unrecognized name") != std::string::npos);
    CHECK(run(here.io, talk(here, 8883, "mcr.microsoft.com", {})).ec); // not on this port
    CHECK(run(here.io, talk(here, 443, hub, {}, TLS1_1_VERSION)).ec);
    CHECK(run(here.io, talk(here, 5671, "contoso.device.azure-devices.net", {}, TLS1_2_VERSION)).tls == "TLSv1.2");
    const auto nameless = run(here.io, talk(here, 8883, "", {{connect_packet, 0}}));
    CHECK(nameless.answer == refused); // the default certificate
    here.settle();
    CHECK(here.log.at(0).find("evil.example: no such server name here") != std::string::npos);
}

TEST_CASE("server: what is not the protocol ends, without harm to others") {
    site here;
    CHECK(run(here.io, talk(here, 8883, hub, {{"GET / HTTP/1.1\r\n\r\n", 0}})).answer.empty());
    CHECK(run(here.io, talk(here, 5671, hub, {{"GET / HTTP/1.1\r\n\r\n", 0}})).answer.empty());
    CHECK(run(here.io, talk(here, 443, hub, {{connect_packet, 0}})).answer.empty());
    const auto endless = run(here.io, talk(here, 443, hub, {{"GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x'), 0}}));
    CHECK(endless.answer.empty());
    CHECK(endless.closed);
    CHECK(run(here.io, talk(here, 8883, hub, {{connect_packet, 0}})).answer == refused);
    here.settle();
    CHECK(here.all->connections() == 0);
    for (const auto& line : here.log) CHECK(line.size() < 1000);
}

TEST_CASE("server: silence ends after --hold, and the number of connections is bounded") {
    settings how;
    how.hold = std::chrono::milliseconds(150);
    how.limit_connections = 2;
    site here(how);
    asio::ip::tcp::socket one(here.io), two(here.io), three(here.io);
    one.connect(here.at(443));
    two.connect(here.at(53));
    here.io.run_for(std::chrono::milliseconds(20));
    CHECK(here.all->connections() == 2);
    three.connect(here.at(8883));
    here.io.run_for(std::chrono::milliseconds(20));
    char byte = 0;
    std::error_code ec;
    CHECK(three.read_some(asio::buffer(&byte, 1), ec) == 0);
    CHECK(ec);
    CHECK(here.log.back().find("--limit-connections") != std::string::npos);
    one.close();
    two.close();
    here.settle();
    CHECK(here.all->connections() == 0);
    const auto silent = run(here.io, talk(here, 443, hub, {{"G", 0}}));
    CHECK(silent.closed);
    here.settle();
    CHECK(here.log.back().find("silent too long") != std::string::npos);
}

TEST_CASE("server: DNS over UDP and TCP, time over UDP") {
    settings how;
    how.advertise = {asio::ip::make_address("192.0.2.7")};
    how.clock_skew = std::chrono::hours(1);
    site here(how);
    const bytes query{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'a', 'k', 'a', 2, 'm', 's', 0, 0, 1, 0, 1};
    const auto ask_udp = [&](int port, bytes packet) -> awaitable<bytes> {
        asio::ip::udp::socket socket(here.io, asio::ip::udp::endpoint(asio::ip::address_v4::loopback(), 0));
        const asio::ip::udp::endpoint to(asio::ip::address_v4::loopback(), here.at(port).port());
        co_await socket.async_send_to(asio::buffer(packet), to, use_awaitable);
        bytes answer(512);
        answer.resize(co_await socket.async_receive(asio::buffer(answer), use_awaitable));
        co_return answer;
    };
    const auto udp = run(here.io, ask_udp(53, query));
    REQUIRE(udp.size() > query.size() + 4);
    CHECK(bytes(udp.end() - 4, udp.end()) == bytes{192, 0, 2, 7});

    const auto ask_tcp = [&]() -> awaitable<bytes> {
        asio::ip::tcp::socket socket(here.io);
        co_await socket.async_connect(here.at(53), use_awaitable);
        bytes packet{0, static_cast<std::uint8_t>(query.size())};
        packet.insert(packet.end(), query.begin(), query.end());
        packet.insert(packet.end(), packet.begin(), packet.begin() + 26); // two at once
        co_await asio::async_write(socket, asio::buffer(packet), use_awaitable);
        bytes answer(2 * (2 + udp.size()));
        co_await asio::async_read(socket, asio::buffer(answer), use_awaitable);
        co_return answer;
    };
    const auto tcp = run(here.io, ask_tcp());
    CHECK(tcp[1] == udp.size());
    CHECK(bytes(tcp.begin() + 2, tcp.begin() + 2 + static_cast<std::ptrdiff_t>(udp.size())) == udp);

    bytes ntp(48, 0);
    ntp[0] = 0x23;
    const auto time = run(here.io, ask_udp(123, ntp));
    REQUIRE(time.size() == 48);
    std::uint32_t seconds = 0;
    for (std::size_t i = 40; i < 44; ++i) seconds = seconds << 8 | time[i];
    const auto real = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds(1) + 2208988800;
    CHECK(std::abs(static_cast<double>(seconds) - static_cast<double>(real) - 3600) < 3);
}

TEST_CASE("server: a port it cannot have, in one line with the remedy") {
    asio::io_context io(1);
    asio::ip::tcp::acceptor taken(io, {asio::ip::address_v4::loopback(), 0});
    settings how;
    how.addresses = {asio::ip::address_v4::loopback()};
    for (auto& [standard, real] : how.ports) real = 0;
    how.ports[8883] = taken.local_endpoint().port();
    const auto in_use = "cannot listen on 127.0.0.1 port " + std::to_string(taken.local_endpoint().port()) +
                        "/tcp: another program has it; stop that program, or use --port 8883=8893";
    CHECK_THROWS_WITH(server(io, how, nullptr), in_use);
    how.addresses = {asio::ip::make_address("192.0.2.7")}; // RFC 5737: nobody's
    CHECK_THROWS_WITH(server(io, how, nullptr), Catch::Contains("no such address") && Catch::Contains("--address"));
    how.addresses = {asio::ip::address_v4::any()};
    CHECK_THROWS_WITH(server(io, how, nullptr), Catch::Contains("--advertise"));
}
