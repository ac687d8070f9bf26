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
        bool heard;
        bool shut; ///< the direct way is
        severity expected;
        bool proved;
    } table[] = {
        {"cannot be had", "answered 500", "", true, true, severity::error, false},
        {"fails for the hub", "", "ReferenceError: siteProxy is not defined", true, true, severity::error, false},
        {"in newer JavaScript", "", "it is no script that can be run: SyntaxError: missing ;", true, true,
            severity::warning, false},
        {"the direct way is open", "answered 500", "", true, false, severity::warning, true},
        {"its server is as silent as everything else", "wpad: timed_out", "", false, true, severity::warning, true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& pac = r.site.pac.emplace();
        pac.source = source;
        pac.error = row.of_file;
        pac.heard = row.heard;
        if (pac.error.empty()) pac.hosts = {{hub, "", row.of_hub}};
        if (row.shut)
            for (auto& p : r.paths)
                if (!p.seen.connects.empty()) reset(p);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        const auto* f = find(r, "proxy.pac");
        REQUIRE(f);
        CHECK(f->severity == row.expected);
        CHECK(f->proved == row.proved);
        CHECK((r.verdict == verdict::blocked) == row.shut);
        // That the direct way is shut is what a proxy is there for.
        if (row.shut) CHECK((find(r, "tcp.reset")->severity == severity::note) == row.heard);
    }
}

TEST_CASE("pac: proxies that it names in vain before the one that serves are told, and are no fault of the site") {
    using netprobe::failure;
    const rules::pac_passed refused{"http://old:9", "192.0.2.7", failure::refused, "ECONNREFUSED", 0.5};
    const rules::pac_passed silent{"http://old:9", "192.0.2.7", failure::timed_out, "", 5000};
    const rules::pac_passed unknown{"http://gone:3128", "", failure::name_not_found, "NXDOMAIN", 1};
    const rules::pac_passed nameless{"http://gone:3128", "", failure::timed_out, "", 5000};
    const struct {
        const char* name;
        std::vector<rules::pac_passed> passed;
        std::vector<std::string> said; ///< of each, in this order
        const char* control;
    } table[] = {
        {"none", {}, {}, ""},
        {"refused", {refused}, {"http://old:9 first: no connection to 192.0.2.7 after 0.5 ms (ECONNREFUSED)"},
            "firewall"},
        {"silent", {silent}, {"http://old:9 first: no answer from 192.0.2.7 in 5.0 s"}, "firewall"},
        {"unknown", {unknown}, {"http://gone:3128 first: its name has no address here (NXDOMAIN)"}, "resolver"},
        {"its resolver is silent", {nameless}, {"its name has no address here (timed_out)"}, "resolver"},
        {"two", {unknown, silent}, {"http://gone:3128 first", "http://old:9 next"}, "resolver"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.site.proxy = "http://proxy.corp.example:3128";
        auto& pac = r.site.pac.emplace();
        pac.source = source;
        pac.heard = pac.chosen = true;
        pac.passed = row.passed;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(r.verdict == verdict::ready);
        const auto* f = find(r, "proxy.pac");
        REQUIRE((f != nullptr) == !row.passed.empty());
        if (!f) continue;
        CHECK(f == &r.findings.front());
        CHECK(f->severity == severity::warning);
        CHECK_FALSE(f->proved);
        CHECK(f->box == source);
        CHECK(f->control.find(row.control) != f->control.npos);
        REQUIRE(f->evidence.size() == row.passed.size() + 1);
        for (std::size_t i = 0; i < row.said.size(); ++i) CHECK(f->evidence[i].find(row.said[i]) != std::string::npos);
        CHECK(f->evidence.back().find(r.site.proxy) != std::string::npos);
        CHECK(f->advice.find("Take " + row.passed.front().proxy + " out of the PAC file (" + source) == 0);
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

TEST_CASE("pac: what is wrong with the device itself, and a site without a hub, are no matter of the file") {
    for (const bool hub_too : {true, false}) {
        auto r = healthy();
        auto& pac = r.site.pac.emplace();
        pac.source = source;
        pac.error = "answered 500";
        pac.heard = true;
        if (hub_too)
            for (auto& p : r.paths)
                if (!p.seen.connects.empty())
                    fail_connect(p, failure::not_permitted, "EPERM", 0.1, {}); // its own firewall
        if (!hub_too) std::erase_if(r.paths, [](const auto& p) { return p.seen.to.service == "iot_hub"; });
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "proxy.pac"));
        CHECK(find(r, "proxy.pac")->severity != severity::error);
        if (hub_too) CHECK(find(r, "host.local_firewall")->severity == severity::error);
    }
}
