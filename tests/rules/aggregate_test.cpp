// SPDX-License-Identifier: MIT
#include "rules/ip/aggregate.hpp"

#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/ip/address.hpp"

namespace {

rules::address_list list_of(std::string_view text, rules::set_host_bits then = rules::set_host_bits::refused) {
    rules::address_list out;
    // A copy of exactly this size: the sanitizer sees a read past its end.
    const std::vector<char> exact(text.begin(), text.end());
    rules::read_list({exact.data(), exact.size()}, "list", then, out);
    return out;
}

std::string aggregated(std::string_view text, rules::set_host_bits then = rules::set_host_bits::refused) {
    auto list = list_of(text, then);
    for (const auto& fault : list.faults) UNSCOPED_INFO(fault);
    CHECK(list.fault_count == 0);
    return rules::lines_of(rules::set_of(std::move(list.v4), std::move(list.v6)));
}

} // namespace

TEST_CASE("aggregation: lists as people write them") {
    struct row {
        std::string_view in, out;
    };
    for (const auto& [in, out] : {row{"", ""}, row{"\n\n", ""}, row{"# nothing\n", ""}, row{"  \t \r\n", ""},
             row{"10.0.0.1", "10.0.0.1\n"}, row{"10.0.0.1/32\n", "10.0.0.1\n"}, row{"::1/128", "::1\n"},
             row{"10.0.0.0/9\n10.128.0.0/9", "10.0.0.0/8\n"},
             row{"\t10.0.0.1  # the gateway\r\n10.0.0.0\r\n", "10.0.0.0/31\n"}, row{"10.0.0.1#x", "10.0.0.1\n"},
             row{"10.0.0.0-10.0.0.255", "10.0.0.0/24\n"}, row{"10.0.0.0 - 10.0.0.3 # four", "10.0.0.0/30\n"},
             row{"10.0.0.7-10.0.0.7", "10.0.0.7\n"}, row{"0.0.0.0-255.255.255.255", "0.0.0.0/0\n"},
             row{"::/0\n0.0.0.0/0", "0.0.0.0/0\n::/0\n"},
             row{"255.255.255.255\n0.0.0.0\n", "0.0.0.0\n255.255.255.255\n"},
             row{"2001:db8::-2001:db8::ffff", "2001:db8::/112\n"},
             row{"2001:db8::/33\n10.0.0.0/8\n2001:db8:8000::/33", "10.0.0.0/8\n2001:db8::/32\n"},
             row{"\xef\xbb\xbf"
                 "10.0.0.1",
                 "10.0.0.1\n"},
             row{"10.0.0.1\r", "10.0.0.1\n"}, row{"2001:DB8::1\n2001:0db8:0::1", "2001:db8::1\n"}}) {
        CAPTURE(in);
        CHECK(aggregated(in) == out);
    }
}

TEST_CASE("aggregation: what is not strict is a fault with its line and remedy") {
    struct row {
        std::string_view in, says;
    };
    for (const auto& [in, says] :
        {row{"\n010.0.0.1", "list:2: \"010.0.0.1\": \"010\" is octal"}, row{"10.0.0.1/8", "the block is 10.0.0.0/8"},
            row{"# c\r\n\r\n10.1 # short\r\n", "list:3: \"10.1\": 2 numbers of four"},
            row{"1.2.3.4 5.6.7.8", "one address, prefix or range a line"},
            row{"10.0.0.1,10.0.0.2", "more than one thing"}, row{"10.0.0.9-10.0.0.1", "runs backwards"},
            row{"10.0.0.1-::1", "two families"}, row{"contoso.azure-devices.net", "a name's addresses"},
            row{"10.0.0.0/255.0.0.0", "a mask"}, row{"0x0a000001", "hexadecimal"}, row{"167772161", "a bare number"},
            row{"10.0.0.1/", "from 0 to 32"}, row{"10.0.0.1/33", "from 0 to 32"}, row{"::1/129", "from 0 to 128"},
            row{"10.0.0.1\r10.0.0.2", "more than one thing"}, row{"fe80::1%eth0", "a zone"},
            row{"; comment", "more than one thing"}, row{"10.0.0.1 -", "an address is missing"},
            row{"10.0.0.1-10.0.0.2-10.0.0.3", "list:1"}, row{"2001:db8::/32-2001:db9::", "leave out the lengths"},
            row{std::string_view("1\0"
                                 "0\0",
                    4),
                "zero bytes"},
            row{std::string_view("10.0.0.1\0", 9), "zero bytes"}}) {
        CAPTURE(in);
        const auto list = list_of(in);
        CHECK(list.fault_count == 1);
        CHECK(list.v4.empty());
        CHECK(list.v6.empty());
        REQUIRE(list.faults.size() == 1);
        CAPTURE(list.faults[0]);
        CHECK(list.faults[0].find(says) != std::string::npos);
        CHECK(list.faults[0].find('\n') == std::string::npos);
    }
}

TEST_CASE("aggregation: all faults are counted, the first are told, good lines count on") {
    std::string text;
    for (int i = 0; i < 30; ++i) text += "10.0.0.0\nbad\n";
    const auto list = list_of(text);
    CHECK(list.fault_count == 30);
    REQUIRE(list.faults.size() == rules::most_faults);
    CHECK(list.faults[19].starts_with("list:40: "));
    CHECK(list.v4.size() == 30);
    // A line without end is quoted in part.
    CHECK(list_of(std::string(100000, 'x')).faults[0].size() < 200);
}

TEST_CASE("aggregation: host bits are truncated where asked") {
    const auto cut = rules::set_host_bits::truncated;
    CHECK(aggregated("10.9.8.7/8", cut) == "10.0.0.0/8\n");
    CHECK(aggregated("255.255.255.255/0", cut) == "0.0.0.0/0\n");
    CHECK(aggregated("2001:db8::1/32\n1.2.3.4/31", cut) == "1.2.3.4/31\n2001:db8::/32\n");
    CHECK(list_of("010.0.0.1/8", cut).fault_count == 1);
}

TEST_CASE("aggregation: lines read back are the same set, and stay as they are") {
    std::mt19937_64 random(8); // NOLINT
    for (int round = 0; round < 50; ++round) {
        std::string text;
        for (int i = 0; i < 200; ++i) {
            const auto length = static_cast<int>(random() % 33), wide = static_cast<int>(random() % 129);
            const auto v4 = static_cast<std::uint32_t>(length == 0 ? 0 : random() >> (64 - length) << (32 - length));
            const auto any = static_cast<rules::uint128>(random()) << 64 | random();
            const auto v6 = wide == 0 ? 0 : any >> (128 - wide) << (128 - wide);
            if (length > 8) text += rules::text_of(rules::ip_prefix{{rules::ip_family::v4, v4}, length}) + "\n";
            if (wide > 8) text += rules::text_of(rules::ip_prefix{{rules::ip_family::v6, v6}, wide}) + "\n";
        }
        const auto once = aggregated(text);
        REQUIRE(aggregated(once) == once);
        auto list = list_of(text);
        const auto set = rules::set_of(std::move(list.v4), std::move(list.v6));
        std::string by_prefix;
        for (const auto& p : rules::prefixes_of(set)) {
            auto line = rules::text_of(p);
            if (p.length == rules::bits_of(p.first.family)) line = rules::text_of(p.first);
            by_prefix += line + "\n";
        }
        REQUIRE(by_prefix == once);
    }
}

TEST_CASE("provenance: every source of any address in a prefix") {
    const auto set = [](std::string_view text) {
        auto list = list_of(text);
        return rules::set_of(std::move(list.v4), std::move(list.v6));
    };
    const std::vector<rules::ip_set> sources{set("10.0.0.0/24\n::1"), set("10.0.1.0/24"),
        set("10.0.0.128/25\n192.168.0.0-192.168.0.2"), {}, set("0.0.0.0/0")};
    const auto names = [&](const std::vector<rules::ip_set>& of) {
        rules::ip_set all;
        for (const auto& one : of) all = rules::unite(all, one);
        const auto prefixes = rules::prefixes_of(all);
        const auto from = rules::provenance_of(prefixes, of);
        REQUIRE(from.size() == prefixes.size());
        std::string out;
        for (std::size_t i = 0; i < prefixes.size(); ++i)
            out += fmt::format("{}={} ", rules::text_of(prefixes[i]), fmt::join(from[i], ","));
        return out;
    };
    CHECK(names({sources[0], sources[1], sources[2]}) ==
          "10.0.0.0/23=0,1,2 192.168.0.0/31=2 192.168.0.2/32=2 ::1/128=0 ");
    CHECK(names({sources[0], sources[3]}) == "10.0.0.0/24=0 ::1/128=0 ");
    CHECK(names(sources) == "0.0.0.0/0=0,1,2,4 ::1/128=0 ");
    CHECK(names({}) == "");
    // A prefix that nothing given is in has no source.
    CHECK(rules::provenance_of({{{rules::ip_family::v4, 0}, 32}}, std::span(sources).first(3))[0].empty());
}
