// SPDX-License-Identifier: MIT
#include "rules/host_name.hpp"

#include <catch2/catch.hpp>

TEST_CASE("addresses: IPv4 and IPv6 text forms") {
    for (const auto good : {"0.0.0.0", "255.255.255.255", "10.0.0.1"}) CHECK(rules::is_ipv4(good));
    for (const auto bad :
        {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.", "1..2.3", "a.b.c.d", "1.2.3.4 "})
        CHECK(!rules::is_ipv4(bad));
    for (const auto good : {"::", "::1", "1::", "fd00::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::ffff:1.2.3.4",
             "1:2:3:4:5:6:1.2.3.4", "64:ff9b::10.0.0.1", "FE80::A"})
        CHECK(rules::is_ipv6(good));
    for (const auto bad : {"", ":", "1", "1:2", ":::", "1:::2", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "::g",
             "1.2.3.4::", "1:2:3:4:5:6:7:8::", ":1::2", "1::2:", "::1.2.3", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4"})
        CHECK(!rules::is_ipv6(bad));
}

TEST_CASE("addresses: what a resolver library would not look up as a name") {
    for (const auto address : {"10.0.0.1", "10.1", "1", "0x7f.0x1", "contoso.0xA", "::1", "a:b"})
        CHECK(rules::reads_as_address(address));
    for (const auto name : {"contoso", "contoso.1a", "1.contoso", "0x", "0xg", "", "1."})
        CHECK(!rules::reads_as_address(name));
}

TEST_CASE("host name: labels and their limits") {
    const std::string label(63, 'x');
    for (const auto& good : {std::string("a"), std::string("A-1.b"), label + ".net",
             label + '.' + label + '.' + label + '.' + std::string(61, 'x')})
        CHECK(!rules::fault_of_name(good));
    struct row {
        std::string name, what;
    };
    for (const auto& [name, what] : {row{"", "is empty"}, row{"a..b", "empty label"}, row{".a", "empty label"},
             row{label + "x", "64 characters"}, row{"-a", "hyphen"}, row{"a-.b", "hyphen"}, row{"a_b", "underscore"},
             row{"a b", "character 2 is a space"}, row{"\"a\"", "a quote"}, row{"\x1b[31m", "a control character"},
             row{"m\xc3\xbcnchen", "not ASCII"}, row{"a/b", "'/'"}}) {
        CAPTURE(name);
        const auto fault = rules::fault_of_name(name);
        REQUIRE(fault);
        CHECK(fault->what.find(what) != std::string::npos);
        CHECK(!fault->remedy.empty());
    }
}
