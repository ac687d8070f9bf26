// SPDX-License-Identifier: MIT
#include "tools/standin/server.hpp"

#include <algorithm>
#include <stdexcept>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/ip/v6_only.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <openssl/rand.h>

#include "netprobe/printable.hpp"
#include "tools/standin/ntp.hpp"

namespace standin {
namespace {

using asio::redirect_error;
using asio::use_awaitable;

// Why a port cannot be had, and what to do about it, in one line.
std::runtime_error cannot_listen(
    const asio::ip::address& at, int standard, int real, const char* transport, const std::error_code& ec) {
    const int other = standard < 1000 ? standard + 10000 : standard + 10;
    const auto where = fmt::format("cannot listen on {} port {}/{}", at.to_string(), real, transport);
    const auto remedy = fmt::format("--port {}={}", standard, other);
    if (ec == asio::error::access_denied)
        return std::runtime_error(fmt::format(
            "{}: ports below 1024 need a privilege; use {}, or start this as an administrator", where, remedy));
    if (ec == asio::error::address_in_use)
        return std::runtime_error(
            fmt::format("{}: another program has it; stop that program, or use {}", where, remedy));
    if (ec.value() == EADDRNOTAVAIL)
        return std::runtime_error(fmt::format("{}: this machine has no such address; correct --address", where));
    return std::runtime_error(fmt::format("{}: {}; use another --address, or {}", where, ec.message(), remedy));
}

std::string make_secret() {
    std::array<unsigned char, 32> raw{};
    if (RAND_bytes(raw.data(), static_cast<int>(raw.size())) != 1) throw std::runtime_error("no random numbers");
    return netprobe::hex(raw, raw.size());
}

bool can_bind(asio::io_context& io, const asio::ip::address& at) {
    asio::ip::udp::socket probe(io);
    std::error_code ec;
    probe.open(at.is_v6() ? asio::ip::udp::v6() : asio::ip::udp::v4(), ec);
    if (!ec) probe.bind({at, 0}, ec);
    return !ec;
}

} // namespace

server::server(asio::io_context& io, const settings& how, std::function<void(const std::string&)> log)
    : io_(io), how_(how), log_(std::move(log)), ca_(how.keys), all_(io.get_executor(), how.hold),
      https_(ca_, how.extra, 443), amqps_(ca_, how.extra, 5671), mqtts_(ca_, how.extra, 8883), ports_(how.ports),
      addresses_(how.addresses) {
    if (addresses_.empty()) {
        addresses_.push_back(asio::ip::address_v4::loopback());
        if (can_bind(io, asio::ip::address_v6::loopback())) addresses_.push_back(asio::ip::address_v6::loopback());
    }
    all_.names = {how.extra, how.advertise.empty() ? addresses_ : how.advertise};
    for (const auto& address : all_.names.addresses)
        if (address.is_unspecified())
            throw std::runtime_error(fmt::format("{} cannot be given out as an address: add --advertise ADDR, the one "
                                                 "that clients reach this machine by",
                address.to_string()));
    all_.skew = how.clock_skew;
    all_.web = {make_image(), how.region, how.layers_in_blob, make_secret(), how.extra};
    for (const auto& address : addresses_) {
        for (const int standard : {443, 5671, 8883, 53}) listen(address, standard);
        for (const int standard : {53, 123}) bind_udp(address, standard);
    }
    for (auto& at : doors_) asio::co_spawn(io_, accept(at), asio::detached);
    auto socket = datagrams_.begin();
    for (std::size_t i = 0; i < addresses_.size(); ++i)
        for (const int standard : {53, 123}) asio::co_spawn(io_, answer_datagrams(*socket++, standard), asio::detached);
}

void server::listen(const asio::ip::address& at, int standard) {
    const asio::ip::tcp::endpoint where(at, static_cast<std::uint16_t>(ports_[standard]));
    asio::ip::tcp::acceptor acceptor(io_);
    std::error_code ec;
    acceptor.open(where.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec && at.is_v6()) acceptor.set_option(asio::ip::v6_only(true), ec);
    if (!ec) acceptor.bind(where, ec);
    if (!ec) acceptor.listen(128, ec);
    if (ec) throw cannot_listen(at, standard, where.port(), "tcp", ec);
    ports_[standard] = acceptor.local_endpoint().port(); // the other addresses and UDP follow a free one
    doors_.push_back({std::move(acceptor), standard});
}

void server::bind_udp(const asio::ip::address& at, int standard) {
    const asio::ip::udp::endpoint where(at, static_cast<std::uint16_t>(ports_[standard]));
    asio::ip::udp::socket socket(io_);
    std::error_code ec;
    socket.open(where.protocol(), ec);
    if (!ec && at.is_v6()) socket.set_option(asio::ip::v6_only(true), ec);
    if (!ec) socket.bind(where, ec);
    if (ec) throw cannot_listen(at, standard, where.port(), "udp", ec);
    ports_[standard] = socket.local_endpoint().port();
    datagrams_.push_back(std::move(socket));
}

void server::stop() {
    stopped_ = true;
    std::error_code ignored;
    for (auto& at : doors_) at.acceptor.close(ignored);
    for (auto& socket : datagrams_) socket.close(ignored);
    all_.budget.interrupt();
}

void server::say(const std::string& line) const {
    if (!how_.quiet && log_) log_(line);
}

asio::awaitable<void> server::accept(door& at) {
    while (!stopped_) {
        std::error_code ec;
        auto socket = co_await at.acceptor.async_accept(redirect_error(use_awaitable, ec));
        if (stopped_) co_return;
        if (ec) { // out of descriptors, or the client has gone again: not the end, but no busy loop either
            asio::steady_timer pause(io_, std::chrono::milliseconds(50));
            co_await pause.async_wait(redirect_error(use_awaitable, ec));
            continue;
        }
        if (connections_ >= how_.limit_connections) {
            socket.close(ec);
            say(fmt::format("port {}: a connection was closed at once, {} are open (--limit-connections)", at.standard,
                connections_));
            continue;
        }
        ++connections_;
        asio::co_spawn(io_, serve(std::move(socket), at.standard), [this](std::exception_ptr) { --connections_; });
    }
}

asio::awaitable<void> server::serve(asio::ip::tcp::socket socket, int standard) {
    std::error_code ec;
    const auto peer = socket.remote_endpoint(ec);
    connection_log log(peer, standard);
    try {
        auto& front = standard == 443 ? https_ : standard == 5671 ? amqps_ : mqtts_;
        if (standard == 53)
            co_await serve_dns(all_, std::move(socket), log);
        else
            co_await serve_tls(all_, front, std::move(socket), standard, log);
    } catch (const std::exception& e) { // one connection's trouble (memory) is not the others'
        log.note(e.what());
    }
    say(log.line());
}

asio::awaitable<void> server::answer_datagrams(asio::ip::udp::socket& socket, int standard) {
    netprobe::bytes packet(2048); // not in the frame: g++ 12 warns wrongly of coroutine frames above 1 kB
    while (!stopped_) {
        asio::ip::udp::endpoint from;
        std::error_code ec;
        const auto size =
            co_await socket.async_receive_from(asio::buffer(packet), from, redirect_error(use_awaitable, ec));
        if (stopped_) co_return;
        if (ec || from.port() == 0) continue; // an ICMP error of an earlier answer
        const netprobe::bytes_view query(packet.data(), size);
        netprobe::bytes answer;
        connection_log log({from.address(), from.port()}, standard);
        if (standard == 53) {
            auto made = answer_dns(all_.names, query, true);
            if (!made) continue;
            answer = std::move(made->answer);
            log.name("dns");
            log.note(made->note);
        } else {
            auto made = answer_ntp(query, std::chrono::time_point_cast<std::chrono::nanoseconds>(all_.now()));
            if (!made) continue;
            answer = std::move(*made);
            log.name("ntp");
            log.note("time given");
        }
        co_await socket.async_send_to(asio::buffer(answer), from, redirect_error(use_awaitable, ec));
        say(log.line());
    }
}

} // namespace standin
