// SPDX-License-Identifier: MIT
#include "rules/lint/write_lint.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

rules::lint_result sample() {
    rules::lint_result all;
    all.findings = {
        {"upstream-protocol-lost", rules::severity::error, {"my files/deployment.json", 18},
            "edgeAgent has <no> \"UpstreamProtocol\" & so on\x1b[2J", "add it", "a checklist"},
        {"host-storage-unset", rules::severity::warning, {"my files/deployment.json", 18}, "gone", "bind it",
            "a checklist"},
        {"image-tag-rolling", rules::severity::note, {"/etc/aziot/config.toml", 0}, "moves", "write it whole",
            "a checklist"},
    };
    all.looked_at = {"/etc/aziot/config.toml", "my files/deployment.json"};
    all.registries = {"mcr.microsoft.com"};
    return all;
}

} // namespace

TEST_CASE("lint JSON: the schema's keys, null for a whole file, safe texts") {
    const auto all = json::parse(rules::write_lint_json(sample()));
    CHECK(all["schema"] == "egress-lint/1");
    REQUIRE(all["findings"].size() == 3);
    for (const auto& one : all["findings"])
        for (const char* key : {"id", "severity", "file", "line", "message", "remedy", "source"})
            CHECK(one.contains(key));
    CHECK(all["findings"][0]["line"] == 18);
    CHECK(all["findings"][0]["severity"] == "error");
    CHECK(all["findings"][2]["line"].is_null());
    CHECK(all["findings"][0]["message"].get<std::string>().find('\x1b') == std::string::npos);
}

TEST_CASE("SARIF: version, rules, and results that name a rule and a place") {
    const auto all = json::parse(rules::write_lint_sarif(sample()));
    CHECK(all["version"] == "2.1.0");
    CHECK(all["$schema"].get<std::string>().find("sarif-2.1.0") != std::string::npos);
    const auto& run = all["runs"].at(0);
    const auto& driver = run["tool"]["driver"];
    CHECK(driver["name"] == "egress-lint");
    std::set<std::string> ids;
    for (const auto& row : driver["rules"]) {
        CHECK(ids.insert(row["id"].get<std::string>()).second);
        CHECK(row["shortDescription"]["text"].is_string());
        const std::set<std::string> levels{"error", "warning", "note"};
        CHECK(levels.contains(row["defaultConfiguration"]["level"].get<std::string>()));
    }
    CHECK(ids.size() == rules::lint_rules().size());
    REQUIRE(run["results"].size() == 3);
    for (const auto& one : run["results"]) {
        CHECK(driver["rules"].at(one["ruleIndex"].get<std::size_t>())["id"] == one["ruleId"]);
        const auto& where = one["locations"].at(0)["physicalLocation"];
        CHECK(where["region"]["startLine"].get<int>() >= 1);
        const auto uri = where["artifactLocation"]["uri"].get<std::string>();
        CHECK_FALSE(uri.starts_with('/'));
        CHECK(uri.find(' ') == std::string::npos);
        if (where["artifactLocation"].contains("uriBaseId"))
            CHECK(run["originalUriBaseIds"].contains(where["artifactLocation"]["uriBaseId"].get<std::string>()));
    }
    CHECK(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
          "my%20files/deployment.json");
    CHECK(run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "etc/aziot/config.toml");
}

TEST_CASE("JUnit: a case a rule; warnings fail where they are asked to; markup is escaped") {
    const auto loose = rules::write_lint_junit(sample(), false), strict = rules::write_lint_junit(sample(), true);
    CHECK(loose.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "));
    CHECK(loose.find("failures=\"1\"") != std::string::npos);
    CHECK(strict.find("failures=\"2\"") != std::string::npos);
    // What counts is how much the findings weigh, not how much they usually do.
    auto mixed = sample();
    auto lighter = mixed.findings[0];
    lighter.weight = rules::severity::note;
    mixed.findings.insert(mixed.findings.begin(), lighter);
    CHECK(rules::write_lint_junit(mixed, false).find("failures=\"1\"") != std::string::npos);
    mixed.findings[1].weight = rules::severity::note;
    CHECK(rules::write_lint_junit(mixed, true).find("failures=\"1\"") != std::string::npos); // host-storage-unset
    CHECK(loose.find("&lt;no&gt; &quot;UpstreamProtocol&quot; &amp; so on") != std::string::npos);
    CHECK(loose.find('\x1b') == std::string::npos);
    std::size_t cases = 0;
    for (auto at = loose.find("<testcase "); at != std::string::npos; at = loose.find("<testcase ", at + 1)) ++cases;
    CHECK(cases == rules::lint_rules().size());
}

TEST_CASE("terminal: the count first, the worst file before the others, no escape of a finding's") {
    const auto page = rules::write_lint_terminal(sample(), {});
    CHECK(page.starts_with("ERRORS    1 error, 1 warning, 1 note; "));
    CHECK(page.find("my files/deployment.json") < page.find("/etc/aziot/config.toml\n"));
    CHECK(page.find('\x1b') == std::string::npos);
    CHECK(page.find("    18  ERROR    edgeAgent has") != std::string::npos);
    CHECK(page.find("        fix      add it\n        rule     upstream-protocol-lost\n") != std::string::npos);
    for (const int width : {40, 80, 200})
        CHECK_FALSE(rules::write_lint_terminal(sample(), {.colour = true, .width = width, .verbose = true}).empty());

    rules::lint_result clean;
    clean.looked_at = {"a"};
    CHECK(rules::write_lint_terminal(clean, {}).starts_with("CLEAN     nothing to report: "));
    CHECK(rules::write_lint_rules({}).find("upstream-protocol-lost") != std::string::npos);
}
