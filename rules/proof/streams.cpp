// SPDX-License-Identifier: MIT
#include "rules/proof/streams.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "rules/proof/netlink.hpp"
#include "rules/proof/wire_form.hpp"

namespace rules::proof {
namespace {

constexpr int limit_ms = 300;

descriptor open_socket(const packet& p) {
    const int kind = p.protocol == protocol_number::tcp ? SOCK_STREAM : SOCK_DGRAM;
    return descriptor(
        ::socket(p.to.family == ip_family::v4 ? AF_INET : AF_INET6, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

bool ready(const descriptor& socket, short events) {
    pollfd wait{socket.get(), events, 0};
    return ::poll(&wait, 1, limit_ms) > 0;
}

descriptor listen_in_world(const wires& w, const packet& p) {
    descriptor out;
    in_world(w, [&] {
        out = open_socket(p);
        const int on = 1;
        ::setsockopt(out.get(), IPPROTO_IP, IP_FREEBIND, &on, sizeof on); // of IPv6, too
        ::setsockopt(out.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        const auto at = place_of(p.to, p.port);
        if (::bind(out.get(), at.get(), at.length) != 0 ||
            (p.protocol == protocol_number::tcp && ::listen(out.get(), 4) != 0))
            throw std::runtime_error(
                fmt::format("the world does not listen at {}: {}", text_of(p), std::strerror(errno)));
    });
    return out;
}

std::string exchange(const descriptor& here, const descriptor& there) {
    char byte = 'q';
    if (::send(here.get(), &byte, 1, MSG_NOSIGNAL) != 1)
        return fmt::format("nothing can be sent: {}", std::strerror(errno));
    if (!ready(there, POLLIN) || ::recv(there.get(), &byte, 1, 0) != 1)
        return "it connects, and what is sent then does not arrive";
    if (::send(there.get(), &byte, 1, MSG_NOSIGNAL) != 1 || !ready(here, POLLIN) ||
        ::recv(here.get(), &byte, 1, 0) != 1)
        return "its answer does not come back";
    return {};
}

std::string converse_tcp(const descriptor& here, const descriptor& listener, const socket_place& to) {
    if (::connect(here.get(), to.get(), to.length) != 0 && errno != EINPROGRESS) return std::strerror(errno);
    int error = 0;
    socklen_t size = sizeof error;
    if (!ready(here, POLLOUT)) return "no answer to its SYN";
    if (::getsockopt(here.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return std::strerror(error);
    if (!ready(listener, POLLIN)) return "it connects, and what is sent then does not arrive";
    const descriptor there(::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    return exchange(here, there);
}

std::string converse_udp(const descriptor& here, const descriptor& there, const socket_place& to) {
    if (::connect(here.get(), to.get(), to.length) != 0) return std::strerror(errno);
    char byte = 'q';
    if (::send(here.get(), &byte, 1, MSG_NOSIGNAL) != 1) return std::strerror(errno);
    socket_place from;
    from.length = sizeof from.storage;
    if (!ready(there, POLLIN) ||
        ::recvfrom(there.get(), &byte, 1, 0, reinterpret_cast<sockaddr*>(&from.storage), &from.length) != 1)
        return "what is sent does not arrive";
    if (::sendto(there.get(), &byte, 1, MSG_NOSIGNAL, from.get(), from.length) != 1 || !ready(here, POLLIN) ||
        ::recv(here.get(), &byte, 1, 0) != 1)
        return "its answer does not come back";
    return {};
}

} // namespace

void let_world_answer(const wires& w, const std::vector<ip_address>& more_own) {
    netlink here;
    const auto is_more = [&](const ip_address& a) { return a != w.own4 && a != w.own6; };
    for (const auto& a : more_own)
        if (is_more(a)) here.add_address(w.all.front().name, a);
    in_world(w, [&] {
        netlink there;
        there.answer_for_everybody();
        there.add_route(w.all.front().far, {w.own4, 32});
        there.add_route(w.all.front().far, {w.own6, 128});
        for (const auto& a : more_own)
            if (is_more(a)) there.add_route(w.all.front().far, {a, bits_of(a.family)});
    });
}

std::string converse(const wires& w, const packet& p) {
    const auto listener = listen_in_world(w, p);
    const auto here = open_socket(p);
    const auto to = place_of(p.to, p.port);
    if (p.from != ip_address{})
        if (const auto from = place_of(p.from, 0); ::bind(here.get(), from.get(), from.length) != 0)
            throw std::runtime_error(
                fmt::format("nothing can be sent from {}: {}", text_of(p.from), std::strerror(errno)));
    return p.protocol == protocol_number::tcp ? converse_tcp(here, listener, to) : converse_udp(here, listener, to);
}

} // namespace rules::proof
