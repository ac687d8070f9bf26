// SPDX-License-Identifier: MIT
//
// Which packets a kernel is asked about: senders of a host, other ways, and each rule's own box. Without a kernel.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "rules/proof/boxes.hpp"
#include "rules/proof/questions.hpp"
#include "rules/verdict/surplus.hpp"

using namespace rules;
using namespace rules::proof;

namespace {

policy one_flow(hook where) {
    policy of;
    of.hook = where;
    of.flows.resize(1);
    of.flows[0].id = "iot-hub";
    of.flows[0].over = {transport::tcp};
    of.flows[0].ports = {443, 8883};
    of.flows[0].addresses = set_of(std::vector<ip_prefix>{{*read_address("203.0.113.64"), 27}});
    return of;
}

format by_addresses() {
    format out{};
    out.carries = by_address;
    return out;
}

wires no_wires() {
    wires w;
    w.own4 = *read_address("192.0.0.8");
    w.own6 = *read_address("100::8");
    return w;
}

bool has_tcp(const std::vector<packet>& all, const char* to, std::uint16_t port, const char* from = nullptr) {
    return std::any_of(all.begin(), all.end(), [&](const packet& p) {
        return p.to == *read_address(to) && p.port == port && p.protocol == protocol_number::tcp &&
               (!from || p.from == *read_address(from));
    });
}

std::vector<packet> boxes_of(const std::string& rule, const std::string& sets = {}) {
    const auto listing = "table inet t {\n" + sets +
                         "\tchain c {\n\t\ttype filter hook output priority filter; policy drop;\n\t\t" + rule +
                         "\n\t}\n}\n";
    auto at = cuts_in(listing);
    at.addresses.insert(*read_address("10.0.0.7"));
    at.ports.insert(8883);
    at.sources = {*read_address("10.5.0.0"), *read_address("10.5.0.255")};
    return packets_in_boxes(chains_in(listing), listing, at);
}

} // namespace

TEST_CASE("where rules name senders a host is asked from each of them, and needs only its own") {
    const auto of = one_flow(hook::host);
    const auto meant = intended(of, by_addresses());
    auto at = cuts_of(meant.most);
    const auto w = no_wires();
    for (const auto& q : grid_questions(meant, at, w, {hook::host, false, false, 100'000}).all)
        CHECK((q.sent.what.from == w.own4 || q.sent.what.from == w.own6));
    at.sources = {*read_address("192.0.2.77")};
    bool own_passes = false, other_either = false, other_stops = false, neighbour_stops = false;
    for (const auto& q : grid_questions(meant, at, w, {hook::host, false, false, 100'000}).all) {
        const bool other = q.sent.what.from == *read_address("192.0.2.77");
        own_passes = own_passes || (q.sent.what.from == w.own4 && q.want == wanted::pass);
        other_either = other_either || (other && q.want == wanted::either);
        other_stops = other_stops || (other && q.want == wanted::stop);
        neighbour_stops =
            neighbour_stops || (q.sent.what.from == *read_address("192.0.2.78") && q.want == wanted::stop);
        if (other) CHECK(q.want != wanted::pass);
    }
    CHECK(own_passes);
    CHECK(other_either);
    CHECK(other_stops);
    CHECK(neighbour_stops);
}

TEST_CASE("segments of no connection are asked in every cell where rules tell them apart") {
    const auto meant = intended(one_flow(hook::host), by_addresses());
    const auto plain = grid_questions(meant, cuts_of(meant.most), no_wires(), {hook::host, false, true, 100'000});
    const auto more = grid_questions(meant, cuts_of(meant.most), no_wires(), {hook::host, true, true, 900'000});
    const auto bare = [](const asked_grid& g) {
        return std::count_if(
            g.all.begin(), g.all.end(), [](const question& q) { return q.sent.flags == tcp_flag::ack; });
    };
    CHECK(bare(plain) == 0);
    CHECK(bare(more) > 10);
    CHECK(more.cells > plain.cells);
    CHECK(more.complete);
}

TEST_CASE("another way than the policy's lets nothing out, one that it leaves open no more than is needed") {
    const auto meant = intended(one_flow(hook::host), by_addresses());
    const auto all = grid_questions(meant, cuts_of(meant.most), no_wires(), {hook::host, false, true, 100'000}).all;
    REQUIRE_FALSE(required_of(all).empty());
    for (const auto& q : elsewhere_questions(all, false)) CHECK(q.want == wanted::stop);
    const auto open = elsewhere_questions(all, true);
    CHECK(required_of(open).empty());
    CHECK(std::any_of(open.begin(), open.end(), [](const question& q) { return q.want == wanted::either; }));
    CHECK(std::any_of(open.begin(), open.end(), [](const question& q) { return q.want == wanted::stop; }));
}

TEST_CASE("the cells inside one rule's own box") {
    const auto one = boxes_of("ip daddr 10.0.0.0/24 tcp dport 20-30 accept");
    for (const auto* to : {"10.0.0.0", "10.0.0.7", "10.0.0.8", "10.0.0.255"})
        for (const auto port : {std::uint16_t{20}, std::uint16_t{30}}) CHECK(has_tcp(one, to, port));
    CHECK_FALSE(has_tcp(one, "10.0.1.0", 20));
    CHECK_FALSE(has_tcp(one, "10.0.0.0", 31));
    CHECK(std::all_of(one.begin(), one.end(), [](const packet& p) { return p.protocol == protocol_number::tcp; }));
    const auto set = boxes_of("ip saddr @s ip daddr 10.1.0.1-10.1.0.9 accept",
        "\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.77.0.0/24 }\n\t}\n");
    CHECK(has_tcp(set, "10.1.0.9", 8883, "10.77.0.255"));
    CHECK_FALSE(has_tcp(set, "10.1.0.9", 8883, "10.5.0.0"));
    const auto errors = boxes_of("ip daddr 10.0.0.1 icmp type { echo-reply, 40 } accept");
    REQUIRE(errors.size() == 10); // both types from five senders
    CHECK(
        std::all_of(errors.begin(), errors.end(), [](const packet& p) { return p.protocol == 1 && p.port % 40 == 0; }));
    // Any address will do for what names none.
    CHECK(has_tcp(boxes_of("tcp dport 22 accept"), "1.1.1.1", 22));
    for (const auto* rule : {"ip daddr 10.0.0.1 drop", "ip daddr 10.0.0.1 jump x", "ct state established accept"})
        CHECK(boxes_of(rule).empty());
    const std::string saved =
        "*filter\n:OUTPUT DROP [0:0]\n-A OUTPUT -m set --match-set f dst -p tcp -m multiport --dports "
        "443,8000:8100 -j ACCEPT\nCOMMIT\nadd f 10.0.0.0/24\n";
    const auto ipset = packets_in_boxes(chains_in(saved), saved, cuts_in(saved));
    CHECK(has_tcp(ipset, "10.0.0.255", 8100));
    CHECK_FALSE(has_tcp(ipset, "10.0.1.0", 8100));
}

TEST_CASE("what is surplus only because two flows open the same is not called so") {
    auto of = one_flow(hook::host);
    of.flows.push_back(of.flows[0]);
    of.flows[1].id = "iot-hub-2";
    of.flows.push_back(of.flows[0]);
    of.flows[2].id = "alone";
    of.flows[2].ports = {5000};
    of.flows.push_back(of.flows[2]);
    of.flows[3].id = "names";
    of.flows[3].addresses = {};
    of.flows[3].names = {"a.example"};
    proof_outcome out;
    out.surplus = {"element 203.0.113.64/27 of set eh4-iot-hub", "rule ip daddr @f_iot-hub-2_v4 accept",
        "element 203.0.113.64/27 of set eh4-alone", "rule ip daddr @f_names_v4 accept"};
    auto by_name = out;
    leave_unknown_surplus(of, true, out);
    CHECK(out.surplus == std::vector<std::string>{"element 203.0.113.64/27 of set eh4-alone"});
    CHECK(out.remarks.size() == 3);
    leave_unknown_surplus(of, false, by_name);
    CHECK(by_name.surplus.size() == 2);
    of.flows.erase(of.flows.begin() + 1);
    proof_outcome apart;
    apart.surplus = {"rule ip daddr @f_iot-hub_v4 accept", "egress[3]"};
    leave_unknown_surplus(of, true, apart);
    CHECK(apart.surplus.size() == 2);
}
