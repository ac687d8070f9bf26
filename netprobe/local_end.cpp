// SPDX-License-Identifier: MIT
#include "netprobe/local_end.hpp"

#include <cerrno>

#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>
#include <sys/socket.h>

namespace netprobe {

std::error_code bind_local(int socket, const asio::ip::address& peer, const local_end& local) {
    if (!local.interface.empty() && ::setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, local.interface.data(),
                                        static_cast<socklen_t>(local.interface.size())) < 0)
        return {errno, std::system_category()};
    if (local.source.empty()) return {};
    std::error_code ec;
    const auto source = asio::ip::make_address(local.source, ec);
    if (ec) return ec;
    if (source.is_v6() != peer.is_v6()) return {EAFNOSUPPORT, std::system_category()};
    const asio::ip::udp::endpoint end(source, 0); // TCP's would be the same bytes
    if (::bind(socket, end.data(), static_cast<socklen_t>(end.size())) < 0) ec.assign(errno, std::system_category());
    return ec;
}

std::string source_towards(const asio::ip::address& peer, const local_end& local) {
    asio::io_context unused;
    asio::ip::udp::socket socket(unused);
    const asio::ip::udp::endpoint there(peer, 9);
    std::error_code ec;
    socket.open(there.protocol(), ec);
    if (!ec) ec = bind_local(socket.native_handle(), peer, local);
    if (!ec) socket.connect(there, ec); // only looks the route up
    const auto own = ec ? asio::ip::udp::endpoint() : socket.local_endpoint(ec);
    return ec ? std::string() : own.address().to_string();
}

} // namespace netprobe
