// SPDX-License-Identifier: MIT
#include "rules/proof/audit_senders.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace rules;
using namespace rules::proof;

namespace {

std::string asked(const std::vector<audit_sender>& all) {
    std::string out;
    for (const auto& s : all) out += (out.empty() ? "" : "; ") + text_of(s.address) + " for " + s.who;
    return out;
}

std::string named_in(const std::string& listing, hook where) {
    std::string out;
    for (const auto& r : senders_named(chains_in(listing), listing, where))
        out += (out.empty() ? "" : " ") + text_of(r.first) + "-" + text_of(r.last);
    return out;
}

} // namespace

TEST_CASE("an audit's senders are those that the rules of the hook name") {
    const std::string saved = "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT DROP [0:0]\n:MINE - [0:0]\n"
                              "-A INPUT -d 192.0.2.9/32 -s 203.0.113.0/24 -j ACCEPT\n"
                              "-A FORWARD -s 10.1.0.0/24 -j ACCEPT\n"
                              "-A OUTPUT ! -s 192.168.1.0/24 -d 203.0.113.10/32 -j REJECT\n"
                              "-A MINE -m iprange --src-range 10.2.0.1-10.2.0.9 -j ACCEPT\n"
                              "-A OUTPUT -m set --match-set own src -m set --match-set far dst -j ACCEPT\nCOMMIT\n"
                              "create own hash:net\nadd own 10.3.0.0/30\nadd far 1.1.1.1\n";
    CHECK(named_in(saved, hook::host) ==
          "10.2.0.1-10.2.0.9 10.3.0.0-10.3.0.3 192.0.2.9-192.0.2.9 192.168.1.0-192.168.1.255");
    CHECK(named_in(saved, hook::gateway) == "10.1.0.0-10.1.0.255 10.2.0.1-10.2.0.9");
    const std::string nft =
        "table inet x {\n\tset own {\n\t\ttype ipv4_addr\n\t\telements = { 10.4.0.1, 10.5.0.0/24,\n\t\t\t     "
        "10.6.0.1-10.6.0.4 }\n\t}\n\n"
        "\tset other {\n\t\telements = { 10.7.0.1 }\n\t}\n\n"
        "\tchain o {\n\t\ttype filter hook output priority 0; policy drop;\n\t\tip saddr @own accept\n"
        "\t\tip saddr { 10.8.0.1, 10.9.0.0/30 } tcp dport 443 accept\n\t\tip6 saddr != fd00::/64 drop\n"
        "\t\tip daddr @other accept\n\t\tip saddr vmap { 10.10.0.1 : accept, 10.10.0.2 : drop }\n\t}\n}\n";
    CHECK(named_in(nft, hook::host) ==
          "10.4.0.1-10.4.0.1 10.5.0.0-10.5.0.255 10.6.0.1-10.6.0.4 10.8.0.1-10.8.0.1 10.9.0.0-10.9.0.3 "
          "10.10.0.1-10.10.0.1 10.10.0.2-10.10.0.2 fd00::-fd00::ffff:ffff:ffff:ffff");
    CHECK(named_in(nft, hook::gateway).empty());
}

TEST_CASE("an audit asks one sender for each that the rules treat alike") {
    const auto block = [](const char* text) {
        std::string fault;
        return range_of(*read_prefix(text, fault));
    };
    const std::vector<ip_address> otherwise{
        *read_address("192.0.0.8"), *read_address("100::8"), *read_address("198.19.0.1")};
    CHECK(asked(senders_to_ask({}, {}, otherwise, {})) ==
          "192.0.0.8 for any other IPv4 address; 100::8 for any other IPv6 address");
    CHECK(asked(senders_to_ask({block("192.168.1.0/24"), block("192.168.1.50/32")}, {}, otherwise, {})) ==
          "192.168.1.1 for 192.168.1.0-192.168.1.49; 192.168.1.50 for 192.168.1.50/32; 192.168.1.52 for "
          "192.168.1.51-192.168.1.255; 192.0.0.8 for any other IPv4 address; 100::8 for any other IPv6 address");
    // Loopback, multicast and link-local addresses send nothing; a block that holds all leaves no other.
    CHECK(asked(senders_to_ask({block("127.0.0.0/8"), block("224.0.0.0/4"), block("fe80::/10")}, {}, otherwise, {})) ==
          "192.0.0.8 for any other IPv4 address; 100::8 for any other IPv6 address");
    CHECK(asked(senders_to_ask({block("0.0.0.0/0")}, {}, otherwise, {})) ==
          "192.0.0.8 for 0.0.0.0/0; 100::8 for any other IPv6 address");
    CHECK(asked(senders_to_ask({block("192.0.0.0/24")}, {}, otherwise, {})).find("198.19.0.1 for any other") !=
          std::string::npos);
    // Where packets go to is no sender.
    const auto places = set_of(std::vector<ip_range>{block("203.0.113.10/32")});
    CHECK(asked(senders_to_ask({block("203.0.113.10/32")}, {}, otherwise, places)).find("203.0.113") ==
          std::string::npos);
    // Of devices the ends and the middle, and what the rules cut them into.
    const auto devices = set_of(std::vector<ip_range>{block("10.1.0.0/24")});
    CHECK(asked(senders_to_ask({}, devices, otherwise, {})) ==
          "10.1.0.0 for 10.1.0.0/32; 10.1.0.127 for 10.1.0.127/32; 10.1.0.255 for 10.1.0.255/32");
    const auto cut = asked(senders_to_ask({block("10.1.0.7/32"), block("10.0.0.0/8")}, devices, otherwise, {}));
    for (const auto* one : {"10.1.0.0/32", "10.1.0.6/32", "10.1.0.7/32", "10.1.0.8/32", "10.1.0.255/32"})
        CHECK(cut.find(one) != std::string::npos);
    const auto one_address = set_of(std::vector<ip_range>{block("10.1.0.5/32")});
    CHECK(senders_to_ask({block("10.0.0.0/8")}, one_address, otherwise, {}).size() == 1);
}
