// SPDX-License-Identifier: MIT
#include "rules/plan.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>

using rules::need;

namespace {

const rules::catalog& built_in() {
    static const auto read = rules::parse_catalog(rules::built_in_catalog(), "built-in");
    return read;
}

using words = std::vector<std::string>;

words ids(const rules::plan& of) {
    words out;
    for (const auto& p : of.paths) out.push_back(p.to.id);
    return out;
}

rules::site hub_only() {
    rules::site out;
    out.hub = "contoso.azure-devices.net";
    return out;
}

} // namespace

TEST_CASE("plan: with a proxy every path is there by both ways, and either will do") {
    auto site = hub_only();
    site.proxy = "http://proxy.corp.example:3128";
    const auto plan = rules::make_plan(site, built_in(), {}, {});
    const auto direct = rules::make_plan(hub_only(), built_in(), {}, {});
    std::size_t twins = 0;
    for (const auto& one : direct.paths) {
        INFO(one.to.id);
        const auto named = [&](const std::string& id) {
            return std::ranges::find_if(plan.paths, [&](const auto& p) { return p.to.id == id; });
        };
        const auto same = named(one.to.id);
        REQUIRE(same != plan.paths.end());
        CHECK(same->need == one.need);
        const auto stem = one.to.id.substr(0, one.to.id.rfind('/'));
        const auto twin = named(stem + "/proxy");
        const bool udp = one.to.protocol == "ntp";
        CHECK((twin == plan.paths.end()) == udp);
        if (udp) continue;
        ++twins;
        CHECK(twin->to.via == "proxy");
        CHECK(twin->to.host == one.to.host);
        CHECK(twin->to.port == one.to.port);
        const bool raw = one.to.protocol == "amqp" || one.to.protocol == "mqtt";
        CHECK(twin->need == (raw ? rules::need::optional : one.need));
        CHECK(same->group == (one.need == rules::need::alternative ? "upstream" : stem));
        CHECK(twin->group == (raw ? "" : same->group));
        if (!one.to.after.empty()) CHECK(twin->to.after == one.to.after.substr(0, one.to.after.rfind('/')) + "/proxy");
    }
    CHECK(plan.paths.size() == direct.paths.size() + twins);
}

TEST_CASE("plan: by the proxy only, for the tool that looks at the proxy") {
    auto site = hub_only();
    site.proxy = "http://proxy.corp.example:3128";
    const auto plan = rules::make_plan(site, built_in(), {}, {}, rules::ways::proxy_only);
    CHECK_FALSE(plan.paths.empty());
    for (const auto& one : plan.paths) {
        INFO(one.to.id);
        CHECK(one.to.via == "proxy");
        CHECK(one.to.id.ends_with("/proxy"));
        CHECK(one.group == (one.need == rules::need::alternative ? "upstream" : ""));
    }
    site.parent = "gateway.corp.example"; // in the site: no proxy is between
    for (const auto& one : rules::make_plan(site, built_in(), {}, {}).paths)
        CHECK((one.to.service != "parent" || one.to.via == "direct"));
}

TEST_CASE("plan: --only and --skip choose a way out by the whole id") {
    auto site = hub_only();
    site.proxy = "http://proxy.corp.example:3128";
    const auto all = [&](const words& only, const words& skip) {
        return ids(rules::make_plan(site, built_in(), only, skip));
    };
    CHECK(all({"iot_hub/https"}, {}) == words{"iot_hub/https/direct", "iot_hub/https/proxy"});
    CHECK(all({"iot_hub/https"}, {"iot_hub/https/direct"}) == words{"iot_hub/https/proxy"});
    CHECK(all({"mcr_data/https/proxy"}, {}) == words{"mcr/registry/proxy", "mcr_data/https/proxy"});
}
