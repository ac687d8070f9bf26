// SPDX-License-Identifier: MIT
#include "rules/protocol_names.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "netprobe/protocol/protocol.hpp"

TEST_CASE("protocol names: rules know every protocol that makes a path, and no other") {
    for (const auto& row : netprobe::protocols()) {
        CAPTURE(row.name);
        const bool known = std::ranges::find(rules::path_protocols, row.name) != rules::path_protocols.end();
        // Only of controls, and of targets given to egress-tls.
        const bool no_path = row.name == "tls" || row.name == "tcp" || row.name == "http" || row.name == "dns";
        CHECK(known == !no_path);
    }
    for (const auto name : rules::path_protocols) {
        CAPTURE(name);
        CHECK(netprobe::find_protocol(name));
    }
}
