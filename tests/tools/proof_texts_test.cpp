// SPDX-License-Identifier: MIT
//
// What the proof reads out of others' texts, without a kernel.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "rules/proof/datagram.hpp"
#include "rules/proof/explain.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/mutants.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/wires.hpp"

using namespace rules;
using namespace rules::proof;

namespace {

using texts = std::vector<std::string>;

texts labels_of(const std::vector<removal>& all) {
    texts out;
    for (const auto& r : all) out.push_back(r.label);
    return out;
}

packet tcp_to(const char* address, std::uint16_t port, const char* from) {
    return {*read_address(address), protocol_number::tcp, port, {}, *read_address(from)};
}

} // namespace

TEST_CASE("interfaces that rules mention are found in both languages") {
    CHECK(interfaces_in("oifname \"lo\" accept\niifname { \"eth0\", \"wlan*\" } oif wan0 drop") ==
          texts{"eth0", "wan0", "wlan0"});
    CHECK(interfaces_in("-A OUTPUT -o lo -j ACCEPT\n-A FORWARD ! -i eth+ --out-interface ppp0 -j DROP") ==
          texts{"eth0", "ppp0"});
    CHECK(interfaces_in("oifname != \"br-1\" drop") == texts{"br-1"});
    CHECK(interfaces_in("-o this-name-is-too-long-for-one -i ../x") == texts{});
    CHECK(interfaces_in("") == texts{});
}

TEST_CASE("sources that rules name are cuts of their own") {
    const auto found =
        sources_in("ip saddr { 10.0.0.0/24, 10.2.0.1 } ip daddr 10.9.0.1 accept\n-A X -s fd00::/64 -d fd01::1");
    CHECK(found.count(*read_address("10.0.0.255")) == 1);
    CHECK(found.count(*read_address("10.2.0.1")) == 1);
    CHECK(found.count(*read_address("fd00::")) == 1);
    CHECK(found.count(*read_address("10.9.0.1")) == 0);
    CHECK(found.count(*read_address("fd01::1")) == 0);
}

TEST_CASE("every element and accept of an nft listing can be taken out") {
    const std::string listing = "table inet egress {\n"
                                "\tset f_v4 {\n\t\ttype ipv4_addr\n\t\tflags interval\n"
                                "\t\telements = { 10.0.0.1, 10.0.0.2,\n\t\t\t     10.0.0.9 }\n\t}\n"
                                "\tset one {\n\t\ttype ipv4_addr\n\t\telements = { 10.1.0.1 }\n\t}\n"
                                "\tchain egress {\n\t\ttype filter hook output priority filter; policy drop;\n"
                                "\t\tct state established,related accept\n"
                                "\t\tip daddr @f_v4 tcp dport { 443, 8883 } accept\n"
                                "\t\tmeta l4proto tcp reject with tcp reset\n\t}\n}\n";
    const auto all = removals_of_nft(listing);
    const std::string rule = "rule ip daddr @f_v4 tcp dport { 443, 8883 } accept";
    CHECK(labels_of(all) == texts{"element 10.0.0.1 of set f_v4", "element 10.0.0.2 of set f_v4",
                                "element 10.0.0.9 of set f_v4", "element 10.1.0.1 of set one", rule,
                                "element 443 of " + rule, "element 8883 of " + rule});
    CHECK(without(listing, all[0]).find("elements = { 10.0.0.2") != std::string::npos);
    CHECK(without(listing, all[2]).find("10.0.0.2 }") == std::string::npos);
    CHECK(without(listing, all[2]).find("10.0.0.2}") != std::string::npos);
    CHECK(without(listing, all[3]).find("elements = { 10.1") == std::string::npos);
    CHECK(without(listing, all[6]).find("{ 443}") != std::string::npos);
}

TEST_CASE("every rule and port of iptables-save can be taken out, what keeps a site alive cannot") {
    const std::string listing = "*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j EGRESS\n-A EGRESS -o lo -j ACCEPT\n"
                                "-A EGRESS -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
                                "-A EGRESS -d 10.0.0.1/32 -p tcp -m multiport --dports 443,8883 -j ACCEPT\n"
                                "-A EGRESS -p tcp -j REJECT\nCOMMIT\n";
    const auto all = removals_of_iptables(listing);
    REQUIRE(all.size() == 3);
    CHECK(without(listing, all[0]).find("10.0.0.1") == std::string::npos);
    CHECK(without(listing, all[1]).find("--dports 8883 -j") != std::string::npos);
    CHECK(without(listing, all[2]).find("--dports 443 -j") != std::string::npos);
    CHECK(removals_of_iptables("").empty());
    CHECK(removals_of_nft("").empty());
    CHECK(removals_of_nft("\tset x {\n\t\telements = {").empty());
}

TEST_CASE("counters tell which rule decided") {
    const std::string before =
        "# at 1\n:OUTPUT DROP [5:300]\n[0:0] -A OUTPUT -p tcp -j ACCEPT\n[2:9] -A OUTPUT -p udp -j DROP\n";
    CHECK(decided_between(before,
              "# at 2\n:OUTPUT DROP [5:300]\n[1:40] -A OUTPUT -p tcp -j ACCEPT\n[2:9] -A OUTPUT -p udp -j DROP\n",
              true) == "-A OUTPUT -p tcp -j ACCEPT");
    CHECK(decided_between(before,
              "# at 2\n:OUTPUT DROP [5:300]\n[0:0] -A OUTPUT -p tcp -j ACCEPT\n[3:9] -A OUTPUT -p udp -j DROP\n",
              false) == "-A OUTPUT -p udp -j DROP");
    CHECK(decided_between(before,
              "# at 2\n:OUTPUT DROP [6:340]\n[0:0] -A OUTPUT -p tcp -j ACCEPT\n[2:9] -A OUTPUT -p udp -j DROP\n",
              false) == "OUTPUT DROP (policy of the chain)");
    CHECK(decided_between(before, before, false).empty());
    CHECK(decided_between("", "", true).empty());
}

TEST_CASE("a trace tells which rule decided") {
    const std::string trace = "trace id 1f inet egress_trace out rule meta nftrace set 1 (verdict continue)\n"
                              "trace id 1f inet egress egress packet: oif \"v0\" ip daddr 1.1.1.1\n"
                              "trace id 1f inet egress egress rule tcp dport 443 accept (verdict accept)\n"
                              "trace id 1f inet egress egress policy accept\n";
    CHECK(decided_in_trace(trace, true) == "inet egress egress: tcp dport 443 accept");
    CHECK(decided_in_trace(trace, false).empty());
    CHECK(decided_in_trace("trace id 1f inet t c policy drop\n", false) == "inet t c: policy drop");
    CHECK(decided_in_trace("trace id", true).empty());
}

TEST_CASE("ufw's lines are words, and never a shell's") {
    CHECK(words_of_command("ufw allow out comment 'egress iot-hub: a  b'") ==
          texts{"ufw", "allow", "out", "comment", "egress iot-hub: a  b"});
    CHECK(words_of_command("a \"b c\"d ''") == texts{"a", "b cd", ""});
    for (const auto* bad :
        {"ufw $(id)", "ufw `id`", "ufw a; id", "ufw a | id", "ufw a > b", "ufw 'a", "ufw \"$x\"", "ufw a\\ b"})
        CHECK_THROWS_AS(words_of_command(bad), std::invalid_argument);
}

TEST_CASE("datagrams have the lengths and checksums that conntrack looks at") {
    const auto four = datagram_of({tcp_to("203.0.113.10", 8883, "192.0.0.8")}, 7);
    REQUIRE(four.size() == 40);
    CHECK(four.substr(0, 4) == std::string("\x45\0\0\x28", 4));
    unsigned sum = 0;
    for (std::size_t i = 0; i < 20; i += 2)
        sum +=
            static_cast<unsigned>(static_cast<unsigned char>(four[i])) << 8 | static_cast<unsigned char>(four[i + 1]);
    CHECK((sum & 0xffff) + (sum >> 16) == 0xffff);
    const auto six = datagram_of({tcp_to("2001:db8::1", 443, "100::8")}, 9);
    REQUIRE(six.size() == 60);
    std::uint16_t id = 0;
    CHECK((is_probe(four, id) && id == 7));
    CHECK((is_probe(six, id) && id == 9));
    CHECK_FALSE(is_probe(std::string(40, '\0'), id));
    CHECK_FALSE(is_probe("", id));
}

TEST_CASE("an answer goes the other way") {
    const auto back = answer_to({tcp_to("203.0.113.10", 8883, "192.0.0.8")});
    CHECK(back.what.to == *read_address("192.0.0.8"));
    CHECK(back.what.from == *read_address("203.0.113.10"));
    CHECK(back.what.port == usual_source_port);
    CHECK(back.from_port == 8883);
    CHECK(back.flags == (tcp_flag::syn | tcp_flag::ack));
}

TEST_CASE("an outcome comes back over the pipe as it was") {
    proof_outcome o;
    o.probes = 5000;
    o.required = 3;
    o.complete = false;
    o.leaks.push_back({tcp_to("2001:db8::1", 443, "fd00::1"), true, "a \"rule\""});
    o.leak_count = 30;
    o.surplus = {"element x"};
    o.mutations = 4;
    o.remarks = {"note"};
    const auto back = outcome_in(json_of(o));
    CHECK(back.probes == o.probes);
    CHECK_FALSE(back.complete);
    REQUIRE(back.leaks.size() == 1);
    CHECK(text_of(back.leaks[0].sent) == text_of(o.leaks[0].sent));
    CHECK(back.leaks[0].sent.from == o.leaks[0].sent.from);
    CHECK(back.leaks[0].rule == o.leaks[0].rule);
    CHECK(back.leak_count == 30);
    CHECK(back.surplus == o.surplus);
    CHECK(back.remarks == o.remarks);
    CHECK_FALSE(back.holds());
    CHECK_THROWS_AS(outcome_in("{}"), std::runtime_error);
    CHECK_THROWS_AS(outcome_in("no json"), std::runtime_error);
}
