// SPDX-License-Identifier: MIT
//
// What the kernel's listings say of the rules that it holds: their hooks, and what no probe varies.
#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/proof/audit.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/program.hpp"
#include "rules/proof/sandbox.hpp"
#include "rules/proof/unvaried.hpp"
#include "tools/rules/proof_text.hpp"

using namespace rules;
using namespace rules::proof;

namespace {

using texts = std::vector<std::string>;

const std::string nft_listing = "table inet egress {\n"
                                "\tset f_v4 {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1, 10.0.0.2,\n"
                                "\t\t\t     10.0.0.9 }\n\t}\n\n"
                                "\tmap m {\n\t\ttype ipv4_addr : verdict\n\t}\n\n"
                                "\tchain refuse {\n\t\tcounter packets 3 bytes 9 reject\n\t}\n\n"
                                "\tchain egress {\n\t\ttype filter hook output priority filter; policy drop;\n"
                                "\t\tip daddr { 10.0.0.1, 10.0.0.2,\n\t\t\t   10.0.0.3 } accept\n"
                                "\t\tcomment \"{ not open\" jump refuse\n\t}\n\n"
                                "\tchain nat {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n"
                                "\t\tmeta mark 0x00000001 masquerade\n\t}\n}\n";

const std::string iptables_listing = "# Generated\n*nat\n:POSTROUTING ACCEPT [0:0]\n"
                                     "-A POSTROUTING -m mark --mark 0x1 -j MASQUERADE\nCOMMIT\n"
                                     "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT DROP [5:300]\n"
                                     ":EGRESS - [0:0]\n-A OUTPUT -j EGRESS\n-A EGRESS -o lo -j ACCEPT\n"
                                     "-A EGRESS -d 10.0.0.1/32 -j ACCEPT\nCOMMIT\n";

// One rule alone in the chain at hook output.
texts unvaried_of_nft(const std::string& rule) {
    return unvaried_in(chains_in("table inet t {\n\tchain c {\n\t\ttype filter hook output priority filter; policy "
                                 "accept;\n\t\t" +
                                 rule + "\n\t}\n}\n"),
        hook::host);
}

texts unvaried_of_iptables(const std::string& rule, const std::string& more = {}) {
    return unvaried_in(chains_in("*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:X - [0:0]\n" + more +
                                 "-A OUTPUT " + rule + "\nCOMMIT\n"),
        hook::host);
}

} // namespace

TEST_CASE("chains of nft and of iptables-save are read, those of address translation are not") {
    const auto nft = chains_in(nft_listing);
    REQUIRE(nft.size() == 2);
    CHECK(nft[0].name == "refuse");
    CHECK(nft[0].hook.empty());
    CHECK(nft[0].rules == texts{"counter reject"});
    CHECK(nft[1].table == "inet egress");
    CHECK(nft[1].hook == "output");
    CHECK(nft[1].refuses);
    CHECK(nft[1].rules ==
          texts{"ip daddr { 10.0.0.1, 10.0.0.2, 10.0.0.3 } accept", "comment \"{ not open\" jump refuse"});
    CHECK(rule_count(nft) == 3);

    const auto iptables = chains_in(iptables_listing);
    REQUIRE(iptables.size() == 4);
    CHECK(iptables[2].hook == "output");
    CHECK(iptables[2].refuses);
    CHECK(iptables[3].name == "EGRESS");
    CHECK(iptables[3].rules.size() == 2);
    CHECK(rule_count(chains_in(nft_listing + iptables_listing)) == 6);
    for (const auto* nothing : {"", "\n", "table inet x {\n}\n", "*filter\nCOMMIT\n", "}\n}\n", "table inet x {",
             "\tchain c {\n", "-A X -j Y\n"})
        CHECK(rule_count(chains_in(nothing)) == 0);
}

TEST_CASE("rules for another hook than the policy's are seen") {
    using hooks = std::set<std::string>;
    CHECK(hooks_of(chains_in(nft_listing)) == hooks{"output"});
    CHECK(hooks_of(chains_in(iptables_listing)) == hooks{"output"});
    CHECK(hooks_of(chains_in("*filter\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n")).empty());
    CHECK(wrong_hook({"output"}, hook::host).empty());
    CHECK(wrong_hook({"output", "forward"}, hook::gateway).empty());
    CHECK(wrong_hook({}, hook::host).empty());
    CHECK(wrong_hook({"forward", "prerouting"}, hook::host).find("the rules are at hook forward only") !=
          std::string::npos);
    CHECK(wrong_hook({"output"}, hook::gateway).find("the rules are at hook output only") != std::string::npos);
}

TEST_CASE("what a rule has seen is no part of it") {
    const std::vector<std::pair<const char*, const char*>> cases{
        {"counter packets 3 bytes 120 accept", "counter accept"}, {"a counter packets 3 bytes 120", "a counter"},
        {"counter accept", "counter accept"}, {"comment \"counter packets x\"", "comment \"counter packets x\""},
        {"", ""}, {"counter packets 1 bytes 2 x counter packets 3 bytes 4", "counter x counter"},
        {"counter packets ", "counter packets "}};
    for (const auto& [given, wanted] : cases) CHECK(without_counters(given) == wanted);
}

TEST_CASE("a rule of nft's that matches on what no probe varies is named") {
    const std::vector<std::pair<const char*, const char*>> cases{{"meta skuid 1000 accept", "the owner of the socket"},
        {"skgid != 3 drop", "the owner of the socket"}, {"meta mark 0x00000001 accept", "the packet's mark"},
        {"ct mark 0x00000001 accept", "the connection's mark"}, {"tcp sport 1024-65535 accept", "the source port"},
        {"th sport { 53, 123 } accept", "the source port"}, {"ip dscp cs1 accept", "the DSCP"},
        {"ip6 dscp ef accept", "the DSCP"}, {"meta length 100-200 accept", "the packet's length"},
        {"ip length 40 accept", "the packet's length"}, {"ip ttl 64 accept", "the hop limit"},
        {"meta hour \"08:00\"-\"18:00\" accept", "the time"}, {"meta day \"Monday\" accept", "the time"},
        {"limit rate 3/minute counter packets 0 bytes 0 accept", "the rate of packets"},
        {"ct count over 3 drop", "the number of connections"}, {"quota over 3 bytes drop", "how much was sent before"},
        {"ether saddr 00:11:22:33:44:55 accept", "the source MAC address"}, {"numgen random mod 3 0 accept", "chance"},
        {"meta random 3 accept", "chance"}, {"ah spi 3 accept", "IPsec"},
        {"ipsec out ip daddr 1.2.3.4 accept", "IPsec"}, {"meta l4proto ah accept", "protocol ah"},
        {"ip protocol { esp, 99 } accept", "protocol 99"}, {"meta l4proto { tcp, dccp } accept", "protocol dccp"},
        {"@th,0,8 & 0x1e == 0x8 accept", "raw bytes"},
        {"meta mark vmap { 0x00000003 : accept, 0x00000004 : drop }", "the packet's mark"},
        {"add @seen { ip daddr limit rate 3/second } accept", "the rate of packets"}};
    for (const auto& [rule, what] : cases) {
        INFO(rule);
        const auto found = unvaried_of_nft(rule);
        REQUIRE(found.size() == 1);
        CHECK(found[0].find(
                  std::string("rule 1 of inet t c matches on ") + what + ", which the probes do not vary: ") == 0);
    }
}

TEST_CASE("what probes vary, and what decides nothing, is not named") {
    for (const auto* rule : {"tcp dport 443 accept", "ip daddr 10.0.0.1 udp dport { 53, 123 } counter accept",
             "ct state established,related accept", "meta l4proto { tcp, udp } th dport 53 accept",
             "meta l4proto . th dport { tcp . 443 } accept",
             "icmpv6 type { nd-neighbor-solicit } ip6 hoplimit 255 accept", "oifname \"lo\" meta skuid 0 accept",
             "limit rate 3/second log prefix \"a\"", "meta mark set 0x00000003", "meta mark set 0x00000003 accept",
             "tcp dport 443 accept comment \"meta skuid 3\"", "tcp flags & (syn | ack) == syn accept",
             "meta l4proto tcp reject with tcp reset", "meta l4proto esp accept", "ip protocol gre accept",
             "counter packets 0 bytes 0"}) {
        INFO(rule);
        CHECK(unvaried_of_nft(rule) == texts{});
    }
    for (const auto* rule : {"-d 10.0.0.1/32 -p tcp -m multiport --dports 443,8883 -j ACCEPT",
             "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-p tcp -m limit --limit 3/min -j LOG",
             "-o lo -m owner --uid-owner 0 -j ACCEPT", "-m set --match-set f dst -j ACCEPT", "-m mark --mark 0x1",
             "-p ipv6-icmp -m icmp6 --icmpv6-type 135 -m hl --hl-eq 255 -j ACCEPT", "-p gre -j ACCEPT",
             "-p tcp -m comment --comment \"-m owner\" -j ACCEPT", "-p tcp -j MARK --set-xmark 0x1/0xffffffff"}) {
        INFO(rule);
        CHECK(unvaried_of_iptables(rule) == texts{});
    }
}

TEST_CASE("a rule of iptables' that matches on what no probe varies is named") {
    const std::vector<std::pair<const char*, const char*>> cases{
        {"-m owner --uid-owner 0 -j ACCEPT", "the owner of the socket"},
        {"-m mark --mark 0x1 -j DROP", "the packet's mark"}, {"-m connmark --mark 0x1 -j X", "the connection's mark"},
        {"-p tcp -m tcp --sport 5 -j ACCEPT", "the source port"},
        {"-p tcp -m multiport --sports 5,6 -j ACCEPT", "the source port"},
        {"-m dscp --dscp 0x04 -j ACCEPT", "the DSCP"}, {"-m tos --tos 0x04/0xff -j ACCEPT", "the TOS"},
        {"-m length --length 100:200 -j ACCEPT", "the packet's length"},
        {"-m time --timestart 08:00:00 -j ACCEPT", "the time"},
        {"-m limit --limit 3/min -j ACCEPT", "the rate of packets"},
        {"-m hashlimit --hashlimit-upto 3/min --hashlimit-name x -j ACCEPT", "the rate of packets"},
        {"-m connlimit --connlimit-above 3 -j REJECT", "the number of connections"},
        {"-m quota --quota 3 -j ACCEPT", "how much was sent before"},
        {"-m statistic --mode random -j ACCEPT", "chance"},
        {"-m mac --mac-source 00:11:22:33:44:55 -j ACCEPT", "the source MAC address"}, {"-m ah -j ACCEPT", "IPsec"},
        {"-m policy --dir out --pol ipsec -j ACCEPT", "IPsec"}, {"-p ah -j ACCEPT", "protocol ah"},
        {"-m u32 --u32 \"0x0=0x4\" -j ACCEPT", "the content"},
        {"-m recent --set --name a -g X", "what was sent before"}};
    for (const auto& [rule, what] : cases) {
        INFO(rule);
        const auto found = unvaried_of_iptables(rule);
        REQUIRE(found.size() == 1);
        CHECK(found[0].find(std::string("rule 1 of filter OUTPUT matches on ") + what) == 0);
    }
}

TEST_CASE("only rules that packets of the policy's hook get to count") {
    const std::string owner = "-m owner --uid-owner 3 -j ACCEPT\n";
    CHECK(unvaried_of_iptables("-d 10.0.0.1 -j ACCEPT", "-A X " + owner) == texts{});
    CHECK(unvaried_of_iptables("-d 10.0.0.1 -j ACCEPT", "-A INPUT " + owner) == texts{});
    CHECK(unvaried_of_iptables("-d 10.0.0.1 -g X", "-A X " + owner) ==
          texts{"rule 1 of filter X matches on the owner of the socket, which the probes do not vary: -A X -m owner "
                "--uid-owner 3 -j ACCEPT"});
    const std::string family = "*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT " + owner + "COMMIT\n";
    CHECK(unvaried_in(chains_in(family + family), hook::host).size() == 1);
    CHECK(unvaried_in(chains_in(family), hook::gateway).empty());
    std::string many = "*filter\n:OUTPUT ACCEPT [0:0]\n";
    for (int i = 0; i < 30; ++i) many += "-A OUTPUT " + owner;
    CHECK(unvaried_in(chains_in(many), hook::host).size() == 21);
    CHECK(unvaried_in(chains_in(many), hook::host, 29).back().find("1 more rule matches") == 0);
}

TEST_CASE("what cannot be judged does not hold, and is said with the right number of things") {
    proof_outcome o;
    o.probes = 1;
    o.required = 1;
    CHECK(tools::rules_commands::text_of(o, "f", "proved")
              .find("f: it holds, proved\n  1 packet, 1 required; 0 required "
                    "ones stopped, 0 leaks;") == 0);
    o.unjudged = {"rule 1 of t c matches on a mark"};
    CHECK_FALSE(o.holds());
    const auto text = tools::rules_commands::text_of(o, "f", "proved");
    CHECK(text.find("f: IT IS NOT PROVED: 1 rule cannot be judged by packets\n") == 0);
    CHECK(text.find("\n  cannot judge: rule 1 of t c matches on a mark\n") != std::string::npos);
    o.leak_count = o.blocked_count = 1;
    CHECK(tools::rules_commands::text_of(o, "f", "proved")
              .find("f: IT DOES NOT HOLD, proved\n  1 packet, 1 required; 1 "
                    "required one stopped, 1 leak;") == 0);
    audit_outcome audited;
    audited.flows = {{"iot-hub", "tcp 443", true, 2, 2, {}}};
    CHECK(audited.holds());
    audited.unjudged = o.unjudged;
    CHECK_FALSE(audited.holds());
}

TEST_CASE("a program that hangs is stopped, and named") {
    CHECK_THROWS_WITH(run({"sleep", "30"}, {}, std::chrono::milliseconds(50)),
        Catch::Contains("sleep did not end within 0.05 s and was stopped"));
    CHECK(run({"true"}, {}, std::chrono::milliseconds(20'000)).status == 0);
    CHECK(run({"sh", "-c", "cat; exit 3"}, "given").out == "given");
}
