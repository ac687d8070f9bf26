// SPDX-License-Identifier: MIT
//
// What the proof reads out of others' texts, without a kernel.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/proof/audit.hpp"
#include "rules/proof/audit_json.hpp"
#include "rules/proof/datagram.hpp"
#include "rules/proof/dnsmasq_sets.hpp"
#include "rules/proof/explain.hpp"
#include "rules/proof/load_daemons.hpp"
#include "rules/proof/mutants.hpp"
#include "rules/proof/nft_text.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/ufw_settings.hpp"
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

site_rules rules_given(const char* iptables, const char* ip6tables = "", const char* nft = "", const char* ufw = "") {
    site_rules out;
    out.iptables = iptables;
    out.ip6tables = ip6tables;
    out.nft = nft;
    out.ufw = ufw;
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

TEST_CASE("interfaces in sets, maps and keys of several fields are found") {
    CHECK(interfaces_in(
              "\tset lans {\n\t\ttype ifname\n\t\telements = { \"lan7\", \"lan8\" }\n\t}\niifname @lans accept") ==
          texts{"lan7", "lan8"});
    CHECK(interfaces_in("iifname vmap { \"lan7\" : accept, \"lan8\" : jump chain7 }") == texts{"lan7", "lan8"});
    CHECK(interfaces_in("iifname . ip saddr { \"lan7\" . 10.0.0.0/8, \"lan8\" . 10.1.0.1 } accept") ==
          texts{"lan7", "lan8"});
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

TEST_CASE("a rule of an interface whose name begins with lo can be taken out") {
    CHECK(removals_of_iptables("-A EGRESS -o lo -j ACCEPT\n").empty());
    CHECK(removals_of_iptables("-A EGRESS -p tcp -o lo\n").empty());
    for (const auto* other :
        {"-A EGRESS -o lora0 -j ACCEPT\n", "-A EGRESS -o lo1 -p tcp -j ACCEPT\n", "-A EGRESS -o loop -j ACCEPT\n"})
        CHECK(removals_of_iptables(other).size() == 1);
}

TEST_CASE("what is required is asked whole, however many cells there are") {
    policy of;
    of.flows.resize(1);
    of.flows[0].id = "big";
    of.flows[0].over = {transport::tcp};
    of.flows[0].ports = {443, 8883};
    std::vector<ip_prefix> all;
    for (std::uint32_t i = 0; i < 6000; ++i) all.push_back({{ip_family::v4, 0xcb000000u + 2 * i}, 32});
    of.flows[0].addresses = set_of(all);
    format in{};
    in.carries = by_address;
    wires w;
    w.own4 = *read_address("192.0.0.8");
    w.own6 = *read_address("100::8");
    for (const auto where : {hook::host, hook::gateway}) {
        of.hook = where;
        const auto meant = intended(of, in);
        const auto grid = grid_questions(meant, cuts_of(meant.most), w, {where, false, false, 1000});
        const auto asked = required_of(grid.all);
        CHECK_FALSE(grid.complete);
        CHECK(grid.cells > 1000);
        std::set<std::pair<ip_address, std::uint16_t>> found;
        for (const auto& q : asked) found.insert({q.sent.what.to, q.sent.what.port});
        CHECK(found.size() == 12000);
        CHECK(asked.size() < 14000); // none of them twice
        const auto from = where == hook::host ? w.own4 : *read_address("198.19.0.127");
        CHECK(std::all_of(asked.begin(), asked.end(), [&](const question& q) { return q.sent.what.from == from; }));
    }
}

TEST_CASE("an audit tries both families, and says what it could not ask") {
    std::vector<ip_prefix> many;
    for (std::uint32_t i = 0; i < 300; ++i) many.push_back({{ip_family::v4, 0xcb000000u + 4 * i}, 31});
    many.push_back({*read_address("2001:db8::"), 64});
    const auto some = some_of(set_of(many));
    CHECK(some.size() == 202);
    CHECK(std::count(some.begin(), some.end(), *read_address("2001:db8::")) == 1);
    CHECK(std::count(some.begin(), some.end(), *read_address("2001:db8::ffff:ffff:ffff:ffff")) == 1);
    CHECK(some_of(set_of(std::vector<ip_prefix>{{*read_address("10.0.0.1"), 32}})).size() == 1);
    CHECK(some_of({}).empty());

    audit_outcome found;
    CHECK(found.holds());
    found.flows = {{"iot-hub", "tcp 443", true, 2, 2, {}}, {"extra", "tcp 443", false, 0, 0, {}}};
    CHECK(found.holds());
    CHECK(gaps_of(rules_given("", "", "x"), found).empty());
    found.flows.push_back({"registry", "tcp 443", true, 0, 0, {}});
    CHECK_FALSE(found.holds());
    CHECK(gaps_of(rules_given("", "", "x"), found) ==
          texts{"registry tcp 443 is required, and no address of it is known: whether it gets out was not asked"});
    found.flows.clear();
    CHECK(gaps_of(rules_given("x"), found).at(0).find("of IPv6 no rules") == 0);
    CHECK(gaps_of(rules_given("", "x"), found).at(0).find("of IPv4 no rules") == 0);
    CHECK(gaps_of(rules_given("x", "y"), found).empty());
    CHECK(gaps_of(rules_given("x", "", "", "y"), found).empty());

    found.flows = {{"iot-hub", "tcp 443", true, 2, 2, {}}};
    found.flows[0].no_answer = "tcp 1.1.1.1:443 gets out, but no conversation comes of it: no answer to its SYN";
    CHECK_FALSE(found.holds());
    CHECK_FALSE(found.flows[0].depends());
    const auto back = audit_in(json_of(found));
    CHECK(back.flows[0].no_answer == found.flows[0].no_answer);
    found.flows[0] = {"iot-hub", "tcp 443", true, 2, 0, {}, {"192.168.1.0/24"}, {"any other IPv4 address"}};
    CHECK(found.flows[0].depends());
    CHECK_FALSE(found.holds());
    CHECK(audit_in(json_of(found)).flows[0].stopped_from == found.flows[0].stopped_from);
}

TEST_CASE("an include is found as nft would find it, and nowhere else") {
    const std::vector<std::pair<const char*, std::size_t>> cases{{"", 0}, {"table inet x {\n}\n", 0},
        {"include \"/etc/shadow\"\n", 1}, {"\n\n  include \"a\"", 3}, {"table inet x { }; include \"a\"\n", 1},
        {"include\"a\"\n", 1}, {"# include \"a\"\ntable inet x { }\n", 0}, {"add rule x y accept # include \"a\"\n", 0},
        {"add rule x y comment \"include me\" accept\n", 0},
        {"add rule x y comment \"a # b\" accept; include \"c\"\n", 1}, {"# \"\ninclude \"c\"\n", 2},
        {"comment \"two\nlines\"\ninclude \"c\"\n", 3}, {"\"\"include \"c\"\n", 1}, {"add set x included\n", 0},
        {"add set x no-include\n", 0}, {"add set x include_v4\n", 0}, {"1include \"c\"\n", 1}, {"/include \"c\"\n", 1},
        {"{include \"c\"}\n", 1}, {"# include \"a\"", 1}, {"\"open include x", 1}, {"\"", 0}, {"#", 0}};
    for (const auto& [text, line] : cases) {
        INFO(text);
        CHECK(line_of_include(text) == line);
    }
    CHECK_NOTHROW(refuse_includes("table inet x { }", "--nft"));
    CHECK_THROWS_WITH(refuse_includes("\ninclude \"x\"", "--nft"), Catch::Contains("--nft:2: an include statement"));
}

TEST_CASE("blocks of nft's are told by the beginnings of lines, not by words in comments") {
    const std::string text = "# a table of ours {\ntable inet egress {\n\tcomment \"owner stable ops, set x {\"\n\n"
                             "\tset f_a_v4 {\n\t\tcomment \"asset list\"\n\t\telements = { 1.1.1.1 }\n\t}\n"
                             "\tchain egress{\n\t}\n}\n";
    const auto at = text.find("elements");
    CHECK(nft_block_before(text, at, "table ") == "inet egress");
    CHECK(nft_block_before(text, at, "set ") == "f_a_v4");
    CHECK(nft_block_before(text, text.find("comment"), "set ").empty());
    CHECK(first_nft_block(text, "table ") == "inet egress");
    CHECK(first_nft_block(text, "chain ") == "egress");
    CHECK(first_nft_block(text, "map ").empty());
    CHECK(first_nft_block("table ip x", "table ").empty());
    CHECK(first_nft_block("table ip x {}", "table ") == "ip x");
}

TEST_CASE("dnsmasq's lines say which sets are filled") {
    const auto all = dnsmasq_sets_in("# nftset=/c/x\n\nnftset=/x.example/4#inet#egress#f_a_v4,6#inet#egress#f_a_v6\n"
                                     "nftset=/b.x.example/y.example/6#ip6#egress#f_b_v6\n",
        "f.conf");
    REQUIRE(all.size() == 3);
    const std::vector<dnsmasq_set> a{
        {ip_family::v4, "inet egress", "f_a_v4"}, {ip_family::v6, "inet egress", "f_a_v6"}};
    const std::vector<dnsmasq_set> b{{ip_family::v6, "ip6 egress", "f_b_v6"}};
    for (const auto* name : {"x.example", "*.x.example", "a.x.example", "cb.x.example"}) {
        REQUIRE(sets_for(all, name));
        CHECK(*sets_for(all, name) == a);
    }
    for (const auto* name : {"b.x.example", "*.b.x.example", "y.example", "c.b.x.example"}) {
        REQUIRE(sets_for(all, name));
        CHECK(*sets_for(all, name) == b);
    }
    for (const auto* name : {"", "example", "xx.example", "x.example.com", "*."}) CHECK(sets_for(all, name) == nullptr);
    CHECK(dnsmasq_sets_in("", "f.conf").empty());
    CHECK(dnsmasq_sets_in("nftset=/a/4#inet#t#s\nnftset=/a/4#inet#t#s\n", "f.conf").size() == 1);
}

TEST_CASE("lines that are not dnsmasq's nftset are refused, with their number") {
    for (const auto* bad : {"server=1.1.1.1", "nftset=", "nftset=/a", "nftset=/a/", "nftset=//4#inet#t#s",
             "nftset=/a/inet#t#s", "nftset=/a/5#inet#t#s", "nftset=/a/4#bridge#t#s", "nftset=/a/4#inet#t",
             "nftset=/a/4#inet#t#s#x", "nftset=/a/4#inet#t#s,", "nftset=/a/4#inet#t t#s", "nftset=/a/4#inet#t#s }",
             "nftset=/A/4#inet#t#s", "nftset=/a b/4#inet#t#s", " nftset=/a/4#inet#t#s", "nftset=/a/4#inet#t#s\r",
             "ipset=/a/s", "nftset=/a/4#inet##s", "nftset=/a/4#inet#t;#s"}) {
        INFO(bad);
        CHECK_THROWS_WITH(
            dnsmasq_sets_in("# one\n" + std::string(bad), "f.conf"), Catch::Contains("f.conf:2: not a line"));
    }
    CHECK_THROWS_WITH(dnsmasq_sets_in("nftset=/a/4#inet#t#s\nnftset=/a/4#inet#t#r\n", "f.conf"),
        Catch::Contains("f.conf:2: a has other sets"));
}

TEST_CASE("ufw's settings are values, and never a shell's") {
    CHECK(plain_ufw_settings("# a\n\nENABLED=yes\n  LOGLEVEL=low  \r\nIPV6=\"yes\"\nDEFAULT_OUTPUT_POLICY='reject'\n",
              "f") == "ENABLED=no\nLOGLEVEL=low\nIPV6=yes\nDEFAULT_OUTPUT_POLICY=reject\n");
    CHECK(plain_ufw_settings("IPT_SYSCTL=/etc/ufw/sysctl.conf\nIPT_MODULES=\"a $(id)\"\n", "f") ==
          "IPT_SYSCTL=\nIPT_MODULES=\n");
    CHECK(plain_ufw_settings("", "f").empty());
    for (const auto* bad : {"id", "touch /tmp/x", "IPV6", "IPV6=", "IPV6=$(id)", "IPV6=yes; id", "IPV6=yes no",
             "IPV6= ", "IPV6=`id`", "PATH=/tmp", "DEFAULT_INPUT_POLICY=\"DROP", "LOGLEVEL=low\"", "export IPV6=yes",
             "IPV6 =yes", "IPV6=\"\"", "IPT_SYSCTL", "=yes", "="}) {
        INFO(bad);
        CHECK_THROWS_WITH(
            plain_ufw_settings("ENABLED=no\n" + std::string(bad) + "\n", "f"), Catch::Contains("f:2: not a"));
    }
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
              false) == "OUTPUT: the chain's policy, DROP");
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
    CHECK(decided_in_trace("trace id 1f inet t c policy drop\n", false) == "inet t c: the chain's policy, drop");
    CHECK(decided_in_trace("trace id", true).empty());
    CHECK(decided_in_trace("trace id 1f inet t c rule counter packets 7 bytes 420 drop (verdict drop)\n", false) ==
          "inet t c: counter drop");
    CHECK(or_none("", true).find("no rule") == 0);
    CHECK(or_none("", false).empty());
    CHECK(or_none("x", true) == "x");
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
    o.cells = 9000;
    o.tried = 4900;
    o.leaks.push_back({tcp_to("2001:db8::1", 443, "fd00::1"), true, "a \"rule\""});
    o.leak_count = 30;
    o.unjudged = {"rule 1"};
    o.surplus = {"element x"};
    o.mutations = 4;
    o.remarks = {"note"};
    const auto back = outcome_in(json_of(o));
    CHECK(back.probes == o.probes);
    CHECK_FALSE(back.complete);
    CHECK(back.cells == 9000);
    CHECK(back.tried == 4900);
    REQUIRE(back.leaks.size() == 1);
    CHECK(text_of(back.leaks[0].sent) == text_of(o.leaks[0].sent));
    CHECK(back.leaks[0].sent.from == o.leaks[0].sent.from);
    CHECK(back.leaks[0].rule == o.leaks[0].rule);
    CHECK(back.leak_count == 30);
    CHECK(back.unjudged == o.unjudged);
    CHECK(back.surplus == o.surplus);
    CHECK(back.remarks == o.remarks);
    CHECK_FALSE(back.holds());
    CHECK_THROWS_AS(outcome_in("{}"), std::runtime_error);
    CHECK_THROWS_AS(outcome_in("no json"), std::runtime_error);
}
