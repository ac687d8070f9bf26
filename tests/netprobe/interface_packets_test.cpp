// SPDX-License-Identifier: MIT
#include "netprobe/interface_packets.hpp"

#include <catch2/catch.hpp>

#include "netprobe/connect.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using asio::ip::tcp;

namespace {

const variation usual;

constexpr auto headings = "Inter-|   Receive                                                |  Transmit\n"
                          " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs "
                          "drop fifo colls carrier compressed\n";
constexpr auto lo = "    lo:   14496     168    0    0    0     0          0         0    14496     169    0    0    0"
                    "     0       0          0\n";

connect_observation first_of_row(fakes::loopback& net, std::uint16_t port) {
    tcp::socket socket(net.io);
    return run(net.io, connect(net.on, socket, "127.0.0.1", port));
}

std::uint16_t closed_port(asio::io_context& io) {
    return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

} // namespace

TEST_CASE("interface packets: from the text of /proc/net/dev") {
    struct row {
        const char* what;
        std::string text;
        std::optional<interface_counts> count;
    };
    const std::string all = std::string(headings) + lo;
    const row rows[] = {
        {"the loopback alone", all, {{168, 0, 0}}},
        {"one more", all + "  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", {{168, 10, 0}}},
        {"all others together, those of programs apart",
            all + "  eth0: 1 2 3 4 5 6 7 8 9 10 11\n  tun0: 1 2 3 4 5 6 7 8 9 20 11\n", {{168, 30, 20}}},
        {"no space after the colon, as older kernels write", "lo:1 2 3 4 5 6 7 8 9 10\neth0:1 2 3 4 5 6 7 8 9 10",
            {{2, 10, 0}}},
        {"the most there can be", "lo: 0 18446744073709551615 0 0 0 0 0 0 0 0\n", {{18446744073709551615U, 0, 0}}},
        {"one more than that", "lo: 0 18446744073709551616 0 0 0 0 0 0 0 0\n", {}},
        {"a name that begins so is not the loopback", "lo1: 0 3 0 0 0 0 0 0 0 0\n", {}},
        {"no loopback", std::string(headings) + "  eth0: 1 2 3 4 5 6 7 8 9 10\n", {}},
        {"a line with too few numbers", all + "  eth0: 1 2 3 4 5 6 7 8 9\n", {}},
        {"words among them", all + "  eth0: 1 2 3 4 many 6 7 8 9 10\n", {}},
        {"a number and more", all + "  eth0: 1 2x 3 4 5 6 7 8 9 10\n", {}},
        {"a negative one", all + "  eth0: 1 -2 3 4 5 6 7 8 9 10\n", {}},
        {"headings alone", headings, {}},
        {"nothing", "", {}},
        {"no text", "\xff:\xfe\x01", {}},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        const auto is = packets_in(r.text, [](auto name) { return name == "tun0"; });
        REQUIRE(is.has_value() == r.count.has_value());
        if (!is) continue;
        CHECK(is->looped == r.count->looped);
        CHECK(is->sent == r.count->sent);
        CHECK(is->to_programs == r.count->to_programs);
    }
}

TEST_CASE("interface packets: this machine counts, and its loopback at once") {
    fakes::loopback net(443);
    const auto before = count_packets();
    CHECK(first_of_row(net, closed_port(net.io)).failed == failure::refused);
    const auto after = count_packets();
    REQUIRE(before);
    REQUIRE(after);
    CHECK(after->looped >= before->looped + 2); // the SYN and the reset
    CHECK(after->sent >= before->sent);
}

TEST_CASE("interface packets: of what this device refuses itself every reset comes by the loopback") {
    fakes::loopback net(443);
    const auto first = first_of_row(net, closed_port(net.io));
    const auto seen = run(net.io, read_refusals(net.on, first, usual));
    REQUIRE(seen);
    CHECK(seen->refused == 8);
    CHECK(seen->looped >= 8u);
    CHECK(seen->to_programs <= seen->sent);
    CHECK(net.budget.now_ms() < 1000);
}

TEST_CASE("interface packets: nothing is counted where it is not refused, or the run ends") {
    fakes::loopback net(443);
    tcp::acceptor open(net.io, {asio::ip::address_v4::loopback(), 0});
    const auto port = open.local_endpoint().port();
    const auto taken = first_of_row(net, port);
    REQUIRE(taken.ok());
    CHECK_FALSE(run(net.io, read_refusals(net.on, taken, usual)));
    auto at_first_only = taken;
    at_first_only.failed = failure::refused;
    CHECK_FALSE(run(net.io, read_refusals(net.on, at_first_only, usual)));
    auto rejected = first_of_row(net, closed_port(net.io));
    rejected.kernel.icmp = {{4, 3, 3, "192.0.2.7"}};
    CHECK_FALSE(run(net.io, read_refusals(net.on, rejected, usual)));
    rejected.kernel.icmp.clear();
    net.budget.interrupt();
    CHECK_FALSE(run(net.io, read_refusals(net.on, rejected, usual)));
}
