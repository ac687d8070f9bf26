// SPDX-License-Identifier: MIT
#include "rules/verdict/cells.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <catch2/catch.hpp>

using namespace rules;

TEST_CASE("a packet in every cell") {
    cuts at;
    at.addresses = {*read_address("203.0.113.64"), *read_address("203.0.113.95")};
    at.ports = {443, 8883};
    const auto made = cells(at, 1'000'000);
    CHECK(made.complete);
    const auto has = [&](const char* address, int port, int protocol) {
        return std::any_of(made.packets.begin(), made.packets.end(), [&](const packet& p) {
            return p.to == *read_address(address) && p.port == port && p.protocol == protocol;
        });
    };
    for (const auto* address : {"203.0.113.63", "203.0.113.64", "203.0.113.65", "203.0.113.79", "203.0.113.95",
             "203.0.113.96", "1.1.1.1", "169.254.169.254"})
        for (const int port : {442, 443, 444, 8882, 8883, 8884, 53, 4663})
            for (const int protocol : {6, 17, 132}) {
                INFO(address << " " << port << " " << protocol);
                CHECK(has(address, port, protocol));
            }
    CHECK(has("203.0.113.64", 8, protocol_number::icmp));
    CHECK(has("203.0.113.64", 0, protocol_number::gre));
    CHECK(has("2001:4860:4860::8888", 128, protocol_number::icmpv6));
    CHECK_FALSE(has("2001:4860:4860::8888", 8, protocol_number::icmp));
    std::set<std::string> once;
    for (const auto& p : made.packets) CHECK(once.insert(text_of(p) + std::to_string(p.port)).second);
}

TEST_CASE("a whole grid has every packet once, whatever the numbers of senders and services; a sample none twice") {
    for (std::uint32_t senders = 0; senders < 12; ++senders)
        for (std::uint16_t ports = 0; ports < 6; ++ports) {
            cuts at;
            at.addresses = {*read_address("203.0.113.64")};
            for (std::uint32_t i = 0; i < senders; ++i) at.sources.insert({ip_family::v4, 0x0a000000u + 16 * i});
            for (std::uint16_t i = 0; i < ports; ++i) at.ports.insert(static_cast<std::uint16_t>(2000 + 10 * i));
            for (const std::size_t most : {std::size_t{10'000'000}, std::size_t{3'000}}) {
                const auto made = cells(at, most);
                using key = std::tuple<ip_address, ip_address, int, std::uint16_t>;
                std::set<key> once;
                std::map<std::pair<ip_address, ip_address>, std::size_t> services;
                for (const auto& p : made.packets) {
                    once.insert({p.to, p.from, p.protocol, p.port});
                    ++services[{p.to, p.from}];
                }
                INFO(senders << " senders, " << ports << " ports, " << most);
                CHECK(once.size() == made.packets.size());
                if (!made.complete) continue;
                CHECK(made.packets.size() == made.cells);
                // From every sender the same services, to all addresses of a family.
                std::map<ip_family, std::set<std::size_t>> counts;
                for (const auto& [way, of_way] : services) counts[way.first.family].insert(of_way);
                for (const auto& [family, sizes] : counts) CHECK(sizes.size() == 1);
            }
        }
}

TEST_CASE("ends of the address space, and what no packet can be sent to") {
    cuts at;
    for (const auto* text :
        {"0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "127.0.0.1"})
        at.addresses.insert(*read_address(text));
    for (const auto& p : cells(at, 1'000'000).packets) {
        if (p.to.family != ip_family::v4) continue;
        const auto top = static_cast<unsigned>(p.to.value >> 24);
        CHECK((top > 0 && top < 224 && top != 127));
    }
}

TEST_CASE("too many cells: every address still has its turn") {
    cuts at;
    for (std::uint32_t i = 0; i < 1000; ++i) at.addresses.insert({ip_family::v4, 0x0b000000u + 8 * i});
    at.ports = {443};
    const auto made = cells(at, 20'000);
    CHECK_FALSE(made.complete);
    CHECK(made.packets.size() <= 20'000);
    CHECK(made.cells > 20'000);
    std::set<ip_address> seen;
    for (const auto& p : made.packets) seen.insert(p.to);
    CHECK(seen.size() >= 2000);
    const auto whole = cells(at, made.cells);
    CHECK(whole.complete);
    CHECK(whole.packets.size() == made.cells);
}

TEST_CASE("where a packet for every neighbour is too many, one for every cell is enough") {
    cuts at;
    for (std::uint32_t i = 0; i < 100; ++i) {
        at.addresses.insert({ip_family::v4, 0x0b000000u + 64 * i});
        at.addresses.insert({ip_family::v4, 0x0b00001fu + 64 * i});
    }
    at.ports = {443, 8883};
    at.sources = {*read_address("10.1.0.0"), *read_address("10.1.0.255")};
    at.sctp_ports = false;
    const auto fewest = fewest_cells(at, 1'000'000);
    CHECK(fewest.complete);
    const auto made = cells(at, fewest.cells);
    CHECK(made.complete);
    CHECK(made.packets.size() == fewest.cells);
    CHECK(cells(at, 10'000'000).packets.size() == fewest.cells);
    const auto has = [&](std::uint32_t address, int port, const char* from) {
        return std::any_of(made.packets.begin(), made.packets.end(), [&](const packet& p) {
            return p.to == ip_address{ip_family::v4, address} && p.port == port && p.protocol == 6 &&
                   p.from == *read_address(from);
        });
    };
    // Inside and outside of each interval, of each port, of the senders.
    for (const std::uint32_t address : {0x0b000000u, 0x0b000001u, 0x0b00001fu, 0x0b000020u, 0x0affffffu})
        for (const int port : {1, 443, 444, 8883, 8884})
            for (const auto* from : {"10.0.255.255", "10.1.0.0", "10.1.0.1", "10.1.0.255", "10.1.1.0"}) {
                INFO(address << " " << port << " " << from);
                CHECK(has(address, port, from));
            }
    std::size_t sctp = 0;
    for (const auto& p : made.packets)
        if (p.protocol == protocol_number::sctp && p.to.value == 0x0b000000u) ++sctp;
    CHECK(sctp == 5); // one port, from each sender
}

TEST_CASE("answers and errors of ICMP are tried, and what a host sends to many") {
    cuts at;
    at.icmp_types = {40};
    const auto type_is_tried = [](const grid& of, int protocol, int type) {
        return std::any_of(of.packets.begin(), of.packets.end(),
            [&](const packet& p) { return p.protocol == protocol && p.port == type; });
    };
    const auto routed = cells(at, 100'000);
    for (const int type : {0, 3, 5, 8, 11, 13, 17, 40}) CHECK(type_is_tried(routed, protocol_number::icmp, type));
    for (const int type : {1, 3, 128, 129, 130, 139}) CHECK(type_is_tried(routed, protocol_number::icmpv6, type));
    CHECK_FALSE(type_is_tried(routed, protocol_number::icmpv6, 135));
    const auto to_many = [](const grid& of) {
        return std::count_if(of.packets.begin(), of.packets.end(), [](const packet& p) {
            return p.to == *read_address("239.1.2.3") || p.to == *read_address("255.255.255.255");
        });
    };
    CHECK(to_many(routed) == 0);
    at.of_host = true;
    CHECK(to_many(cells(at, 100'000)) > 0);
    CHECK(to_many(fewest_cells(at, 100'000)) > 0);
}

TEST_CASE("sources of a gateway's rules are an axis of their own") {
    cuts at;
    at.sources = {*read_address("10.20.0.0"), *read_address("10.20.0.255")};
    const auto made = cells(at, 100'000);
    std::set<ip_address> from;
    for (const auto& p : made.packets) from.insert(p.from);
    for (const auto* text : {"10.20.0.0", "10.20.0.255", "10.20.1.0", "10.19.255.255"})
        CHECK(from.contains(*read_address(text)));
}

TEST_CASE("names and what looks like them") {
    cuts at;
    at.names = {"reg.azurecr.io"};
    std::set<std::string> names;
    for (const auto& p : cells(at, 100'000).packets)
        if (!p.name.empty()) names.insert(p.name);
    for (const auto* text : {"reg.azurecr.io", "a.reg.azurecr.io", "evilreg.azurecr.io", "azurecr.io",
             "otherazurecr.io", "reg.azurecr.io.evil.example", "regxazurecr.io"}) {
        INFO(text);
        CHECK((names.contains(text) || std::string(text) == "otherazurecr.io"));
    }
    CHECK(names.contains("other.azurecr.io"));
}

TEST_CASE("cuts in any listing") {
    const auto found =
        cuts_in("ip daddr { 203.0.113.64/27, 10.0.0.1-10.0.0.9 } tcp dport { 443, 5671-5680 } counter packets 0 "
                "bytes 0 accept # 2001:db8:2::/48 --dports 1024:2048 [::1] end 10.0.0.7.");
    for (const auto* text : {"203.0.113.64", "203.0.113.95", "10.0.0.1", "10.0.0.9", "2001:db8:2::"}) {
        INFO(text);
        CHECK(found.addresses.contains(*read_address(text)));
    }
    for (const int port : {443, 5671, 5680, 1024, 2048}) CHECK(found.ports.contains(static_cast<std::uint16_t>(port)));
    CHECK(cuts_in("").addresses.empty());
}
