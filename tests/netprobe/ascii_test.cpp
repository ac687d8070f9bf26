// SPDX-License-Identifier: MIT
#include "netprobe/ascii.hpp"

#include <catch2/catch.hpp>

using namespace netprobe;

TEST_CASE("ascii: only its letters have a lower case") {
    CHECK(lower("Contoso.AZURE-Devices.net:443 [`{@") == "contoso.azure-devices.net:443 [`{@");
    CHECK(lower("\xc3\x84") == "\xc3\x84"); // Ä
    CHECK(lower("").empty());
    CHECK(same_but_for_case("WebSocket", "websocket"));
    CHECK(same_but_for_case("", ""));
    CHECK_FALSE(same_but_for_case("a", "ab"));
    CHECK_FALSE(same_but_for_case("[", "{")); // as far apart as a letter and its other case
    CHECK_FALSE(same_but_for_case("\xc3\x84", "\xc3\xa4"));
}

TEST_CASE("ascii: a port is 1 to 65535 in digits and nothing else") {
    CHECK(port_from("1") == 1);
    CHECK(port_from("443") == 443);
    CHECK(port_from("00443") == 443);
    CHECK(port_from("65535") == 65535);
    for (const auto* wrong : {"", "0", "65536", "99999", "000443", "-1", "+1", " 1", "1 ", "0x1", "443a", "4 3"}) {
        CAPTURE(wrong);
        CHECK_FALSE(port_from(wrong));
    }
}
