// SPDX-License-Identifier: MIT
#include "netprobe/local_drops.hpp"

#include <catch2/catch.hpp>

using netprobe::failed_retransmissions;
using netprobe::failed_retransmissions_in;

TEST_CASE("local drops: from the text of /proc/net/netstat") {
    struct row {
        const char* what;
        const char* text;
        std::optional<std::uint64_t> count;
    };
    const row rows[] = {
        {"in the first group", "TcpExt: SyncookiesSent TCPRetransFail TCPRcvCoalesce\nTcpExt: 1 27 3\n", 27},
        {"the last of them, no line end", "TcpExt: SyncookiesSent TCPRetransFail\nTcpExt: 1 0", 0},
        {"in a later group", "IpExt: InNoRoutes\nIpExt: 4\nTcpExt: TCPRetransFail\nTcpExt: 5\n", 5},
        {"the most there can be", "TcpExt: TCPRetransFail\nTcpExt: 18446744073709551615\n", 18446744073709551615U},
        {"one more", "TcpExt: TCPRetransFail\nTcpExt: 18446744073709551616\n", std::nullopt},
        {"of an older kernel", "TcpExt: SyncookiesSent TCPLossProbes\nTcpExt: 1 2\n", std::nullopt},
        {"a longer name", "TcpExt: TCPRetransFailures XTCPRetransFail\nTcpExt: 1 2\n", std::nullopt},
        {"no number", "TcpExt: TCPRetransFail\nTcpExt: many\n", std::nullopt},
        {"a number and more", "TcpExt: TCPRetransFail\nTcpExt: 3x\n", std::nullopt},
        {"a negative one", "TcpExt: TCPRetransFail\nTcpExt: -1\n", std::nullopt},
        {"fewer numbers than names", "TcpExt: SyncookiesSent TCPRetransFail\nTcpExt: 1\n", std::nullopt},
        {"names alone", "TcpExt: TCPRetransFail\n", std::nullopt},
        {"nothing", "", std::nullopt},
        {"no text", "\xff\xfe\x01", std::nullopt},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        CHECK(failed_retransmissions_in(r.text) == r.count);
    }
}

TEST_CASE("local drops: this machine counts, and never backwards") {
    const auto before = failed_retransmissions();
    const auto after = failed_retransmissions();
    REQUIRE(before); // Linux 3.17 and later
    REQUIRE(after);
    CHECK(*after >= *before);
}
