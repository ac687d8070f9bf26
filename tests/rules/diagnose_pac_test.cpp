// SPDX-License-Identifier: MIT
//
// A PAC file that tells nothing, and what it is worth to the site.
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto source = "http://wpad.corp.example/proxy.pac";

} // namespace

TEST_CASE("pac: one that tells nothing is an error where nothing gets out without a proxy, else a warning") {
    const struct {
        const char* name;
        const char *of_file, *of_hub;
        bool shut; ///< the direct way is
        severity expected;
        bool proved;
    } table[] = {
        {"cannot be had", "answered 500", "", true, severity::error, true},
        {"fails for the hub", "", "ReferenceError: siteProxy is not defined", true, severity::error, true},
        {"in newer JavaScript", "", "it is no script that can be run: SyntaxError: missing ;", true, severity::warning,
            false},
        {"the direct way is open", "answered 500", "", false, severity::warning, true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& pac = r.site.pac.emplace();
        pac.source = source;
        pac.error = row.of_file;
        if (pac.error.empty()) pac.hosts = {{hub, "", row.of_hub}};
        if (row.shut)
            for (auto& p : r.paths)
                if (!p.seen.connects.empty()) reset(p);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK(r.findings[0].cause == "proxy.pac");
        CHECK(r.findings[0].severity == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK((r.verdict == verdict::blocked) == row.shut);
        // That the direct way is shut is what a proxy is there for.
        if (row.shut) CHECK(find(r, "tcp.reset")->severity == severity::note);
    }
}

TEST_CASE("pac: one that says DIRECT leaves the direct way to be opened") {
    auto r = healthy();
    auto& pac = r.site.pac.emplace();
    pac.source = source;
    pac.hosts = {{hub, "DIRECT", ""}};
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) reset(p);
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "proxy.pac"));
    CHECK(find(r, "tcp.reset")->severity == severity::error);
}
