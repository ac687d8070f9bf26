// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "golden.hpp"
#include "rules/export/change_request.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/policy/policy_json.hpp"
#include "windows_policies.hpp"

using Catch::Contains;

namespace {

/// Rows and cells of a CSV (RFC 4180).
std::vector<std::vector<std::string>> cells(const std::string& text) {
    std::vector<std::vector<std::string>> out{{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            out.back().back() += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            out.back().emplace_back();
        else if (!quoted && c == '\r' && text.at(i + 1) == '\n')
            out.push_back({""}), ++i;
        else
            out.back().back() += c;
    }
    out.pop_back();
    return out;
}

rules::policy with_text(const std::string& text) {
    auto out = policies::site();
    out.owner = out.reason = rules::checked_text("--owner", text); // as the option makes it
    out.flows[0].why = out.flows[0].source = text;
    out.flows[0].evidence = {text};
    out.remarks = {text};
    return out;
}

} // namespace

TEST_CASE("change request: documents as they were") {
    const auto of = policies::site();
    const auto markdown = policies::text("change-markdown", of), csv = policies::text("change-csv", of);
    CHECK(markdown == golden("change_request.md", markdown));
    CHECK(csv == golden("change_request.csv", csv));
    CHECK(policies::text("change-json", of) == rules::write_policy_json(of));
}

TEST_CASE("change request: the same policy id in all of them, and every flow") {
    for (const auto& name : {"change-markdown", "change-csv", "change-json"}) {
        INFO(name);
        const auto out = rules::write_rules(policies::row(name), policies::site());
        CHECK(out.cannot.empty());
        CHECK_THAT(out.files.at(0).text, Contains("0123456789ab"));
        for (const auto& f : policies::site().flows) {
            CHECK_THAT(out.files.at(0).text, Contains(f.id));
            for (const auto& n : f.names) CHECK_THAT(out.files.at(0).text, Contains(n));
        }
        CHECK(policies::row(name).read == nullptr);
        CHECK(policies::row(name).proof == rules::proof_kind::none);
    }
}

TEST_CASE("change request: of a gateway, and rules that only add") {
    auto of = policies::only_allowing(policies::site());
    of.hook = rules::hook::gateway;
    of.devices = policies::addresses({"10.8.0.0/16"});
    of.in_interface = "br0";
    const auto markdown = policies::text("change-markdown", of);
    CHECK_THAT(markdown, Contains("allow-only") && Contains("outbound, through the gateway in by br0") &&
                             Contains("| Source | 10.8.0.0/16 |"));
    of.devices = {};
    CHECK(rules::source_of(of) == "any device behind the gateway");
}

TEST_CASE("change request: a policy is inside the Markdown") {
    const auto inside = rules::policy_in(policies::text("change-markdown", policies::site()), "m");
    REQUIRE(inside);
    CHECK(inside->flows.size() == 5);
}

TEST_CASE("change-csv: every row has every cell, one row for each transport") {
    const auto table = cells(policies::text("change-csv", policies::site()));
    REQUIRE(table.size() == 8); // titles, six flows and transports, a note
    for (const auto& row : table) CHECK(row.size() == 21);
    CHECK(table[3][0] == "dns");
    CHECK(table[3][8] == "tcp");
    CHECK(table[4][8] == "udp");
    CHECK(table[4][20] == "dig @10.9.0.53 mcr.microsoft.com");
    CHECK(table[2][18] == "yes");
    CHECK_THAT(table[2][19], Contains("REGISTRY.azurecr.io"));
    CHECK(table[7][0] == "note");
}

TEST_CASE("change-csv: no cell is a formula") {
    for (const auto& text : {"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1,2)", "-2+3,4", " =1", "a,b"}) {
        INFO(text);
        for (const auto& row : cells(policies::text("change-csv", with_text(text))))
            for (const auto& cell : row)
                CHECK((cell.empty() || std::string("=+-@\t\r").find(cell[0]) == std::string::npos));
    }
    const auto table = cells(policies::text("change-csv", with_text("=1,2")));
    CHECK(table[1][14] == "'=1,2");
}

TEST_CASE("change-csv: what no cell holds is said") {
    auto of = policies::site();
    std::vector<rules::ip_range> many;
    for (std::uint32_t i = 0; i < 4000; ++i) {
        const rules::ip_address a{rules::ip_family::v4, 0x0b000000u + 2 * i};
        many.push_back({a, a});
    }
    of.flows[0].addresses = rules::set_of(many);
    const auto out = rules::write_rules(policies::row("change-csv"), of);
    REQUIRE(out.cannot.size() == 1);
    CHECK(out.cannot[0] == "flow iot-hub: 4000 blocks, too many for a cell: see change-json");
    CHECK(cells(out.files[0].text)[1][5] == "4000 blocks, too many for a cell: see change-json");
}

TEST_CASE("change-markdown: what would be markup is text") {
    struct row {
        const char *text, *in_markdown;
    };
    for (const auto& r : std::vector<row>{{"_a_", "\\_a\\_"}, {"- x", "\\- x"}, {"+ x", "\\+ x"}, {"=== x", "\\=== x"},
             {"a (b)", "a (b)"}, {"1.2", "1.2"}}) {
        INFO(r.text);
        CHECK_THAT(policies::text("change-markdown", with_text(r.text)),
            Contains(std::string("- Why: ") + r.in_markdown + "\n") &&
                Contains(std::string("| Owner | ") + r.in_markdown + " |\n"));
    }
    // A wildcard keeps its asterisk: in a code span, or escaped.
    const auto text = policies::text("change-markdown", policies::site());
    for (auto at = text.find('*'); at != text.npos && at < text.find("<!--"); at = text.find('*', at + 1))
        CHECK((text[at - 1] == '`' || text[at - 1] == '\\'));
}

TEST_CASE("change request: the price of addresses") {
    const auto of = policies::site();
    CHECK(rules::price_of(of.flows[0]) == "33 IPv4, 1 IPv6 addresses");
    CHECK(rules::price_of(of.flows[1]) == "128 IPv4, 1.84467e+19 IPv6 addresses");
    CHECK(rules::price_of(of.flows[4]) == "no addresses are known: only by name");
}

TEST_CASE("change request: what is narrower than a wildcard") {
    struct row {
        const char *name, *says;
    };
    for (const auto& r : std::vector<row>{{"*.azurecr.io", "REGISTRY.REGION.data.azurecr.io"},
             {"*.data.azurecr.io", "REGISTRY.REGION.data.azurecr.io"},
             {"*.blob.core.windows.net", "dedicated data endpoints"},
             {"*.data.mcr.microsoft.com", "no narrower name is promised"},
             {"*.azure-devices.net", "HUB.azure-devices.net"}, {"*.device.azure-devices.net", "HUB.azure-devices.net"},
             {"*.example", "where they are known"}, {"*.fakeazurecr.io", "where they are known"}}) {
        rules::flow f;
        f.names = {r.name};
        REQUIRE(rules::narrower_than(f).size() == 1);
        CHECK_THAT(rules::narrower_than(f)[0], Catch::StartsWith(std::string(r.name) + ": ") && Contains(r.says));
    }
    CHECK(rules::narrower_than(policies::site().flows[0]).empty());
}

TEST_CASE("change request: how to test each flow") {
    const auto of = policies::site();
    CHECK(rules::test_commands(of.flows[0]) == std::vector<std::string>{"nc -vz -w 5 contoso.azure-devices.net 443",
                                                   "nc -vz -w 5 contoso.azure-devices.net 5671",
                                                   "nc -vz -w 5 contoso.azure-devices.net 8883"});
    CHECK(rules::test_commands(of.flows[1]) == std::vector<std::string>{"nc -vz -w 5 mcr.microsoft.com 443"});
    CHECK(rules::test_commands(of.flows[3]) == std::vector<std::string>{"ntpdate -q pool.ntp.org"});
    auto wildcard = of.flows[1];
    wildcard.names = {"*.azurecr.io"};
    CHECK(rules::test_commands(wildcard)[0] == "nc -vz -w 5 NAME.azurecr.io 443");
}
