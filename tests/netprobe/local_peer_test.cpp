// SPDX-License-Identifier: MIT
#include "netprobe/local_peer.hpp"

#include <catch2/catch.hpp>

#include <asio/io_context.hpp>

using asio::ip::make_address;
using asio::ip::tcp;
using namespace std::string_literals;
using netprobe::local_peer;
using netprobe::local_peer_in;

namespace {

constexpr auto head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

std::string rows(std::initializer_list<const char*> ends) {
    std::string text = head;
    int number = 0;
    for (const auto* both : ends)
        text += "   " + std::to_string(number++) + ": " + both + " 01 00000000:00000000 00:0\n";
    return text;
}

} // namespace

TEST_CASE("local peer: from the text of /proc/net/tcp and tcp6") {
    const tcp::endpoint own(make_address("10.0.0.2"), 40000), azure(make_address("20.0.0.1"), 443);
    const tcp::endpoint own6(make_address("fd00::2"), 40000), azure6(make_address("2603::1"), 443);
    struct row {
        const char* what;
        std::string table;
        tcp::endpoint from, to;
        const char* held;
    };
    const row table[] = {
        {"ours alone", rows({"0200000A:9C40 01000014:01BB"}), own, azure, ""},
        {"redirected", rows({"0200000A:9C40 01000014:01BB", "0100007F:1F90 0200000A:9C40"}), own, azure,
            "127.0.0.1:8080"},
        {"another connection of the agent", rows({"0100007F:1F90 0200000A:9C41"}), own, azure, ""},
        {"another device's", rows({"0100007F:1F90 0300000A:9C40"}), own, azure, ""},
        {"a server that is here by its own address", rows({"01000014:01BB 0200000A:9C40"}), own, azure, ""},
        {"by a socket of IPv6 for both",
            rows({"0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000200000A:9C40"}), own, azure,
            "127.0.0.1:8080"},
        {"our port serves a connection to that one as well",
            rows({"0200000A:9C40 0200000A:075B", "0200000A:075B 0200000A:9C40"}), own, azure, ""},
        {"both", rows({"0200000A:9C40 0200000A:075B", "0200000A:075B 0200000A:9C40", "0100007F:1F90 0200000A:9C40"}),
            own, azure, "127.0.0.1:8080"},
        {"one that is over", head + "   0: 0100007F:1F90 0200000A:9C40 06 00000000:00000000 00:0\n"s, own, azure, ""},
        {"IPv6", rows({"00000000000000000000000001000000:1F90 000000FD000000000000000002000000:9C40"}), own6, azure6,
            "[::1]:8080"},
        {"no addresses", rows({"0100007F 0200000A", "0100007G:1F90 0200000A:9C40", "0100007F:1F90x 0200000A:9C40"}),
            own, azure, ""},
        {"a port too large", rows({"0100007F:1F90F 0200000A:9C40"}), own, azure, ""},
        {"cut off", "   0: 0100007F:1F90 ", own, azure, ""},
        {"nothing", "", own, azure, ""},
        {"no text", "\xff\xfe\x01 \xff \xff", own, azure, ""},
    };
    for (const auto& r : table) {
        INFO(r.what);
        CHECK(local_peer_in(r.table, r.from, r.to) == r.held);
    }
}

TEST_CASE("local peer: an end of loopback is where it says") {
    asio::io_context io;
    tcp::acceptor acceptor(io, {make_address("127.0.0.1"), 0});
    tcp::socket socket(io);
    CHECK(local_peer(socket).empty());
    socket.open(tcp::v4());
    CHECK(local_peer(socket).empty());
    socket.connect(acceptor.local_endpoint());
    const auto taken = acceptor.accept();
    CHECK(local_peer(socket).empty());
    CHECK(local_peer(taken).empty());
}
