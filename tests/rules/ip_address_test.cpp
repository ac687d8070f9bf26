// SPDX-License-Identifier: MIT
#include "rules/ip/address.hpp"

#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "rules/ip/blocks.hpp"
#include "rules/ip/fault.hpp"
#include "rules/ip/scan.hpp"

namespace {

std::string shown_again(std::string_view text) {
    const auto read = rules::read_address(text);
    return read ? rules::text_of(*read) : "refused";
}

std::string fault_of(std::string_view text) {
    std::string fault;
    const auto read = rules::read_prefix(text, fault);
    return read ? "read as " + rules::text_of(*read) : fault;
}

} // namespace

TEST_CASE("addresses: IPv4 is four decimal numbers and nothing else") {
    for (const auto good : {"0.0.0.0", "255.255.255.255", "10.0.0.1", "1.2.3.4", "100.200.10.99"})
        CHECK(shown_again(good) == good);
    for (const auto bad :
        {"", " ", ".", "1", "10.1", "10.1.2", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "1.1.1.256",
            "010.0.0.1", "10.0.0.01", "00.0.0.0", "0x7f.0.0.1", "0x7f000001", "2130706433", "1.2.3.4 ", " 1.2.3.4",
            "+1.2.3.4", "-1.2.3.4", "1.2.3.4\n", "a.b.c.d", "1.2.3.4/32", "1,2,3,4", "1.2.3.1000", "1.2.3.0000"}) {
        CAPTURE(bad);
        CHECK(shown_again(bad) == "refused");
    }
    CHECK(shown_again(std::string_view("1.2.3.4\0", 8)) == "refused");
    CHECK(rules::read_address("1.2.3.4")->value == 0x01020304u);
    CHECK(rules::read_address("1.2.3.4")->family == rules::ip_family::v4);
}

TEST_CASE("addresses: IPv6 in, RFC 5952 out") {
    struct row {
        const char *in, *out;
    };
    for (const auto& [in, out] : {row{"::", "::"}, row{"::1", "::1"}, row{"1::", "1::"}, row{"0:0:0:0:0:0:0:0", "::"},
             row{"2001:DB8::A", "2001:db8::a"}, row{"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
             row{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},    // §4.2.3: the first of equal runs
             row{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},          // the longest run
             row{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, // §4.2.2: not for one group
             row{"2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"}, row{"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
             row{"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"}, row{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
             row{"::ffff:1.2.3.4", "::ffff:102:304"}, row{"64:ff9b::10.0.0.1", "64:ff9b::a00:1"},
             row{"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"}, row{"0:0:1::", "0:0:1::"}, row{"1:0:0::", "1::"},
             row{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
             row{"::1.2.3.4", "::102:304"}, row{"fe80::1:0:0", "fe80::1:0:0"}, row{"10:200:3000::", "10:200:3000::"}}) {
        CAPTURE(in);
        CHECK(shown_again(in) == out);
        CHECK(shown_again(out) == out);
    }
    for (const auto bad : {":", ":::", "1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
             "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:::2", "1::2::3", "12345::", "::g", ":1::2",
             "1::2:", "::1.2.3", "::1.2.3.256", "::01.2.3.4", "1.2.3.4::", "fe80::1%eth0", "[::1]", "::1/64",
             "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:1", "::1 ", "1:2:3:4:5:6:7:"}) {
        CAPTURE(bad);
        CHECK(shown_again(bad) == "refused");
    }
}

TEST_CASE("addresses: what is written is read as the same, at random") {
    std::mt19937_64 random(20261127); // NOLINT: the same numbers in every run are the point
    for (int i = 0; i < 20000; ++i) {
        rules::uint128 value = 0;
        for (int group = 0; group < 8; ++group)
            value = value << 16 | (random() % 3 == 0 ? 0 : random() >> random() % 16 & 0xffff);
        const rules::ip_address v6{rules::ip_family::v6, value}, v4{rules::ip_family::v4, value & 0xffffffffu};
        REQUIRE(rules::read_address(rules::text_of(v6)) == v6);
        REQUIRE(rules::read_address(rules::text_of(v4)) == v4);
    }
}

TEST_CASE("prefixes: strict, and every refusal names the remedy") {
    CHECK(fault_of("10.0.0.0/8") == "read as 10.0.0.0/8");
    CHECK(fault_of("10.9.0.53") == "read as 10.9.0.53/32");
    CHECK(fault_of("0.0.0.0/0") == "read as 0.0.0.0/0");
    CHECK(fault_of("::/0") == "read as ::/0");
    CHECK(fault_of("::") == "read as ::/128");
    CHECK(fault_of("2001:db8::/32") == "read as 2001:db8::/32");
    CHECK(fault_of("255.255.255.255/32") == "read as 255.255.255.255/32");
    struct row {
        std::string_view text, says;
    };
    for (const auto& [text, says] :
        {row{"10.0.0.1/8", "host bits are set: the block is 10.0.0.0/8"}, row{"128.0.0.0/0", "the block is 0.0.0.0/0"},
            row{"2001:db8::1/32", "the block is 2001:db8::/32"}, row{"10.0.0.0/33", "a number from 0 to 32"},
            row{"10.0.0.0/", "a number from 0 to 32"}, row{"10.0.0.0/08", "from 0 to 32"},
            row{"10.0.0.0/-1", "from 0 to 32"}, row{"10.0.0.0/8 ", "from 0 to 32"}, row{"10.0.0.0/8/8", "from 0 to 32"},
            row{"::/129", "a number from 0 to 128"}, row{"::/999999999999", "from 0 to 128"},
            row{"10.0.0.0/255.0.0.0", "a mask follows the slash; write the length"},
            row{"010.0.0.1", "\"010\" is octal for some"}, row{"10.0.0.08", "octal"}, row{"10.1", "2 numbers of four"},
            row{"1.2.3", "3 numbers of four"}, row{"1.2.3.4.5", "too many"}, row{"1.2.3.256", "more than 255"},
            row{"2130706433", "a bare number"}, row{"0x7f.0.0.1", "hexadecimal"}, row{"0X7F000001", "hexadecimal"},
            row{"1..2.3", "missing between dots"}, row{"", "an address is missing"}, row{"/8", "an address is missing"},
            row{"[::1]", "brackets"}, row{"fe80::1%eth0", "a zone"}, row{"1::2::3", "no IPv6 address"},
            row{"contoso.azure-devices.net", "a name's addresses must be looked up"},
            row{"1.2.3.4 5.6.7.8", "one address, prefix or range a line"}}) {
        CAPTURE(text);
        CHECK(fault_of(text).find(says) != std::string::npos);
        CHECK(fault_of(text).find("read as") == std::string::npos);
    }
}

TEST_CASE("prefixes: the last address") {
    const auto last = [](const char* text) {
        std::string fault;
        return rules::text_of(rules::last_of(*rules::read_prefix(text, fault)));
    };
    CHECK(last("10.0.0.0/8") == "10.255.255.255");
    CHECK(last("0.0.0.0/0") == "255.255.255.255");
    CHECK(last("1.2.3.4/32") == "1.2.3.4");
    CHECK(last("::/0") == "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    CHECK(last("2001:db8::/33") == "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
    CHECK(last("::1/128") == "::1");
    CHECK(last("2001:db8::/64") == "2001:db8::ffff:ffff:ffff:ffff");
}

TEST_CASE("ranges: the fewest blocks, also at both ends of a family") {
    const auto blocks = [](const char* first, const char* last) {
        std::string out;
        for (const auto& p :
            rules::prefixes_of(rules::ip_range{*rules::read_address(first), *rules::read_address(last)}))
            out += (out.empty() ? "" : " ") + rules::text_of(p);
        return out;
    };
    CHECK(blocks("0.0.0.0", "255.255.255.255") == "0.0.0.0/0");
    CHECK(blocks("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == "::/0");
    CHECK(blocks("1.2.3.4", "1.2.3.4") == "1.2.3.4/32");
    CHECK(blocks("10.0.0.1", "10.0.0.6") == "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32");
    CHECK(blocks("255.255.255.254", "255.255.255.255") == "255.255.255.254/31");
    CHECK(blocks("0.0.0.0", "255.255.255.254").starts_with("0.0.0.0/1 128.0.0.0/2"));
    CHECK(blocks("0.0.0.1", "255.255.255.255").ends_with("64.0.0.0/2 128.0.0.0/1"));
    CHECK(blocks("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").ends_with("4000::/2 8000::/1"));
    CHECK(blocks("0:0:0:1::", "0:0:0:2:ffff:ffff:ffff:ffff") == "0:0:0:1::/64 0:0:0:2::/64");
}

TEST_CASE("blocks: cover a range without gap or overlap, each as large as it may be, at random") {
    std::mt19937_64 random(7); // NOLINT
    for (int i = 0; i < 2000; ++i) {
        auto first = static_cast<rules::uint128>(random()) << 64 | random(),
             last = static_cast<rules::uint128>(random()) << 64 | random();
        if (random() % 2 == 0) first >>= random() % 128, last >>= random() % 128;
        if (last < first) std::swap(first, last);
        auto next = first;
        int count = 0;
        rules::for_each_block(first, last, [&](rules::uint128 at, int length) {
            REQUIRE(at == next);
            const auto host = rules::host_bits<rules::uint128>(length);
            REQUIRE((at & host) == 0);
            // One bit shorter it would begin earlier or end later than the range.
            if (length > 0) {
                const auto wider = rules::host_bits<rules::uint128>(length - 1);
                REQUIRE(((at & wider) != 0 || (at | wider) > last));
            }
            next = (at | host) + 1;
            ++count;
        });
        REQUIRE(next == last + 1);
        REQUIRE(count <= 254);
    }
}

TEST_CASE("ranges: why one cannot be read") {
    struct row {
        std::string_view text, says;
    };
    for (const auto& [text, says] : {row{"10.0.0.9-10.0.0.1", "runs backwards"}, row{"10.0.0.1-::1", "two families"},
             row{"10.0.0.0/8-11.0.0.0", "leave out the lengths"}, row{"10.0.0.1-", "an address is missing"},
             row{"-10.0.0.1", "an address is missing"}, row{"10.0.0.1-10.0.0.09", "octal"},
             row{"010.0.0.1 - 10.0.0.9", "octal"}, row{"10.0.0.1-5", "a bare number"},
             row{"my-host", "a name's addresses"}, row{"my-host.example", "a name's addresses"}}) {
        CAPTURE(text);
        CHECK(rules::fault_of_entry(text).find(says) != std::string::npos);
    }
}
