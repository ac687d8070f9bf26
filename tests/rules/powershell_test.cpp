// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "golden.hpp"
#include "windows_policies.hpp"

using Catch::Contains;
using policies::complaint;
using policies::packet;
using policies::replaced;

namespace {

std::string script() { return policies::text("powershell", policies::site()); }

} // namespace

TEST_CASE("powershell: as it was") { CHECK(script() == golden("rules_windows.ps1", script())); }

TEST_CASE("powershell: by name where there is a wildcard or no address") {
    const auto& row = policies::row("powershell");
    const auto of = policies::site();
    std::vector<rules::carried> how;
    for (const auto& f : of.flows) how.push_back(row.carries(of, f));
    using rules::carried;
    CHECK(how == std::vector{carried::by_address, carried::by_name, carried::by_address, carried::by_address,
                     carried::by_name});
    const auto read = policies::read("powershell", script());
    CHECK(decide(read, packet("198.51.100.9", 6, 443, "contoso.azurecr.io")).allow);
    CHECK_FALSE(decide(read, packet("198.51.100.9", 6, 443, "azurecr.io")).allow);
    CHECK_FALSE(decide(read, packet("198.51.100.9", 6, 443, "fakeazurecr.io")).allow);
    CHECK_FALSE(decide(read, packet("198.51.100.9", 6, 8883, "contoso.azurecr.io")).allow);
    CHECK(decide(read, packet("198.51.100.9", 6, 443, "contoso.blob.core.windows.net")).allow);
}

TEST_CASE("powershell: conditions are named where there are names, and only there") {
    CHECK_THAT(script(), Contains("Network Protection in block or audit mode"));
    auto of = policies::by_address();
    of.flows.erase(of.flows.begin() + 1);
    const auto plain = policies::text("powershell", of);
    CHECK_THAT(plain, !Contains("Network Protection") && Contains("$Keywords = @(\r\n)\r\n"));
}

TEST_CASE("powershell: the same GUID for the same name, of version 8") {
    const auto text = script();
    const auto at = text.find("@{ Id = '{");
    REQUIRE(at != text.npos);
    const auto guid = text.substr(at + 9, 38);
    CHECK(guid[15] == '8');
    CHECK(std::string("89ab").find(guid[20]) != std::string::npos);
    CHECK(text.find(guid, at + 40) != text.npos); // the rule's
    CHECK(text.find("Keyword = '*.azurecr.io'") != text.npos);
}

TEST_CASE("powershell: a list of checks for the site") {
    CHECK_THAT(script(), Contains("# Test-NetConnection -ComputerName 'contoso.azure-devices.net' -Port 8883\r\n") &&
                             Contains("# Test-NetConnection -ComputerName 'NAME.azurecr.io' -Port 443\r\n") &&
                             Contains("# Test-NetConnection -ComputerName 'mcr.microsoft.com' -Port 443\r\n") &&
                             Contains("# Resolve-DnsName -Name mcr.microsoft.com -Server 10.9.0.53\r\n") &&
                             Contains("# w32tm /stripchart /computer:pool.ntp.org /samples:1\r\n"));
}

TEST_CASE("powershell: the default is set last, and only with default-deny") {
    const auto text = script();
    const auto block = text.find("Set-NetFirewallProfile -All -DefaultOutboundAction Block");
    CHECK(block != text.npos);
    CHECK(text.find("New-NetFirewallRule @R") < block);
    CHECK_THAT(policies::text("powershell", policies::only_allowing(policies::site())),
        !Contains("DefaultOutboundAction Block"));
}

TEST_CASE("powershell: every line but plain values has to be as it is") {
    struct row {
        const char* name;
        std::string what, with;
        const char* says;
    };
    for (const auto& r :
        std::vector<row>{{"double quotes", "Name = 'egress-iot-hub-tcp'", "Name = \"x\"", "\"'\" belongs here"},
            {"sub-expression", "Action = 'Allow'", "Action = $(Get-Date)", "\"'\" belongs here"},
            {"a script block", "Action = 'Allow'", "Action = { 1 }", "\"'\" belongs here"},
            {"a variable", "Protocol = 'TCP'", "Protocol = $x", "\"'\" belongs here"},
            {"an expression", "'443', '5671'", "'443' + '5671'", "\")\" belongs here"},
            {"not in quotes", "@('443'", "@(443", "\"'\" belongs here"},
            {"a cmdlet", "$Rules = @(\r\n", "$Rules = @(\r\n    Get-Date\r\n", "\"@{\" belongs here"},
            {"a second command", "' }\r\n)", "' }; Get-Date\r\n)", "begins its own line"},
            {"one more line", "foreach ($R in", "Get-Date\r\nforeach ($R in", "belongs here"},
            {"a line less", "    New-NetFirewallDynamicKeywordAddress @K -AutoResolve $true | Out-Null\r\n", "",
                "belongs here"},
            {"behind the end", "# Afterwards", "Get-Date\r\n# Afterwards", "does not have"},
            {"another group", "$Group = 'Egress", "$Group = 'Other", "belongs here"},
            {"an injected assignment", "param(", "$Rules = 1\r\nparam(", "belongs here"},
            {"curly quotes", "Name = 'egress",
                "Name = \xe2\x80\x98"
                "egress",
                "not printable ASCII"},
            {"a tab", "Direction =", "\tDirection =", "not printable ASCII"},
            {"a comment over lines", "# Afterwards", "<# x #>\r\n# Afterwards", "does not have"},
            {"a module required", "#Requires -Run", "#Requires -Modules Evil\r\n#Requires -Run", "administrators"},
            {"an unknown key", "Direction =", "Program = 'x'; Direction =", "the key Program is not known"},
            {"a key twice", "Direction =", "Name = 'x'; Direction =", "there twice"},
            {"no action", "Action = 'Allow'; ", "", "the key Action is missing"},
            {"a list for a text", "Protocol = 'TCP'", "Protocol = @('TCP')", "Protocol is one text"},
            {"a text for a list", "RemotePort = @('53')", "RemotePort = '53'", "RemotePort is a list"},
            {"a quote not closed", "Protocol = 'TCP'", "Protocol = 'TCP", "belongs here"},
            {"a list not closed", "'5671', '8883')", "'5671', '8883'", "\")\" belongs here"},
            {"an unknown keyword", "RemoteDynamicKeywordAddresses = @('{", "RemoteDynamicKeywordAddresses = @('{0",
                "not there"},
            {"two rules of a name", "Name = 'egress-dns-udp'", "Name = 'egress-dns-tcp'", "two rules of one Name"},
            {"cut off", "if ($Undo) {", "", "belongs here"},
            {"a bad address", "'10.9.0.53'", "'10.9.0'", "3 numbers of four"}}) {
        INFO(r.name);
        const auto said = complaint("powershell", replaced(script(), r.what, r.with));
        CHECK_THAT(said, Catch::StartsWith("f:") && Contains(r.says));
        CHECK(said.find('\n') == said.npos);
    }
    CHECK_THAT(complaint("powershell", ""), Contains("belongs here"));
    CHECK_THROWS_WITH(policies::row("powershell").read({}), Contains("one file belongs here, not 0"));
}

TEST_CASE("powershell: comments, blank lines and bare line feeds change nothing") {
    auto text = script();
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    text = replaced(text, "foreach ($R in", "\n    # x\n\nforeach ($R in");
    CHECK(complaint("powershell", text).empty());
    CHECK(policies::read("powershell", text).rules.size() == policies::read("powershell", script()).rules.size());
}

TEST_CASE("powershell: '' in a text is one quote") {
    const auto read = policies::read("powershell", replaced(script(), "Name = 'egress-dns-udp'", "Name = 'it''s'"));
    CHECK(read.rules.at(3).label == "it's");
}

TEST_CASE("powershell: a rule that blocks everything stops everything, as in the tools that emit one") {
    const auto text = replaced(script(), "$Rules = @(\r\n",
        "$Rules = @(\r\n    @{ Name = 'rest'; DisplayName = 'd'; Description = 'd'; Direction = 'Outbound'; Action = "
        "'Block';\r\n"
        "        Protocol = 'Any' }\r\n");
    const auto found = prove_by_model(policies::row("powershell"), {{"f", text}}, policies::site());
    CHECK(found.blocked_count == found.required);
    REQUIRE_FALSE(found.blocked.empty());
    CHECK(found.blocked[0].rule == "rest");
}

TEST_CASE("powershell: seeded faults are found") {
    struct row {
        std::string what, with;
        bool leak;
    };
    for (const auto& r :
        std::vector<row>{{"'203.0.113.64/27'", "'203.0.113.64/26'", true},
            {"'203.0.113.64/27'", "'203.0.113.64/28'", false}, {"'203.0.113.10'", "'203.0.113.11'", true},
            {"'443', '5671', '8883'", "'443-8883'", true}, {", '8883'", "", false}, {"'*.azurecr.io'", "'*.io'", true},
            {"mcr.microsoft.com' }", "mcr2.microsoft.com' }", true},
            {"Protocol = 'UDP'; RemotePort = @('123')", "Protocol = 'TCP'; RemotePort = @('123')", true},
            {"Direction = 'Outbound'", "Direction = 'Inbound'", false}, {"'2001:db8:2::10'", "'2001:db8:2::/64'", true},
            {"Action = 'Allow'; Protocol = 'UDP'; RemotePort = @('53')",
                "Action = 'Block'; Protocol = 'UDP'; RemotePort = @('53')", false}}) {
        INFO(r.what << " -> " << r.with);
        const auto found =
            prove_by_model(policies::row("powershell"), {{"f", replaced(script(), r.what, r.with)}}, policies::site());
        CHECK((r.leak ? found.leak_count : found.blocked_count) > 0);
    }
}
