// SPDX-License-Identifier: MIT
#include "netprobe/dns/resolv_conf.hpp"

#include <catch2/catch.hpp>

using namespace netprobe::dns;
using strings = std::vector<std::string>;

namespace {

strings servers(std::string_view text) {
    strings seen;
    for (const auto& server : parse_resolv_conf(text).nameservers) seen.push_back(to_string(server));
    return seen;
}

} // namespace

// Each row tried against res_ninit() of glibc 2.36.
TEST_CASE("resolv.conf: nameservers as the C library reads them") {
    struct row {
        std::string_view text;
        strings wanted;
    };
    const row rows[] = {
        {"", {}},
        {"nameserver 10.0.0.1", {"10.0.0.1:53"}},
        {"nameserver\t10.0.0.1\nnameserver ::1\n", {"10.0.0.1:53", "[::1]:53"}},
        {"nameserver  10.0.0.1  \n", {"10.0.0.1:53"}},
        {"nameserver 10.0.0.1 # x\n", {"10.0.0.1:53"}},
        {"nameserver 10.0.0.1 10.0.0.2\n", {"10.0.0.1:53"}},
        {"nameserver 10.1\nnameserver 0x0a.0.0.2\n", {"10.0.0.1:53", "10.0.0.2:53"}},
        {"nameserver fe80::1%eth0\n", {"[fe80::1%eth0]:53"}},
        {"nameserver fe80::1%\nnameserver fe80::1%a/b\nnameserver fe80::1%abcdefghijklmnop\n", {}},
        {"nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n",
            {"10.0.0.1:53", "10.0.0.2:53", "10.0.0.3:53"}},
        {" nameserver 10.0.0.1\n", {}},
        {"nameserver 10.0.0.1#x\n", {}},
        {"nameserver 10.0.0.1;x\n", {}},
        {"Nameserver 10.0.0.1\n", {}},
        {"nameserver10.0.0.1\n", {}},
        {"nameserver\n", {}},
        {"nameserver \n", {}},
        {"#nameserver 10.0.0.1\n;nameserver 10.0.0.2\n", {}},
        {"nameserver dns.example\n", {}},
        {"nameserver 10.0.0.1:53\n", {}},
        {"nameserver 10.0.0.1\r\nnameserver ::1\r\n", {}},
        {std::string_view("nameserver 10.0.0.1\0\nnameserver ::1\0\n", 37), {}},
        {"\n\n\xff\xfe garbage\nnameserver 10.0.0.9\n", {"10.0.0.9:53"}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(servers(r.text) == r.wanted);
    }
}

TEST_CASE("resolv.conf: what is passed over is told") {
    CHECK(parse_resolv_conf("nameserver 10.0.0.1\r\n").ignored ==
          strings{"nameserver 10.0.0.1: the line ends in CR LF, which the C library does not accept"});
    CHECK(parse_resolv_conf("nameserver dns\x1b\n").ignored == strings{"nameserver dns?: not an address"});
    const auto four = parse_resolv_conf("nameserver ::1\nnameserver ::2\nnameserver ::3\nnameserver ::4\n");
    CHECK(four.ignored == strings{"nameserver ::4: the C library uses the first three only"});
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "nameserver x\n";
    CHECK(parse_resolv_conf(many).ignored.size() == 8);
}

TEST_CASE("resolv.conf: search and domain, the last wins") {
    CHECK(parse_resolv_conf("search a.b c.d\ndomain x.y\n").search == strings{"x.y"});
    CHECK(parse_resolv_conf("domain x.y z\nsearch a.b  c.d. .\r\n").search == strings{"a.b", "c.d"});
    CHECK(parse_resolv_conf("search a.b\nsearch\nsearch \n").search == strings{"a.b"});
    CHECK(parse_resolv_conf("").search.empty());
    std::string many = "search";
    for (int i = 0; i < 1000; ++i) many += " s";
    CHECK(parse_resolv_conf(many).search.size() == 32);
}

TEST_CASE("resolv.conf: a resolver given as an option") {
    struct row {
        std::string_view text;
        std::string_view wanted;
    };
    const row good[] = {
        {"10.0.0.1", "10.0.0.1:53"},
        {"10.0.0.1:5353", "10.0.0.1:5353"},
        {"fd00::1", "[fd00::1]:53"},
        {"[fd00::1]", "[fd00::1]:53"},
        {"[fd00::1]:5353", "[fd00::1]:5353"},
        {"fe80::1%eth0", "[fe80::1%eth0]:53"},
        {"[fe80::1%eth0]:53", "[fe80::1%eth0]:53"},
        {"::1", "[::1]:53"},
        {"10.0.0.1:65535", "10.0.0.1:65535"},
    };
    for (const auto& r : good) {
        INFO(r.text);
        std::string error;
        const auto server = parse_resolver(r.text, error);
        REQUIRE(server);
        CHECK(to_string(*server) == r.wanted);
        CHECK(error.empty());
    }
    for (const std::string_view text : {"10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:", "10.0.0.1:-1", "10.0.0.1:5x",
             "[::1]:", "[::1]53", "[::1]:99999"}) {
        INFO(text);
        std::string error;
        CHECK_FALSE(parse_resolver(text, error));
        CHECK(error == "resolver \"" + std::string(text) + "\": the port must be a number from 1 to 65535");
    }
    for (const std::string_view text : {std::string_view(), std::string_view("dns.example"), std::string_view("10.0.0"),
             std::string_view("10.0.0.256"), std::string_view("[10.0.0.1]:53"), std::string_view("[::1"),
             std::string_view("::1]"), std::string_view(":53"), std::string_view("[]:53"),
             std::string_view("10.0.0.1\0x", 10), std::string_view(" 10.0.0.1")}) {
        INFO(text);
        std::string error;
        CHECK_FALSE(parse_resolver(text, error));
        CHECK(error.find("give an IP address with or without a port") != error.npos);
    }
    std::string error;
    CHECK_FALSE(parse_resolver(std::string(100000, '\n'), error));
    CHECK(error.size() < 250);
    CHECK(error.find('\n') == error.npos);
}

TEST_CASE("hosts file: addresses of one name") {
    constexpr std::string_view text = "127.0.0.1\tlocalhost\n"
                                      "::1 localhost ip6-localhost # hub.lab\n"
                                      "# 10.0.0.9 hub.lab\n"
                                      "10.0.0.1 gateway HUB.lab\r\n"
                                      "  10.0.0.2   hub.lab.\n"
                                      "10.0.0.1 hub.lab hub.lab\n"
                                      "hub.lab 10.0.0.3\n"
                                      "999.0.0.1 hub.lab\n"
                                      "fe80::1%eth0 link.lab\n"
                                      "10.0.0.4 xhub.lab hub.labx";
    CHECK(parse_hosts_file(text, "hub.lab") == strings{"10.0.0.1", "10.0.0.2"});
    CHECK(parse_hosts_file(text, "LocalHost.") == strings{"127.0.0.1", "::1"});
    CHECK(parse_hosts_file(text, "link.lab") == strings{"fe80::1%eth0"});
    CHECK(parse_hosts_file(text, "hub").empty());
    CHECK(parse_hosts_file(text, "10.0.0.1").empty());
    CHECK(parse_hosts_file("", "hub.lab").empty());

    std::string many;
    for (int i = 0; i < 200; ++i) many += "10.0.0." + std::to_string(i) + " hub.lab\n";
    CHECK(parse_hosts_file(many, "hub.lab").size() == 16);
}
