// SPDX-License-Identifier: MIT
//
// A proxy that lets us through, and what it is worth for the parts of a device: its kind, its login, who is set to
// what.
#include <catch2/catch.hpp>

#include <set>

#include "rules/component.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::ability;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto https = "iot_hub/https/proxy", amqp_ws = "iot_hub/amqp_ws/proxy", mcr = "mcr/registry/proxy",
               dps = "dps/https/proxy", info = "version_info/https/proxy";

void log_in_with(rules::report& r, const std::string& scheme, const std::vector<std::string>& offered) {
    each_by_proxy(r, [&](auto& p) {
        auto& requests = p.seen.proxy->tunnel;
        auto first = requests.back();
        first.failed = failure::denied;
        first.http->status = 407;
        first.offered = offered;
        requests.back().credentials = scheme;
        requests.insert(requests.begin(), first);
    });
}

rules::proxy_user user(
    const std::string& component, const std::string& proxy, const std::string& no_proxy = "", bool heeds = false) {
    return {component, proxy, "/etc/" + component, no_proxy, heeds};
}

bool mentions(const rules::finding& f, const std::string& text) {
    return std::any_of(
        f.evidence.begin(), f.evidence.end(), [&](const auto& e) { return e.find(text) != std::string::npos; });
}

} // namespace

TEST_CASE("proxy use: which part goes where, and what it can use") {
    const struct {
        const char* service;
        const char* protocol;
        const char* who;
        ability over_tls, socks, ntlm;
    } table[] = {
        {"iot_hub", "https", "aziot-identityd", ability::can, ability::cannot, ability::cannot},
        {"dps", "https", "aziot-identityd", ability::can, ability::cannot, ability::cannot},
        {"iot_hub", "amqp_ws", "edgeAgent and edgeHub", ability::likely_cannot, ability::likely_cannot,
            ability::likely_cannot},
        {"iot_hub", "mqtt_ws", "edgeAgent and edgeHub", ability::likely_cannot, ability::likely_cannot,
            ability::likely_cannot},
        {"acr_data", "https", "dockerd", ability::can, ability::can, ability::likely_cannot},
        {"blob", "blob", "dockerd", ability::can, ability::can, ability::likely_cannot},
        {"version_info", "https", "aziotctl", ability::can, ability::cannot, ability::cannot},
        {"packages", "https", "apt", ability::can, ability::can, ability::likely_cannot},
    };
    for (const auto& row : table) {
        netprobe::target to;
        to.service = row.service;
        to.protocol = row.protocol;
        INFO(row.service << " " << row.protocol);
        const auto* who = rules::component_of(to);
        REQUIRE(who);
        CHECK(who->name == row.who);
        CHECK(rules::with_scheme(*who, "http") == ability::can);
        CHECK(rules::with_scheme(*who, "https") == row.over_tls);
        CHECK(rules::with_scheme(*who, "socks5h") == row.socks);
        CHECK(rules::with_login(*who, "NTLM") == row.ntlm);
        for (const auto* login : {"", "Basic", "password"}) CHECK(rules::with_login(*who, login) == ability::can);
    }
    netprobe::target own;
    own.service = "endpoint";
    CHECK(rules::component_of(own) == nullptr);
}

TEST_CASE("proxy use: a kind that a part of the device cannot use does not work for it, although we got through") {
    const struct {
        const char* scheme;
        std::set<std::string> broken;
        bool proved;
    } table[] = {{"http", {}, false}, {"https", {amqp_ws, "iot_hub/mqtt_ws/proxy"}, false},
        {"socks5", {amqp_ws, "iot_hub/mqtt_ws/proxy", https, dps, info}, true},
        {"socks5h", {amqp_ws, "iot_hub/mqtt_ws/proxy", https, dps, info}, true}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        no_fake(r);
        r.site.proxy = std::string(row.scheme) + "://proxy.corp.example:3128";
        if (std::string(row.scheme) == "https") each_by_proxy(r, [](auto& p) { proxy_tls(p); });
        rules::diagnose(r);
        INFO(row.scheme << "\n" << told(r));
        const auto* f = find(r, "proxy.kind_unsupported");
        REQUIRE((f == nullptr) == row.broken.empty());
        CHECK(at(r, mcr).works);
        CHECK(at(r, "iot_hub/amqp/proxy").works); // only measured
        if (!f) continue;
        CHECK(std::set<std::string>(f->paths.begin(), f->paths.end()) == row.broken);
        CHECK(f->severity == severity::error);
        CHECK(f->proved == row.proved);
        CHECK(mentions(*f, "edgeAgent and edgeHub most likely cannot"));
        CHECK(mentions(*f, "aziot-identityd cannot") == row.proved);
        CHECK(at(r, amqp_ws).cause == "proxy.kind_unsupported");
        CHECK_FALSE(at(r, amqp_ws).works);
        CHECK(r.verdict == verdict::blocked);
    }
}

TEST_CASE("proxy use: a login that only we can do") {
    for (const std::string scheme : {"Digest", "NTLM", "Negotiate"}) {
        auto r = behind_proxy();
        log_in_with(r, scheme, {scheme});
        rules::diagnose(r);
        INFO(scheme << "\n" << told(r));
        REQUIRE(count(r, "proxy.auth_unsupported_scheme") == 1);
        const auto& f = *find(r, "proxy.auth_unsupported_scheme");
        CHECK(f.proved);
        CHECK(mentions(f, "aziot-identityd cannot log in with " + scheme));
        CHECK(mentions(f, "dockerd most likely cannot"));
        for (const auto* id : {https, amqp_ws, mcr, dps, info}) CHECK_FALSE(at(r, id).works);
        CHECK(r.verdict == verdict::blocked);
    }
    // Where Basic would have done, what we chose says nothing; and Basic itself is everybody's.
    for (const std::string scheme : {"Basic", "NTLM"}) {
        auto r = behind_proxy();
        log_in_with(r, scheme, {"NTLM", "Basic"});
        rules::diagnose(r);
        INFO(told(r));
        CHECK_FALSE(find(r, "proxy.auth_unsupported_scheme"));
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("proxy use: what is unusable is a note where the direct way does it") {
    auto r = with_proxy();
    r.site.proxy = "socks5://proxy.corp.example:1080";
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.kind_unsupported"));
    CHECK(find(r, "proxy.kind_unsupported")->severity == severity::note);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("proxy use: a tunnel to a name that does not exist proves that its grants prove nothing") {
    auto r = behind_proxy();
    control(r, "control_nonexistent", "nonexistent.invalid", 443).seen.tls.reset();
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.fake_tunnel"));
    const auto& f = *find(r, "proxy.fake_tunnel");
    CHECK(f.severity == severity::note);
    CHECK(f.proved);
    CHECK(f.box == proxy_place);
    CHECK(mentions(f, "nonexistent.invalid"));
    CHECK(r.verdict == verdict::ready);
    for (const auto& p : r.paths) CHECK_FALSE(p.degraded);
    r = behind_proxy();
    no_fake(r);
    rules::diagnose(r);
    CHECK_FALSE(find(r, "proxy.fake_tunnel"));
}

TEST_CASE("proxy use: parts that are set to different proxies") {
    const std::string one = "http://proxy.corp.example:3128", two = "http://other.corp.example:8080";
    const struct {
        const char* name;
        std::vector<rules::proxy_user> users;
        std::optional<severity> expected;
    } table[] = {
        {"nothing known", {}, {}},
        {"all alike", {user("aziot-identityd", one), user("dockerd", one + "/"), user("edgeAgent", one)}, {}},
        {"none at all", {user("aziot-identityd", ""), user("dockerd", "")}, {}},
        {"another", {user("aziot-identityd", one), user("dockerd", two)}, severity::warning},
        {"one goes directly", {user("aziot-identityd", one), user("edgeAgent", "")}, severity::warning},
        {"edgeHub's deployment is not there to be read",
            {user("aziot-identityd", one), user("edgeAgent", one),
                {"edgeHub", "", std::string(rules::deployment_only), "", false}},
            {}},
        {"edgeHub's deployment sets none",
            {user("aziot-identityd", one), user("edgeAgent", one),
                {"edgeHub", "", "deployment.json:9 sets none", "", false}},
            severity::warning},
        {"only aziot-edged, which goes nowhere",
            {user("aziot-identityd", one), user("dockerd", one), user("aziot-edged", "")}, severity::note},
        {"only apt and this shell", {user("aziot-identityd", one), user("apt", two), user("this shell", "")}, {}},
    };
    for (const auto& row : table) {
        auto r = with_proxy();
        r.site.proxy_users = row.users;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "proxy.settings_differ");
        REQUIRE((f != nullptr) == row.expected.has_value());
        if (!f) continue;
        CHECK(f->severity == *row.expected);
        CHECK(f->proved);
        CHECK(mentions(*f, "/etc/aziot-identityd"));
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("proxy use: no_proxy that its program does not read") {
    const std::string proxy = "http://proxy.corp.example:3128";
    const struct {
        const char* name;
        rules::proxy_user who;
        bool expected;
    } table[] = {
        {"the hub's zone", user("aziot-identityd", proxy, "localhost, .azure-devices.net"), true},
        {"the hub itself, with its port", user("aziot-identityd", proxy, "contoso.azure-devices.net:443"), true},
        {"a zone without a dot", user("edgeAgent", proxy, "AZURE-devices.net"), true},
        {"a zone with a star", user("edgeHub", proxy, "*.azure-devices.net"), true},
        {"everything", user("edgeAgent", proxy, "*"), true},
        {"other hosts", user("aziot-identityd", proxy, ".corp.example,127.0.0.1"), false},
        {"the end of a name only", user("aziot-identityd", proxy, "devices.net"), false},
        {"hosts of other parts", user("aziot-identityd", proxy, "mcr.microsoft.com"), false},
        {"a program that reads it", user("dockerd", proxy, "mcr.microsoft.com", true), false},
        {"no proxy, so nothing to except", user("aziot-identityd", "", "*"), false},
    };
    for (const auto& row : table) {
        auto r = with_proxy();
        r.site.proxy_users = {row.who};
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "proxy.no_proxy_ignored");
        REQUIRE((f != nullptr) == row.expected);
        if (!f) continue;
        CHECK(f->severity == severity::note);
        CHECK(mentions(*f, row.who.component));
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("proxy use: an ignored no_proxy hurts where the proxy does not let the host through") {
    auto r = with_proxy();
    r.site.proxy_users = {user("aziot-identityd", "http://proxy.corp.example:3128", ".azure-devices.net")};
    refuse(at(r, https), 403);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.no_proxy_ignored"));
    CHECK(find(r, "proxy.no_proxy_ignored")->severity == severity::warning);
    CHECK(mentions(*find(r, "proxy.no_proxy_ignored"), "does not let it through"));
}
