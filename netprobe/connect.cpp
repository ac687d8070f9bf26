// SPDX-License-Identifier: MIT
#include "netprobe/connect.hpp"

#include <cerrno>

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <sys/socket.h>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"

namespace netprobe {
namespace {

// Opens the socket and ties it to the end the user chose.
std::error_code prepare(
    asio::ip::tcp::socket& socket, const asio::ip::tcp::endpoint& peer, const local_end& local, const variation& as) {
    std::error_code ec;
    socket.open(peer.protocol(), ec);
    if (ec) return ec;
    queue_icmp_errors(socket.native_handle(), peer.address().is_v6());
    ec = apply(as, socket.native_handle(), peer.address().is_v6());
    return ec ? ec : bind_local(socket.native_handle(), peer.address(), local);
}

// Sends the SYN; nothing, or why it could not even be sent.
std::error_code send_syn(asio::ip::tcp::socket& socket, const asio::ip::tcp::endpoint& peer) {
    std::error_code ec;
    socket.native_non_blocking(true, ec);
    if (ec || ::connect(socket.native_handle(), peer.data(), static_cast<socklen_t>(peer.size())) == 0) return ec;
    return errno == EINPROGRESS ? ec : std::error_code(errno, std::system_category());
}

std::error_code result_of(asio::ip::tcp::socket& socket) {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size) < 0) error = errno;
    return {error, std::system_category()};
}

} // namespace

asio::awaitable<connect_observation> connect(const wire& on, asio::ip::tcp::socket& socket, std::string address,
    std::uint16_t port, const variation& as, milliseconds limit, watchdog** under_way) {
    connect_observation seen;
    seen.address = address;
    seen.port = port;
    const auto place = co_await on.gate.enter(address);
    seen.started_ms = on.budget.now_ms();

    std::error_code ec, ignored;
    const auto ip = asio::ip::make_address(address, ec);
    const bool no_address(ec);
    const asio::ip::tcp::endpoint peer(ip, port);
    watchdog guard(
        on.budget, [&] { close_with_evidence(socket, seen.kernel); }, limit);
    if (under_way) *under_way = &guard;
    if (!ec) ec = prepare(socket, peer, on.local, as);
    const bool prepared = !ec;
    if (prepared) ec = send_syn(socket, peer);
    const bool blackhole = prepared && ec.value() == EINVAL; // a route of this device (ip-route(8))
    if (!ec) {
        // Our own address is lost from a socket whose connect has failed, so it is read now: an ICMP
        // error from it means that this device's own firewall or neighbour table has spoken.
        seen.local_address = socket.local_endpoint(ignored).address().to_string();
        const auto writable = asio::ip::tcp::socket::wait_write;
        co_await socket.async_wait(writable, asio::redirect_error(asio::use_awaitable, ec));
        if (!ec) ec = result_of(socket);
    } else if (!no_address) {
        seen.local_address = source_towards(ip, on.local); // failed at once, and lost it
    }
    if (under_way) *under_way = nullptr;
    conclude(seen, ec, guard);
    if (blackhole && seen.failed == failure::unknown) seen.failed = failure::net_unreachable;
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    if (!seen.ok())
        close_with_evidence(socket, seen.kernel);
    else if (socket.is_open())
        seen.kernel = take_kernel_evidence(socket);
    co_return seen;
}

asio::awaitable<connect_observation> connect(
    const wire& on, asio::ip::tcp::socket& socket, std::string address, std::uint16_t port) {
    static const variation usual; // no coroutine: a temporary in one is what g++ 12 destroys twice
    return connect(on, socket, std::move(address), port, usual, milliseconds::zero());
}

} // namespace netprobe
