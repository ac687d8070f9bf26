// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "golden.hpp"
#include "windows_policies.hpp"

using Catch::Contains;
using policies::complaint;
using policies::packet;
using policies::replaced;

namespace {

std::string file() { return policies::text("gpo", policies::site()); }

/// A file with one rule of this text.
std::string with_rule(const std::string& rule) {
    return "Windows Registry Editor Version 5.00\r\n\r\n"
           "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\FirewallRules]\r\n\"r\"=\"" +
           rule + "\"\r\n";
}

} // namespace

TEST_CASE("gpo: as it was") { CHECK(file() == golden("rules_windows.reg", file())); }

TEST_CASE("gpo: the undo names every value") {
    const auto text = file();
    for (const auto* name :
        {"egress-iot-hub-tcp", "egress-acr-tcp", "egress-dns-tcp", "egress-dns-udp", "egress-ntp-udp"}) {
        CHECK_THAT(text, Contains(std::string("; \"") + name + "\"=-\r\n"));
        CHECK_THAT(text, Contains(std::string("\r\n\"") + name + "\"=\"v2.10|"));
    }
    CHECK_THAT(text, Contains("DomainProfile]\r\n; \"DefaultOutboundAction\"=-"));
    CHECK_THAT(policies::text("gpo", policies::only_allowing(policies::site())), !Contains("DefaultOutboundAction"));
}

TEST_CASE("gpo: fields as MS-GPFAS has them") {
    struct row {
        std::string rule;
        std::size_t rules;
    };
    for (const auto& r : std::vector<row>{
             {"v2.10|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort=443|RA4=192.168.1.0/255.255.255.0|Name=n|", 1},
             {"v2.31|Action=Allow|Active=TRUE|Dir=Out|Protocol=17|RPort2_10=100-200|RA6=2001:db8::/32|", 1},
             {"v2.10|Action=Block|Active=TRUE|Dir=Out|", 1}, // no protocol: any
             {"v2.10|Action=Allow|Dir=Out|Protocol=6|", 0},  // Active is false where it is not said
             {"v2.10|Action=Allow|Active=FALSE|Dir=Out|Protocol=6|", 0},
             {"v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|", 0}}) {
        INFO(r.rule);
        CHECK(policies::read("gpo", with_rule(r.rule)).rules.size() == r.rules);
    }
    const auto block = policies::read("gpo", with_rule("v2.10|Action=Block|Active=TRUE|Dir=Out|"));
    CHECK_FALSE(decide(block, packet("203.0.113.10", 6, 443)).allow);
}

TEST_CASE("gpo: one line for a rule that Windows would refuse, or that nobody can evaluate here") {
    struct row {
        std::string rule;
        const char* says;
    };
    for (const auto& r : std::vector<row>{{"", "the version is not v2"}, {"v2.10", "the version is not v2"},
             {"v3.0|Dir=Out|", "not v2"}, {"v2.10|Action=Allow", "does not end in |"},
             {"v2.10|Action|", "has no value"}, {"v2.10|Action=|", "has no value"},
             {"v2.10|Action=Allow|Action=Block|Dir=Out|Active=TRUE|", "Action is there twice"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|RPort=443|Protocol=6|", "ahead of its protocol"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|Protocol=6|RA4=2001:db8::1|", "other family"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|Protocol=6|RA6=10.0.0.1|", "other family"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|Protocol=6|RA4=LocalSubnet|", "depend on the machine"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|App=C:\\\\x.exe|", "a quote or a backslash"},
             {"v2.10|Action=Allow|Dir=Out|Active=TRUE|App=x.exe|", "App is not known"},
             {"v2.10|Action=ByPass|Dir=Out|Active=TRUE|", "no action"},
             {"v2.10|Dir=Out|Active=TRUE|", "does not say its action"},
             {"v2.10|Action=Allow|Dir=Out|Active=YEAH|", "no state"}, {"v2.10|x\"=\"y|", "a quote or a backslash"}}) {
        INFO(r.rule);
        CHECK_THAT(complaint("gpo", with_rule(r.rule)), Catch::StartsWith("f:4: ") && Contains(r.says));
    }
}

TEST_CASE("gpo: one line for a file that is not ours") {
    struct row {
        const char* name;
        std::string what, with;
        const char* says;
    };
    for (const auto& r :
        std::vector<row>{{"no signature", "Windows Registry Editor Version 5.00", "REGEDIT4", "does not begin"},
            {"another key", "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall]",
                "[HKEY_LOCAL_MACHINE\\SOFTWARE\\x]", "a key or a value"},
            {"another value", "\"PolicyVersion\"=dword:0000020a", "\"x\"=dword:1", "a key or a value"},
            {"another type", "\"egress-dns-udp\"=\"v2", "\"egress-dns-udp\"=hex:\"v2", "a value is"},
            {"a deletion", "Protocol=17|RPort=53|", "Protocol=17|RPort=53|\"\r\n\"x\"=-\r\n\"y\"=\"v2.10|Dir=Out|",
                "a value is"},
            {"a name twice", "\r\n\"egress-dns-udp\"", "\r\n\"egress-dns-tcp\"", "is there already"},
            {"one profile allows", "dword:00000001", "dword:00000000", "different defaults"},
            {"a strange default", "dword:00000001", "dword:00000002", "a key or a value"},
            {"a default twice", "\"DefaultOutboundAction\"=dword:00000001",
                "\"DefaultOutboundAction\"=dword:00000001\r\n\"DefaultOutboundAction\"=dword:00000001", "twice"},
            {"UTF-16", "Windows", std::string("\xff\xfeW\0", 4) + "indows", "not printable ASCII"}}) {
        INFO(r.name);
        const auto said = complaint("gpo", replaced(file(), r.what, r.with));
        CHECK_THAT(said, Catch::StartsWith("f:") && Contains(r.says));
        CHECK(said.find('\n') == said.npos);
    }
    CHECK_THAT(complaint("gpo", ""), Contains("the file is empty"));
}

TEST_CASE("gpo: seeded faults are found") {
    struct row {
        std::string what, with;
        bool leak;
    };
    for (const auto& r : std::vector<row>{{"RA4=203.0.113.64/27", "RA4=203.0.113.64/26", true},
             {"RA4=203.0.113.10|", "RA4=203.0.113.11|", true}, {"RPort=8883|", "", false}, {"RA4=10.9.0.53|", "", true},
             {"RA6=2001:db8:2::10|", "", false}, {"Protocol=17", "Protocol=6", false}, {"Dir=Out", "Dir=In", false},
             {"Active=TRUE", "Active=FALSE", false}, {"Action=Allow", "Action=Block", false}}) {
        INFO(r.what << " -> " << r.with);
        const auto found =
            prove_by_model(policies::row("gpo"), {{"f", replaced(file(), r.what, r.with)}}, policies::site());
        CHECK((r.leak ? found.leak_count : found.blocked_count) > 0);
    }
}
