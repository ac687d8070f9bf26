// SPDX-License-Identifier: MIT
#include "netprobe/local_end.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "netprobe/connect.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using asio::ip::make_address;

namespace {

/// While it lives, this process can open so many descriptors and no more.
class descriptors_left {
public:
    explicit descriptors_left(unsigned many) {
        ::getrlimit(RLIMIT_NOFILE, &usual_);
        const int lowest_free = ::dup(0);
        ::close(lowest_free);
        auto few = usual_;
        few.rlim_cur = static_cast<rlim_t>(lowest_free) + many; // those above are not closed by it
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~descriptors_left() { ::setrlimit(RLIMIT_NOFILE, &usual_); }
    descriptors_left(const descriptors_left&) = delete;
    descriptors_left& operator=(const descriptors_left&) = delete;

private:
    rlimit usual_{};
};

} // namespace

TEST_CASE("local end: our own address towards a peer") {
    struct row {
        const char* peer;
        local_end local;
        const char* source;
    };
    const row rows[] = {
        {"127.0.0.1", {}, "127.0.0.1"}, {"127.0.0.9", {}, "127.0.0.1"}, {"::1", {}, "::1"},
        {"127.0.0.1", {"127.0.0.7", ""}, "127.0.0.7"}, {"127.0.0.1", {"::1", ""}, ""}, // of another family
        {"127.0.0.1", {"198.51.100.77", ""}, ""},                                      // not of this device
        {"127.0.0.1", {"", "no-such-device"}, ""}, {"255.255.255.255", {}, ""}, // no route without leave to broadcast
    };
    for (const auto& r : rows) {
        INFO(r.peer << " from " << r.local.source << r.local.interface);
        CHECK(source_towards(make_address(r.peer), r.local) == r.source);
    }
}

TEST_CASE("local end: with one descriptor left, and with none") {
    std::string with_one, with_none;
    const auto peer = make_address("127.0.0.1");
    {
        const descriptors_left one(1);
        with_one = source_towards(peer, {});
        with_one += " " + source_towards(peer, {}); // given back
    }
    {
        const descriptors_left none(0);
        with_none = source_towards(peer, {});
    }
    CHECK(with_one == "127.0.0.1 127.0.0.1");
    CHECK(with_none.empty());
}

// UBSan asks for descriptors of its own, and takes their want for a broken object. tests/CMakeLists.txt builds this
// without it, too.
#if !defined(__has_feature)
#define EGRESS_NO_SANITIZER 1
#elif !__has_feature(address_sanitizer)
#define EGRESS_NO_SANITIZER 1
#endif

#ifdef EGRESS_NO_SANITIZER
TEST_CASE("connect: no descriptor left is an observation, not an exception") {
    fakes::loopback net(443);
    asio::ip::tcp::socket socket(net.io);
    connect_observation seen;
    {
        const descriptors_left none(0);
        seen = run(net.io, connect(net.on, socket, "127.0.0.1", 9));
    }
    CHECK_FALSE(seen.ok());
    CHECK(seen.code == "EMFILE");
    CHECK(seen.local_address.empty());
}
#endif
