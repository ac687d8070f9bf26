// SPDX-License-Identifier: MIT
#include "proxy/inner_socket.hpp"

#include <array>
#include <utility>

#include <unistd.h>

namespace proxy {
namespace {

constexpr int kind = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
constexpr int most_waiting = 8;

void close_one(int& descriptor) {
    if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

bool is_ours(int socket) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.pid == ::getpid();
}

} // namespace

void inner_socket::close() {
    close_one(listener_);
    close_one(ours_);
}

int inner_socket::offer(sockaddr_storage& to, socklen_t& size) {
    close();
    listener_ = ::socket(AF_UNIX, kind, 0);
    to = {};
    to.ss_family = AF_UNIX;
    size = sizeof to;
    auto* const name = reinterpret_cast<sockaddr*>(&to);
    // A family alone: the kernel chooses a free name of five digits (unix(7), autobind).
    if (::bind(listener_, name, sizeof to.ss_family) < 0 || ::listen(listener_, most_waiting) < 0 ||
        ::getsockname(listener_, name, &size) < 0 || size > sizeof(sockaddr))
        return -1;
    return ::socket(AF_UNIX, kind, 0);
}

bool inner_socket::accept() {
    while (ours_ < 0 && listener_ >= 0) {
        int next = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (next < 0) return false;
        if (is_ours(next))
            ours_ = next;
        else
            close_one(next);
    }
    close_one(listener_);
    return ours_ >= 0;
}

void inner_socket::receive(std::string& text) {
    std::array<char, 4096> some{};
    for (;;) {
        const auto got = ::recv(ours_, some.data(), some.size(), 0);
        if (got <= 0) return;
        text.append(some.data(), static_cast<std::size_t>(got));
    }
}

bool inner_socket::send(std::string_view text) {
    return ::send(ours_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

} // namespace proxy
