// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cloud_policies.hpp"
#include "rules/policy/embedded.hpp"

using namespace cloud_policies;

namespace {

const std::vector<std::string> languages{"azure-firewall-arm", "azure-firewall-bicep", "azure-firewall-terraform"};

} // namespace

TEST_CASE("Azure Firewall: what is written is what the policy wants") {
    for (const auto& name : languages)
        for (auto of : {site(), gateway()})
            for (const auto stance : {rules::stance::default_deny, rules::stance::allow_only}) {
                of.stance = stance;
                const auto out = proved(format_called(name), of);
                const auto inside = rules::policy_in(out.files.front().text, "x");
                REQUIRE(inside);
                CHECK(inside->flows.size() == of.flows.size());
                CHECK(inside->devices == of.devices);
                const auto& text = out.files.front().text;
                CHECK((text.find("nable") != text.npos) == (stance == rules::stance::default_deny)); // DNS proxy
            }
}

TEST_CASE("Azure Firewall: golden files") {
    for (const auto& name : languages) check_golden(format_called(name), site());
}

TEST_CASE("Azure Firewall: a wildcard on other ports goes by address or tag, and without them not at all") {
    auto of = site();
    of.flows[0].names = {"*.azure-devices.net"};
    const auto& in = format_called("azure-firewall-arm");
    const auto by_address = proved(in, of);
    CHECK(by_address.files.front().text.find("203.0.113.10/32") != std::string::npos);
    CHECK(by_address.files.front().text.find("\"*.azure-devices.net\"") == std::string::npos);
    of.flows[0].how = rules::rung::tag;
    of.flows[0].tags = {"AzureIoTHub.WestEurope"};
    CHECK(proved(in, of).files.front().text.find("\"AzureIoTHub.WestEurope\"") != std::string::npos);
    for (const auto& name : languages) {
        of.flows[0].tags = {"AzureIoTHub.WestEurope", "EventHub.WestEurope"};
        auto files = proved(format_called(name), of).files;
        const auto quote = name == "azure-firewall-bicep" ? "'" : "\"";
        for (const auto& [from, to] :
            {std::pair{"EventHub.WestEurope", "Internet"}, std::pair{"EventHub.WestEurope", "AzureIoTHub.WestEurope"},
                std::pair{"EventHub.WestEurope", "0.0.0.0/0"}}) {
            auto changed = files;
            changed.front().text = replaced(
                files.front().text, fmt::format("{}{}{}", quote, from, quote), fmt::format("{}{}{}", quote, to, quote));
            INFO(name << ": " << to);
            CHECK(judged(format_called(name), of, changed).starts_with("refused"));
        }
    }
    of.flows[0].tags = {"AzureCloud.WestEurope"}; // other customers' machines: never
    CHECK(proved(in, of).files.front().text.find("\"AzureCloud") == std::string::npos);
    of.flows[0].addresses = {};
    const auto without = proved(in, of);
    REQUIRE(!without.cannot.empty());
    CHECK(without.cannot.front().find("flow iot-hub is missing") == 0);
    CHECK(without.files.front().text.find("CANNOT: flow iot-hub is missing") != std::string::npos);
}

TEST_CASE("Azure Firewall: addresses outside the tags are in a rule of their own") {
    auto of = site();
    of.flows[0].names = {"*.azure-devices.net"};
    of.flows[0].how = rules::rung::tag;
    of.flows[0].addresses = addresses({"203.0.113.10/32", "192.0.2.77/32", "2001:db8::10/128"});
    of.flows[0].tags = {"AzureIoTHub.WestEurope", "192.0.2.77/32", "2001:db8::10/128"};
    for (const auto& name : languages) {
        const auto out = proved(format_called(name), of);
        const auto& text = out.files.front().text;
        CHECK(text.find("iot-hub.outside") != text.npos);
        const std::string quote = name == "azure-firewall-bicep" ? "'" : "\"";
        auto files = out.files;
        files.front().text = replaced(text, quote + "192.0.2.77/32" + quote, quote + "192.0.2.76/31" + quote);
        CHECK(judged(format_called(name), of, files) == "leak");
        const auto found = rules::prove_by_model(format_called(name), out.files, of);
        CHECK(found.remarks.back().find("rests on the service tags being the ranges known at export: "
                                        "AzureIoTHub.WestEurope") != std::string::npos);
    }
}

TEST_CASE("Azure Firewall: IPv6 is left out, and said to be") {
    auto of = site();
    of.flows[4].addresses = addresses({"10.0.0.53/32", "2001:db8::53/128"});
    const auto out = proved(format_called("azure-firewall-arm"), of);
    CHECK(out.cannot ==
          std::vector<std::string>{"flow dns: its IPv6 addresses are left out, Azure Firewall has IPv4 only"});
    of.hook = rules::hook::gateway;
    of.devices = addresses({"2001:db8:9::/64"});
    CHECK_THROWS_WITH(
        rules::write_rules(format_called("azure-firewall-arm"), of), Catch::Contains("IPv6 addresses only"));
}

TEST_CASE("Azure Firewall: TCP and UDP by name on one port") {
    auto of = site();
    of.flows[3].over = {rules::transport::tcp, rules::transport::udp};
    for (const auto& name : languages) proved(format_called(name), of);
    of.flows[3].ports = {8443};
    for (const auto& name : languages) proved(format_called(name), of);
}

TEST_CASE("Azure Firewall: changed files are found or refused") {
    check_changes(format_called("azure-firewall-arm"), site(),
        {{"\"10.0.0.53/32\"\n", "\"10.0.0.52/31\"\n", "leak"}, {"\"8883\"", "\"8884\"", "leak"},
            {"\"mcr.microsoft.com\"\n              ", "\"*.microsoft.com\"\n              ", "leak"},
            {"\"UDP\"", "\"TCP\"", "blocked"}, {"\"Allow\"", "\"Deny\"", "refused"},
            {"\"enableProxy\": true", "\"enableProxy\": false", "refused"},
            {"\"10.0.0.53/32\"\n", "\"AzureCloud\"\n", "refused: rule dns"},
            {"\"10.0.0.53/32\"\n", "\"*\"\n", "refused"}, {"\"port\": 443", "\"port\": 443.5", "refused"},
            {"\"port\": 443", "\"port\": 444", "leak"}, {"\"NetworkRule\"", "\"NatRule\"", "refused"},
            {"\"*\"\n", "\"10.1.0.0/16\"\n", "blocked"}, {"\"description\"", "\"terminate\"", "refused"},
            {"[parameters('location')]", "[reference('location')]", "refused"},
            {"\"contoso.azure-devices.net\"\n", "\"*.azure-devices.net\"\n", "refused"},
            {"\"name\": \"iot-hub\"", "\"name\": \"x\", \"name\": \"iot-hub\"", "refused"}});
    check_changes(format_called("azure-firewall-bicep"), site(),
        {{"'8883'", "'8884'", "leak"}, {"'Allow'", "'Deny'", "refused"},
            {"enableProxy: true", "enableProxy: false", "refused"}, {"parent: policy", "parent: other", "refused"},
            {"'10.0.0.53/32'", "'10.0.0.0/8'", "leak"}, {"'10.0.0.53/32'", "'${x}'", "refused"},
            {"'10.0.0.53/32'", "x(1)", "refused"}, {"\nresource rules", "\nvar x = 1\nresource rules", "refused"},
            {"'why dns'", "'why dns' // x", "refused"}, {"'why dns'", "'''why dns'''", "refused"}});
    check_changes(format_called("azure-firewall-terraform"), site(),
        {{"\"8883\"", "\"8884\"", "leak"}, {"\"Allow\"", "\"Deny\"", "refused"},
            {"\"10.0.0.53/32\"\n", "\"${var.x}\"\n", "refused"},
            {"\"proxy_enabled\": true", "\"proxy_enabled\": false", "refused"},
            {"\"variable\": {", "\"provider\": {}, \"variable\": {", "refused"},
            {"\"port\": 443", "\"port\": 65000", "refused"},
            {"azurerm_firewall_policy.egress.id", "azurerm_firewall_policy.other.id", "refused"}});
}

TEST_CASE("Azure Firewall: what is no such file is refused in one line") {
    for (const auto& name : languages)
        for (const auto* text :
            {"", "{", "[]", "{}", "null", "resource", "{\"resources\":[]}", "'", "\xff", "// x\n"}) {
            const auto judgement = judged(format_called(name), site(), {{"x", text}});
            CHECK(judgement.starts_with("refused: "));
            CHECK(judgement.find('\n') == std::string::npos);
        }
    CHECK(judged(format_called("azure-firewall-arm"), site(), {}).starts_with("refused: 0 files"));
}
