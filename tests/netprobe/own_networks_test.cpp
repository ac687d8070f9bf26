// SPDX-License-Identifier: MIT
#include "netprobe/own_networks.hpp"

#include <catch2/catch.hpp>

#include <asio/ip/address.hpp>
#include <charconv>

TEST_CASE("own networks: addresses with the length of a prefix, none of loopback") {
    for (const auto& network : netprobe::own_networks()) { // none on a machine without a network
        INFO(network);
        const auto slash = network.find('/');
        REQUIRE(slash != std::string::npos);
        std::error_code ec;
        const auto own = asio::ip::make_address(network.substr(0, slash), ec);
        REQUIRE_FALSE(ec);
        CHECK_FALSE(own.is_loopback());
        int length = -1;
        std::from_chars(network.data() + slash + 1, network.data() + network.size(), length);
        CHECK(length >= 0);
        CHECK(length <= (own.is_v6() ? 128 : 32));
    }
}
