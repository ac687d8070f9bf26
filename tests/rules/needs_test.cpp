// SPDX-License-Identifier: MIT
#include "rules/needs.hpp"

#include <catch2/catch.hpp>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::need;
using rules::severity;
using rules::verdict;

TEST_CASE("needs: paths of a group replace each other, the rest stand alone") {
    const auto r = with_proxy();
    const auto all = rules::needs_of(r);
    std::size_t paths = 0;
    for (const auto& one : all) {
        INFO(one.group);
        paths += one.paths.size();
        if (one.group == "upstream") {
            CHECK(one.how == need::alternative);
            CHECK(one.paths.size() == 6); // four directly, two by the proxy
        }
        if (one.group == "mcr/registry") {
            CHECK(one.how == need::required);
            CHECK(one.paths.size() == 2);
        }
        if (one.group == "blob/blob") CHECK(one.how == need::optional);
        if (one.group.empty()) CHECK(one.paths.size() == 1);
    }
    CHECK(paths == r.paths.size());
    CHECK(rules::needs_of(healthy()).size() == 9); // eight paths, and the upstream protocols
}

TEST_CASE("needs: a group is as much needed as the most needed of its paths, a time server never") {
    auto r = with_proxy();
    at(r, "mcr/registry/proxy").planned.need = need::optional;
    at(r, "ntp/ntp/direct").planned.need = need::required;
    for (const auto& one : rules::needs_of(r)) {
        if (one.group == "mcr/registry") CHECK(one.how == need::required);
        if (one.group.empty() && r.paths[one.paths[0]].planned.to.service == "ntp") CHECK(one.how == need::optional);
    }
}

TEST_CASE("needs: either way is enough, and what the other way lacks is a note") {
    const struct {
        const char* name;
        bool direct_works, proxy_works;
        verdict expected;
    } table[] = {{"both", true, true, verdict::ready}, {"directly", true, false, verdict::ready},
        {"by the proxy", false, true, verdict::ready}, {"neither", false, false, verdict::blocked}};
    for (const auto& row : table) {
        auto r = with_proxy();
        if (!row.direct_works) drop(at(r, "acr/registry/direct"));
        if (!row.proxy_works) refuse(at(r, "acr/registry/proxy"), 403);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(r.verdict == row.expected);
        for (const auto& one : rules::needs_of(r))
            if (one.group == "acr/registry") CHECK(rules::met(one, r) == (row.expected == verdict::ready));
        for (const auto& f : r.findings)
            CHECK((f.severity == severity::note) == (row.expected == verdict::ready || f.cause == "tcp.drop"));
    }
}

TEST_CASE("needs: a poor way beside a good one degrades nothing") {
    auto r = with_proxy();
    const auto slow = [](rules::path_result& p) {
        p.seen.tls->elapsed_ms = 3000;
        p.seen.hellos[0].elapsed_ms = 3000;
    };
    slow(at(r, "acr/registry/proxy"));
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "acr/registry/proxy").degraded);
    CHECK(r.verdict == verdict::ready);
    drop(at(r, "acr/registry/direct"));
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.verdict == verdict::degraded);
}

TEST_CASE("needs: a path that waited is not known while the one it waited for works and was silent about it") {
    auto r = with_proxy();
    for (const auto* id : {"mcr_data/https/direct", "mcr_data/https/proxy"}) {
        auto& p = at(r, id);
        const auto to = p.planned.to;
        p.seen = {};
        p.seen.to = to;
        p.seen.to.host.clear();
        p.seen.failed = failure::not_tried;
    }
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.verdict == verdict::degraded);
    for (const auto& one : rules::needs_of(r))
        if (one.group == "mcr_data/https") CHECK(rules::unknown(one, r));
}
