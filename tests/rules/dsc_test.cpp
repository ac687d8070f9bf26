// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include <nlohmann/json.hpp>

#include "golden.hpp"
#include "windows_policies.hpp"

using Catch::Contains;
using policies::complaint;
using json = nlohmann::ordered_json;

namespace {

std::string document() { return policies::text("dsc", policies::site()); }

std::string changed(const std::function<void(json&)>& change) {
    auto out = json::parse(document());
    change(out);
    return out.dump();
}

json& rule(json& document, std::size_t index) { return document["resources"][0]["properties"]["rules"][index]; }

} // namespace

TEST_CASE("dsc: as it was") { CHECK(document() == golden("rules_windows.dsc.json", document())); }

TEST_CASE("dsc: the rules come before the default, which only default-deny sets") {
    const auto deny = json::parse(document());
    REQUIRE(deny["resources"].size() == 4);
    CHECK(deny["resources"][0]["type"] == "Microsoft.Windows/FirewallRuleList");
    for (std::size_t i = 1; i < 4; ++i)
        CHECK(deny["resources"][i]["dependsOn"][0] ==
              "[resourceId('Microsoft.Windows/FirewallRuleList','egress-rules')]");
    const auto allow = json::parse(policies::text("dsc", policies::only_allowing(policies::site())));
    CHECK(allow["resources"].size() == 1);
    CHECK_FALSE(allow["resources"][0]["properties"].contains("unspecifiedRulesAction")); // never others' rules
}

TEST_CASE("dsc: no text is an expression") {
    // DSC evaluates texts that begin with "[".
    const std::function<void(const json&)> look = [&](const json& value) {
        if (value.is_string() && value != "[resourceId('Microsoft.Windows/FirewallRuleList','egress-rules')]")
            CHECK(value.get<std::string>().find('[') == std::string::npos);
        if (value.is_structured())
            for (const auto& each : value) look(each);
    };
    look(json::parse(document()));
}

TEST_CASE("dsc: one line with the place for every damage") {
    struct row {
        const char* name;
        std::function<void(json&)> change;
        const char* says;
    };
    for (const auto& r :
        std::vector<row>{{"another schema", [](json& d) { d["$schema"] = "x"; }, "/$schema: no configuration document"},
            {"an unknown key", [](json& d) { d["parameters"] = 1; }, "the key \"parameters\" is not known"},
            {"another resource",
                [](json& d) { d["resources"][0]["type"] = "Microsoft.DSC.Transitional/RunCommandOnSet"; },
                "/resources/0/type: not a resource of this file"},
            {"other rules removed",
                [](json& d) { d["resources"][0]["properties"]["unspecifiedRulesAction"] = "remove"; }, "is not known"},
            {"no action", [](json& d) { rule(d, 0).erase("action"); }, "/rules/0: the key \"action\" is missing"},
            {"a program", [](json& d) { rule(d, 0)["applicationName"] = "x"; }, "is not known"},
            {"enabled as text", [](json& d) { rule(d, 1)["enabled"] = "yes"; }, "/rules/1/enabled: true or false"},
            {"a protocol too high", [](json& d) { rule(d, 0)["protocol"] = 257; }, "an integer from 0 to 256"},
            {"a huge protocol", [](json& d) { rule(d, 0)["protocol"] = 18446744073709551615u; },
                "an integer from 0 to 256"},
            {"a negative protocol", [](json& d) { rule(d, 0)["protocol"] = -1; }, "an integer from 0 to 256"},
            {"ports as a number", [](json& d) { rule(d, 0)["remotePorts"] = 443; },
                "/remotePorts: a text belongs here"},
            {"a bad port", [](json& d) { rule(d, 0)["remotePorts"] = "443,"; }, "no port"},
            {"a bad address", [](json& d) { rule(d, 0)["remoteAddresses"] = "1.2.3"; }, "3 numbers of four"},
            {"one profile", [](json& d) { rule(d, 0)["profiles"] = json::array({"Domain"}); }, "only \"All\""},
            {"a name twice", [](json& d) { rule(d, 1)["name"] = rule(d, 0)["name"]; }, "two rules have this name"},
            {"a profile missing", [](json& d) { d["resources"].erase(3); }, "different defaults"},
            {"a profile twice", [](json& d) { d["resources"][3] = d["resources"][2]; }, "the same profile twice"},
            {"another path", [](json& d) { d["resources"][1]["properties"]["keyPath"] = "HKLM\\SOFTWARE\\x"; },
                "no profile"},
            {"another value", [](json& d) { d["resources"][1]["properties"]["valueName"] = "EnableFirewall"; },
                "only the default"},
            {"allowed by default", [](json& d) { d["resources"][1]["properties"]["valueData"]["DWord"] = 0; },
                "only the default"},
            {"no order", [](json& d) { d["resources"][1]["dependsOn"] = json::array(); },
                "the rules have to come first"},
            {"resources no list", [](json& d) { d["resources"] = 1; }, "/resources: a list belongs here"}}) {
        INFO(r.name);
        const auto said = complaint("dsc", changed(r.change));
        CHECK_THAT(said, Catch::StartsWith("f: ") && Contains(r.says));
        CHECK(said.find('\n') == said.npos);
    }
    CHECK_THAT(complaint("dsc", "{"), Contains("f: byte 2: not JSON"));
    CHECK_THAT(complaint("dsc", R"({"$schema": 1, "$schema": 2})"), Contains("there twice"));
}

TEST_CASE("dsc: a block of everything, and seeded faults, are found") {
    struct row {
        std::function<void(json&)> change;
        bool leak;
    };
    for (const auto& r : std::vector<row>{{[](json& d) { rule(d, 0)["remoteAddresses"] = "203.0.113.10"; }, false},
             {[](json& d) { rule(d, 0)["remoteAddresses"] = "*"; }, true},
             {[](json& d) { rule(d, 0).erase("remotePorts"); }, true},
             {[](json& d) { rule(d, 0)["protocol"] = 17; }, true},
             {[](json& d) { rule(d, 2)["enabled"] = false; }, false},
             {[](json& d) { rule(d, 2)["direction"] = "Inbound"; }, false},
             {[](json& d) {
                  auto& all = d["resources"][0]["properties"]["rules"];
                  all.push_back({{"name", "rest"}, {"direction", "Outbound"}, {"action", "Block"}, {"enabled", true}});
              },
                 false}}) {
        const auto found = prove_by_model(policies::row("dsc"), {{"f", changed(r.change)}}, policies::site());
        CHECK((r.leak ? found.leak_count : found.blocked_count) > 0);
    }
}
