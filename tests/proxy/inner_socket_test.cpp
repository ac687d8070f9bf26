// SPDX-License-Identifier: MIT
#include "proxy/inner_socket.hpp"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

using proxy::inner_socket;

namespace {

// What a library does with an offer.
struct library {
    sockaddr_storage to{};
    socklen_t size = 0;
    int socket = -1;
    explicit library(inner_socket& inner) : socket(inner.offer(to, size)) {}
    ~library() { ::close(socket); }
    library(const library&) = delete;
    library& operator=(const library&) = delete;
    bool connect(int with) const { return ::connect(with, reinterpret_cast<const sockaddr*>(&to), size) == 0; }
};

} // namespace

TEST_CASE("inner socket: connected, both ways, and made anew") {
    inner_socket inner;
    CHECK_FALSE(inner.accept()); // nothing is offered
    for (int round = 0; round < 2; ++round) {
        const library other(inner);
        REQUIRE(other.socket >= 0);
        CHECK(other.size <= sizeof(sockaddr));
        CHECK_FALSE(inner.accept()); // not connected yet
        REQUIRE(other.connect(other.socket));
        CHECK(inner.accept());
        CHECK(inner.accept());
        std::string heard;
        inner.receive(heard);
        CHECK(heard.empty());
        CHECK(::send(other.socket, "ask", 3, 0) == 3);
        inner.receive(heard);
        CHECK(heard == "ask");
        CHECK(inner.send("told"));
        char told[8];
        CHECK(::recv(other.socket, told, sizeof told, 0) == 4);
    }
}

TEST_CASE("inner socket: another process that is faster does not get in") {
    inner_socket inner;
    const library other(inner);
    const pid_t child = ::fork();
    if (child == 0) {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const bool connected = other.connect(socket) && ::send(socket, "evil", 4, MSG_NOSIGNAL) == 4;
        ::_exit(connected ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    REQUIRE(status == 0);
    CHECK_FALSE(inner.accept());
    REQUIRE(other.connect(other.socket));
    CHECK(::send(other.socket, "ours", 4, 0) == 4);
    REQUIRE(inner.accept());
    std::string heard;
    inner.receive(heard);
    CHECK(heard == "ours");
}

TEST_CASE("inner socket: the other end is gone") {
    inner_socket inner;
    {
        const library other(inner);
        REQUIRE(other.connect(other.socket));
        REQUIRE(inner.accept());
    }
    CHECK_FALSE(inner.send("told")); // and no signal
    std::string heard;
    inner.receive(heard);
    CHECK(heard.empty());
}
