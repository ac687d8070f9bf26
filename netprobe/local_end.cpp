// SPDX-License-Identifier: MIT
#include "netprobe/local_end.hpp"

#include <cerrno>

#include <asio/ip/udp.hpp>
#include <sys/socket.h>
#include <unistd.h>

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
    // No asio::ip::udp::socket: it needs a context, and that descriptors which there may be none left of.
    const asio::ip::udp::endpoint there(peer, 9);
    const int socket = ::socket(there.protocol().family(), SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return {};
    asio::ip::udp::endpoint own;
    auto size = static_cast<socklen_t>(own.capacity());
    const bool found =
        !bind_local(socket, peer, local) &&
        ::connect(socket, there.data(), static_cast<socklen_t>(there.size())) == 0 && // only looks the route up
        ::getsockname(socket, own.data(), &size) == 0;
    ::close(socket);
    return found ? own.address().to_string() : std::string();
}

} // namespace netprobe
