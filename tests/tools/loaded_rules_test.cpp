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
#include "rules/proof/named.hpp"
#include "rules/proof/program.hpp"
#include "rules/proof/sandbox.hpp"
#include "rules/proof/unvaried.hpp"
#include "rules/proof/wires.hpp"
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
        {"add @seen { ip daddr limit rate 3/second } accept", "what was sent before"},
        {"add @seen { ip daddr }", "what was sent before"}, {"icmp type 300 accept", "ICMP type 300"},
        {"icmp code 1 accept", "ICMP codes"}, {"igmp type membership-query accept", "IGMP"},
        {"oifgroup 5 accept", "the group of an interface"},
        {"meta oifkind \"wireguard\" accept", "the kind of an interface"},
        {"meta oiftype ppp accept", "the kind of an interface"}, {"tcp doff 8 accept", "the TCP header"},
        {"tcp sequence 1 accept", "the TCP header"}, {"ip id 7 accept", "the IP header"},
        {"ip hdrlength > 5 accept", "IP options"}, {"ip option rr exists accept", "IP options"},
        {"rt ip nexthop 10.0.0.1 accept", "the route or routing headers"},
        {"rt type 0 drop", "the route or routing headers"}, {"ct expiration 30s accept", "the connection's age"},
        {"ct status dnat accept", "the connection's status"},
        {"fib daddr type broadcast accept", "the kind or route of an address"},
        {"dccp dport 22 accept", "protocol dccp"}, {"udplite dport 53 accept", "protocol udplite"},
        {"ip daddr & 0.0.0.255 == 0.0.0.77 accept", "single bits"},
        {"tcp dport & 0xff00 == 0x3000 accept", "single bits"},
        {"tcp flags & (fin | urg) == urg accept", "TCP flags that no probe has"},
        {"ct state untracked accept", "connections in state untracked"},
        {"ct direction reply accept", "the connection's direction"},
        {"meta protocol arp accept", "frames that are not of IP"},
        {"ct original proto-src 53 accept", "the source port"}, {"queue to 3", "a program's verdict"},
        {"something new accept", "something new"}, {"ip daddr 10.0.0.1 something drop", "something drop"}};
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
             "counter packets 0 bytes 0", "ip saddr . ip daddr { 10.0.0.1 . 10.0.0.2 } accept", "ip saddr @from accept",
             "iifname \"lan*\" oifname { \"a\", \"b\" } accept", "icmp type { echo-reply, 5 } accept",
             "icmpv6 type mld-listener-report accept", "ip daddr vmap { 10.0.0.1 : accept, 10.0.0.2 : jump x }",
             "iifname . ip saddr vmap { \"a\" . 10.0.0.0/8 : goto y }", "tcp flags syn / fin,syn,rst,ack accept",
             "ct original ip saddr 10.0.0.1 accept", "log prefix \"x\" level warn flags tcp sequence,options accept",
             "reject with icmpx admin-prohibited", "reject with icmpx type admin-prohibited",
             "tcp dport != 443 counter drop", "meta nfproto ipv6 accept", "ct mark set meta mark accept"}) {
        INFO(rule);
        CHECK(unvaried_of_nft(rule) == texts{});
    }
    for (const auto* rule : {"-d 10.0.0.1/32 -p tcp -m multiport --dports 443,8883 -j ACCEPT",
             "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-p tcp -m limit --limit 3/min -j LOG",
             "-o lo -m owner --uid-owner 0 -j ACCEPT", "-m set --match-set f dst -j ACCEPT", "-m mark --mark 0x1",
             "-p ipv6-icmp -m icmp6 --icmpv6-type 135 -m hl --hl-eq 255 -j ACCEPT", "-p gre -j ACCEPT",
             "-p tcp -m comment --comment \"-m owner\" -j ACCEPT", "-p tcp -j MARK --set-xmark 0x1/0xffffffff",
             "-m iprange --src-range 10.0.0.1-10.0.0.9 -j ACCEPT", "-m conntrack --ctorigsrc 10.0.0.1/32 -j ACCEPT",
             "! -s 10.0.0.0/255.255.0.0 -j DROP", "-p icmp -m icmp --icmp-type 3 -j ACCEPT",
             "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT", "-m set ! --match-set f src -j DROP",
             "-p tcp -j REJECT --reject-with tcp-reset"}) {
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
        {"-m recent --set --name a -g X", "what was sent before"},
        {"-d 0.0.0.77/0.0.0.255 -j ACCEPT", "single bits of an address"},
        {"-p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG FIN,PSH,URG -j ACCEPT", "TCP flags that no probe has"},
        {"-p icmp -m icmp --icmp-type 3/1 -j ACCEPT", "ICMP codes"},
        {"-m devgroup --dst-group 0x5 -j ACCEPT", "the group of an interface"},
        {"-m addrtype --dst-type MULTICAST -j ACCEPT", "the kind or route of an address"},
        {"-m conntrack --ctexpire 1:100 -j ACCEPT", "the connection's age"},
        {"-m conntrack --ctstatus ASSURED -j ACCEPT", "the connection's status"},
        {"-m conntrack --ctstate DNAT -j ACCEPT", "connections in state DNAT"},
        {"-m conntrack --ctstate UNTRACKED -j ACCEPT", "connections in state UNTRACKED"},
        {"-m conntrack --ctorigsrcport 53 -j ACCEPT", "the source port"},
        {"-p sctp -m sctp --chunk-types any INIT_ACK -j ACCEPT", "SCTP chunks"},
        {"-m set --match-set f dst,src -j ACCEPT", "the source port"},
        {"-j NFQUEUE --queue-num 0", "a program's verdict"}, {"-m strange --thing 3 -j ACCEPT", "-m strange"},
        {"-m rt --rt-type 0 -j DROP", "routing headers"}};
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

TEST_CASE("chains that maps lead to are reached") {
    const auto in = [](const std::string& maps, const std::string& rule) {
        return unvaried_in(chains_in("table inet t {\n" + maps +
                                     "\tchain x {\n\t\tmeta skuid 1000 accept\n\t}\n\tchain c {\n\t\ttype filter hook "
                                     "output priority filter; policy drop;\n\t\t" +
                                     rule + "\n\t}\n}\n"),
            hook::host);
    };
    const std::string map =
        "\tmap m {\n\t\ttype inet_service : verdict\n\t\telements = { 22 : jump x,\n\t\t\t     23 : "
        "accept }\n\t}\n";
    CHECK(in(map, "tcp dport vmap @m").size() == 1);
    CHECK(in("", "tcp dport vmap { 22 : goto x }").size() == 1);
    CHECK(in(map, "tcp dport 22 accept").empty());
}

TEST_CASE("what ufw and firewalld write themselves is judged") {
    CHECK(unvaried_in(chains_in("*filter\n:OUTPUT DROP [0:0]\n:ufw6-before-output - [0:0]\n-A OUTPUT -j "
                                "ufw6-before-output\n-A ufw6-before-output -m rt --rt-type 0 -j DROP\nCOMMIT\n"),
        hook::host)
              .empty());
    CHECK(
        unvaried_in(chains_in("table inet firewalld {\n\tchain f {\n\t\ttype filter hook forward priority filter + 10; "
                              "policy accept;\n\t\tct status dnat accept\n\t\tmeta nfproto ipv6 fib saddr . mark . iif "
                              "oif missing drop\n\t}\n}\n"),
            hook::gateway)
            .empty());
}

TEST_CASE("what rules tell apart is an axis of the proof") {
    const auto of = [](const std::string& listing) { return named_in(chains_in(listing), listing); };
    const auto nft = [&](const std::string& rule, const std::string& sets = {}) {
        return of("table inet t {\n" + sets +
                  "\tchain c {\n\t\ttype filter hook output priority filter; policy drop;\n\t\t" + rule + "\n\t}\n}\n");
    };
    const auto iptables = [&](const std::string& rule, const std::string& sets = {}) {
        return of("*filter\n:OUTPUT DROP [0:0]\n-A OUTPUT " + rule + "\nCOMMIT\n" + sets);
    };
    const auto from = [](const named_axes& found, const char* text) {
        return found.at.sources.contains(*read_address(text));
    };
    const auto literal = nft("ip saddr { 10.0.0.0/24, 10.2.0.1 } ip daddr 10.9.0.1 accept");
    CHECK(from(literal, "10.0.0.255"));
    CHECK(from(literal, "10.2.0.1"));
    CHECK_FALSE(from(literal, "10.9.0.1"));
    CHECK(from(
        nft("ip saddr @devices accept",
            "\tset devices {\n\t\ttype ipv4_addr\n\t\telements = { 10.1.0.0/24,\n\t\t\t     10.77.0.0/24 }\n\t}\n"),
        "10.77.0.255"));
    CHECK(from(nft("ip saddr . ip daddr { 10.3.0.1 . 10.9.0.1 } accept"), "10.3.0.1"));
    CHECK(from(nft("ip6 saddr vmap { fd00::/64 : accept }"), "fd00::"));
    CHECK(from(nft("ct original ip saddr 10.3.0.1 accept"), "10.3.0.1"));
    CHECK(from(iptables("-s 10.0.0.0/24 -d 10.9.0.1/32 -j ACCEPT"), "10.0.0.255"));
    CHECK(from(iptables("-m iprange --src-range 10.0.0.1-10.0.0.9 -j ACCEPT"), "10.0.0.9"));
    CHECK(from(iptables("-m conntrack --ctorigsrc 10.0.0.7/32 -j ACCEPT"), "10.0.0.7"));
    CHECK(
        from(iptables("-m set --match-set eg4.devices src -j ACCEPT", "add eg4.devices 10.5.0.0/24\n"), "10.5.0.255"));
    CHECK(iptables("-m set --match-set f dst -j ACCEPT", "add f 10.5.0.0/24\n").at.sources.empty());
    CHECK(nft("oifname \"eth7\" accept").interfaces);
    CHECK(nft("iif \"eth7\" accept").interfaces);
    CHECK(iptables("-i eth+ -j ACCEPT").interfaces);
    CHECK_FALSE(nft("oifname \"lo\" accept").interfaces);
    CHECK(iptables("! -o lo -j ACCEPT").interfaces);
    CHECK(nft("ct state invalid accept").segments);
    CHECK(nft("ct state != new accept").segments);
    CHECK(nft("tcp flags & (syn | ack) == ack accept").segments);
    CHECK_FALSE(nft("ct state established,related accept").segments);
    CHECK_FALSE(nft("ct state invalid drop").segments);
    CHECK(nft("icmp type { source-quench, 40 } accept").at.icmp_types == std::set<std::uint8_t>{4, 40});
    CHECK(nft("icmpv6 type { nd-neighbor-solicit, mld-listener-done } accept").at.icmpv6_types ==
          std::set<std::uint8_t>{132});
    CHECK(nft("th dport 53 accept").at.sctp_ports);
    CHECK(nft("sctp dport 53 accept").at.sctp_ports);
    CHECK(nft("meta l4proto . th dport { tcp . 443 } accept").at.sctp_ports);
    CHECK_FALSE(nft("meta l4proto { tcp, udp } th dport 53 accept").at.sctp_ports);
    CHECK_FALSE(nft("tcp dport 443 accept").at.sctp_ports);
    CHECK_FALSE(iptables("-p tcp -m multiport --dports 443,8883 -j ACCEPT").at.sctp_ports);
}

TEST_CASE("elements of sets, however their lines are broken") {
    for (const char* text :
        {"table inet x {\n\tset ifs {\n\t\ttype ifname\n\t\telements = { \"lan8\",\n\t\t\t\"lan9\" }\n\t}\n"
         "\tchain c {\n\t\tiifname @ifs accept\n\t}\n}\n",
            "table inet x {\nset ifs { type ifname; elements = { \"lan8\", \"lan9\" }; }\nchain c { iifname @ifs "
            "accept; }\n}\n",
            "table inet x {\n\tset ifs { type ifname; elements = { \"lan8\", \"lan9\" }\n\t}\n\tset no { type ifname; "
            "}\n"
            "\tchain c {\n\t\tiifname @ifs accept\n\t\tfib saddr . iif oif missing drop\n\t}\n}\n"}) {
        INFO(text);
        CHECK(interfaces_in(text) == std::vector<std::string>{"lan8", "lan9"});
    }
}

TEST_CASE("a grid that was not tried whole is not said to hold") {
    proof_outcome o;
    o.probes = o.required = 1;
    o.complete = false;
    o.cells = 30'000;
    o.tried = 3'000;
    CHECK_FALSE(o.holds());
    CHECK(tools::rules_commands::text_of(o, "f", "proved")
              .find("f: NOT PROVED WHOLE: 3000 of 30000 cells tried, none wrong; a larger --probes tries more\n") == 0);
    o.leak_count = 1;
    CHECK(tools::rules_commands::text_of(o, "f", "proved").find("f: IT DOES NOT HOLD, proved\n") == 0);
    CHECK(tools::rules_commands::text_of(o, "f", "proved").find("\n  3000 of 30000 cells tried; a larger --probes") !=
          std::string::npos);
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
