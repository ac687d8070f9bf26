// SPDX-License-Identifier: MIT
//
// Linux only; with tcp_state.cpp, the files to port for another system.
#include "netprobe/kernel_evidence.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "netprobe/tcp_state.hpp"

namespace netprobe {
namespace {

std::string address_of(const sockaddr_storage& who) {
    char text[INET6_ADDRSTRLEN] = "";
    if (who.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &who, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    } else if (who.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &who, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    }
    return text;
}

std::optional<icmp_error> icmp_of(const cmsghdr& header) {
    const bool v4 = header.cmsg_level == IPPROTO_IP && header.cmsg_type == IP_RECVERR;
    const bool v6 = header.cmsg_level == IPPROTO_IPV6 && header.cmsg_type == IPV6_RECVERR;
    if ((!v4 && !v6) || header.cmsg_len < CMSG_LEN(sizeof(sock_extended_err))) return std::nullopt;
    // Room for the offender's address behind the fixed part.
    struct {
        sock_extended_err fixed;
        sockaddr_storage offender;
    } error{};
    const std::size_t length = std::min<std::size_t>(header.cmsg_len - CMSG_LEN(0), sizeof error);
    std::memcpy(&error, CMSG_DATA(&header), length);
    if (error.fixed.ee_origin != SO_EE_ORIGIN_ICMP && error.fixed.ee_origin != SO_EE_ORIGIN_ICMP6) return std::nullopt;
    icmp_error seen;
    seen.version = error.fixed.ee_origin == SO_EE_ORIGIN_ICMP6 ? 6 : 4;
    seen.type = error.fixed.ee_type;
    seen.code = error.fixed.ee_code;
    seen.offender = address_of(error.offender);
    return seen;
}

} // namespace

void queue_icmp_errors(int socket, bool ipv6) noexcept {
    const int on = 1;
    if (ipv6)
        ::setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
    else
        ::setsockopt(socket, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

std::vector<icmp_error> take_icmp_errors(int socket) {
    std::vector<icmp_error> seen;
    for (int left = 16; left > 0; --left) {
        std::array<char, 512> data{}, control{};
        iovec part{data.data(), data.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) break;
        for (auto* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
            if (auto error = icmp_of(*header)) seen.push_back(std::move(*error));
    }
    return seen;
}

kernel_evidence take_kernel_evidence(asio::ip::tcp::socket& socket) {
    kernel_evidence seen;
    if (!socket.is_open()) return seen;
    seen.tcp = read_tcp_state(socket.native_handle());
    seen.icmp = take_icmp_errors(socket.native_handle());
    return seen;
}

void close_with_evidence(asio::ip::tcp::socket& socket, kernel_evidence& into) {
    if (!socket.is_open()) return;
    into = take_kernel_evidence(socket);
    std::error_code ignored;
    socket.close(ignored);
}

} // namespace netprobe
