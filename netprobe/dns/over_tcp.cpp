// SPDX-License-Identifier: MIT
#include "netprobe/dns/over_tcp.hpp"

#include <array>
#include <utility>

#include <asio/buffer.hpp>
#include <asio/read.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "netprobe/dns/answer.hpp"
#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"

namespace netprobe::dns {
namespace {

using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;

// One framed message over TCP (RFC 7766 §8), ours or theirs.
asio::awaitable<void> talk(
    tcp::socket& socket, tcp::endpoint peer, bytes wire, bytes& received, bool& connected, std::error_code& ec) {
    co_await socket.async_connect(peer, redirect_error(use_awaitable, ec));
    if (ec) co_return;
    connected = true;
    const std::array<std::uint8_t, 2> prefix{
        static_cast<std::uint8_t>(wire.size() >> 8), static_cast<std::uint8_t>(wire.size())};
    wire.insert(wire.begin(), prefix.begin(), prefix.end());
    co_await asio::async_write(socket, asio::buffer(wire), redirect_error(use_awaitable, ec));
    if (ec) co_return;
    std::array<std::uint8_t, 2> size{};
    co_await asio::async_read(socket, asio::buffer(size), redirect_error(use_awaitable, ec));
    if (ec) co_return;
    received.resize(static_cast<std::size_t>(size[0] << 8 | size[1]));
    co_await asio::async_read(socket, asio::buffer(received), redirect_error(use_awaitable, ec));
}

} // namespace

asio::awaitable<void> ask_over_tcp(
    tcp::endpoint peer, std::uint16_t id, bytes question, dns_answer& seen, record_type type, const asking& with) {
    auto& budget = with.budget;
    outcome tried;
    tried.started_ms = budget.now_ms();
    tcp::socket socket(budget.executor());
    std::error_code ec;
    socket.open(peer.protocol(), ec);
    if (!ec) ec = bind_local(socket.native_handle(), peer.address(), end_towards(peer.address(), with.local));
    if (!ec) queue_icmp_errors(socket.native_handle(), peer.address().is_v6());
    std::vector<icmp_error> icmp;
    const watchdog guard(budget, [&] {
        if (socket.is_open()) icmp = take_icmp_errors(socket.native_handle());
        std::error_code ignored;
        socket.close(ignored);
    });
    bytes received;
    bool connected = false;
    if (!ec) co_await talk(socket, peer, std::move(question), received, connected, ec);
    if (socket.is_open()) icmp = take_icmp_errors(socket.native_handle());
    seen.icmp.insert(seen.icmp.end(), icmp.begin(), icmp.end());

    conclude(tried, ec, guard);
    if (tried.ok()) {
        const auto reply = parse_message(received);
        if (reply && answers(*reply, id, seen.name, type)) {
            conclude(seen, *reply);
            seen.over_tcp = true;
        } else {
            ++seen.bad_replies;
            tried.failed = failure::bad_reply;
        }
    }
    if (!tried.ok()) {
        tried.detail = connected ? "connected, no usable answer" : "no connection";
        seen.failed = tried.failed;
        seen.code = tried.code;
        seen.detail = "the answer was truncated; over TCP: " + tried.detail;
    }
    tried.elapsed_ms = budget.now_ms() - tried.started_ms;
    seen.tcp_retry = std::move(tried);
}

} // namespace netprobe::dns
