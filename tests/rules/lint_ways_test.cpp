// SPDX-License-Identifier: MIT
//
// What a report of the site makes of a configuration.
#include "rules/lint/ways_seen.hpp"

#include <catch2/catch.hpp>

#include "rules/lint/from_report.hpp"
#include "tests/rules/lint_samples.hpp"
#include "tests/rules/samples.hpp"

using namespace lint_samples;

TEST_CASE("lint: only 443 and nothing set is an error of edgeHub, not of edgeAgent") {
    const auto with = seen({"AmqpWs", "MqttWs", "https"});
    CHECK(found_in(deployed({}, {}), "upstream-protocol", with) ==
          texts{"upstream-protocol-hub-only-443 deployment.json:20"});
    // edgeAgent hands its own on.
    CHECK(found_in(deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {}), "upstream-protocol", with) ==
          texts{"upstream-protocol-hub-unset deployment.json:20"});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("Mqtt", 12)}}, {{"UpstreamProtocol", value("MqttWs", 22)}}),
              "upstream-protocol-blocked", with) == texts{"upstream-protocol-blocked deployment.json:12"});
}

TEST_CASE("lint: whoever is told no protocol is told one that works, where what it tries does not") {
    struct row {
        texts direct, by_proxy, found;
        const char* remedy; // holds
    };
    const texts both{
        "upstream-protocol-agent-blocked deployment.json:10", "upstream-protocol-hub-blocked deployment.json:20"};
    const texts hub{"upstream-protocol-hub-blocked deployment.json:20"};
    for (const auto& [direct, by_proxy, expected, remedy] : {
             row{{"Mqtt", "https"}, {}, both, "\"Mqtt\""},
             row{{"https"}, {}, both, "let one of the four"},
             row{{"MqttWs", "https"}, {}, {both[0], "upstream-protocol-hub-only-443 deployment.json:20"}, "\"MqttWs\""},
             row{{"AmqpWs", "Mqtt", "https"}, {}, hub, "\"AmqpWs\""}, // edgeAgent falls back
             row{{}, {"AmqpWs", "https"}, hub, "https_proxy"},
             row{{"Amqp"}, {}, {}, ""},
         }) {
        const auto with = seen(direct, by_proxy);
        CHECK(found_in(deployed({}, {}), "upstream-protocol", with) == expected);
        for (const auto& f : rules::lint(deployed({}, {}), with))
            if (f.id.starts_with("upstream-protocol")) CHECK(f.remedy.find(remedy) != std::string::npos);
    }
    // What was not tried says nothing.
    auto with = seen({});
    with.ways.hub.clear();
    CHECK(found_in(deployed({}, {}), "upstream-protocol", with).empty());
}

TEST_CASE("lint: a protocol that a deployment takes away matters as much as it is needed") {
    const auto look = [](const char* own, const char* hub, const rules::lint_context& with) {
        std::vector<std::pair<std::string, rules::told>> hub_env;
        if (*hub) hub_env.emplace_back("UpstreamProtocol", value(hub, 22));
        auto of = deployed({}, hub_env);
        of.config.upstream_protocol = rules::told{own, {"config.toml", 9}};
        const auto all = weighed(of, "upstream-protocol-lost", with);
        return all.empty() ? std::string() : all[0].substr(0, all[0].find(' '));
    };
    CHECK(look("Amqp", "", {}).empty()); // it is what is tried first
    CHECK(look("AmqpWs", "", {}) == "error");
    CHECK(look("AmqpWs", "AmqpWs", {}) == "warning");
    CHECK(look("AmqpWs", "", seen({"Amqp", "AmqpWs"})) == "warning");
    CHECK(look("AmqpWs", "", seen({"AmqpWs"})) == "error");
    CHECK(look("AmqpWs", "AmqpWs", seen({"AmqpWs"})) == "warning");
    CHECK(look("Mqtt", "Mqtt", seen({"Mqtt"})) == "error"); // edgeAgent tries two that do not get out
}

TEST_CASE("lint: a site that lets out by its proxy only, and nobody is told") {
    const std::vector<std::pair<std::string, rules::told>> web{{"UpstreamProtocol", value("AmqpWs", 12)}};
    auto with = seen({}, {"AmqpWs", "MqttWs", "https"});
    with.ways.proxy = "http://edge:***@proxy:3128";
    const auto all = rules::lint(deployed(web, web), with);
    CHECK(found_in(deployed(web, web), "proxy", with) ==
          texts{"proxy-needed deployment.json:10", "proxy-needed deployment.json:20"});
    for (const auto& f : all) {
        if (f.id != "proxy-needed") continue;
        CHECK(f.weight == rules::severity::error);
        CHECK(f.remedy.find("http://edge:***@proxy:3128") != std::string::npos);
        CHECK(f.message.find("only 443") == std::string::npos);
    }
    CHECK(found_in(deployed(web, web), "upstream-protocol-hub-only-443", with).empty());
    CHECK(found_in(deployed(web, web), "proxy", seen({"AmqpWs", "https"}, {"AmqpWs", "https"})).empty());
    // edgeHub's HTTPS needs it, whatever its protocol does.
    const std::vector<std::pair<std::string, rules::told>> tcp{{"UpstreamProtocol", value("Amqp", 12)}};
    CHECK(found_in(deployed(tcp, tcp), "proxy", seen({"Amqp"}, {"https"})) == texts{"proxy-needed deployment.json:20"});
}

TEST_CASE("lint: a missing proxy matters as much as it is needed") {
    const auto look = [](std::vector<std::pair<std::string, rules::told>> hub, const rules::lint_context& with) {
        const std::vector<std::pair<std::string, rules::told>> agent{
            {"UpstreamProtocol", value("AmqpWs", 12)}, {"https_proxy", value("http://p:3128", 13)}};
        hub.emplace_back("UpstreamProtocol", value("AmqpWs", 22));
        const auto all = weighed(deployed(agent, hub), "proxy-missing", with);
        return all.size() == 1 ? all[0] : std::string();
    };
    CHECK(look({}, {}) == "warning proxy-missing deployment.json:20");
    CHECK(look({{"https_proxy", value("", 23)}}, {}) == "note proxy-missing deployment.json:23"); // a choice
    CHECK(look({}, seen({"AmqpWs", "https"})) == "note proxy-missing deployment.json:20");
    CHECK(look({}, seen({"AmqpWs"}, {"https"})) == "error proxy-missing deployment.json:20");
    CHECK(look({{"https_proxy", value("${PROXY}", 23)}}, {}).empty());
    // What the device starts with, the deployment takes away.
    auto taken = deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {{"UpstreamProtocol", value("AmqpWs", 22)}});
    taken.config.agent_proxy = rules::told{"http://p:3128", {"config.toml", 9}};
    taken.config.root.kind = rules::node::type::table;
    CHECK(weighed(taken, "proxy-missing", {}) ==
          texts{"error proxy-missing deployment.json:10", "warning proxy-missing deployment.json:20"});
}

TEST_CASE("lint: a proxy needs a protocol that goes through it, unless the other gets out directly") {
    const auto proxied = [](const char* agent, const char* hub) {
        std::vector<std::pair<std::string, rules::told>> a{{"https_proxy", value("http://p:3128", 11)}}, h = a;
        if (*agent) a.emplace_back("UpstreamProtocol", value(agent, 12));
        if (*hub) h.emplace_back("UpstreamProtocol", value(hub, 22));
        return deployed(a, h);
    };
    CHECK(found_in(proxied("AmqpWs", "MqttWs"), "proxy") == texts{});
    CHECK(weighed(proxied("", ""), "proxy", {}) == texts{"error proxy-needs-websocket deployment.json:20"});
    CHECK(found_in(proxied("AmqpWs", ""), "proxy") == texts{});
    CHECK(weighed(proxied("Amqp", "Mqtt"), "proxy", {}) == texts{"warning proxy-needs-websocket deployment.json:12",
                                                               "warning proxy-needs-websocket deployment.json:22"});
    const auto amqp = seen({"Amqp", "https"});
    CHECK(found_in(proxied("", ""), "proxy", amqp) == texts{});
    CHECK(weighed(proxied("Amqp", "Mqtt"), "proxy", amqp) == texts{"error proxy-needs-websocket deployment.json:22"});
}

TEST_CASE("ways seen: the order in which protocols are worth to be used; TCP uses no proxy") {
    auto ways = seen({"Mqtt", "MqttWs"}, {"Amqp", "AmqpWs"}).ways;
    CHECK(ways.first_working(true) == "Mqtt");
    CHECK(ways.to_hub("Amqp").blocked());
    CHECK(ways.to_hub("AmqpWs").needs_proxy());
    CHECK_FALSE(ways.only_443());
    ways.hub["Mqtt"].direct = ways.hub["MqttWs"].direct = fails;
    CHECK(ways.first_working(false).empty());
    CHECK(ways.first_working(true) == "AmqpWs");
    ways.hub["MqttWs"].direct = works;
    CHECK(ways.only_443());
    ways.hub["Amqp"].direct = ways.hub["Mqtt"].direct = unknown;
    CHECK_FALSE(ways.only_443());
    CHECK(ways.to_hub("nothing").direct == unknown);
}

TEST_CASE("lint: a registry that the report did not try, with what tries it") {
    struct row {
        const char *image, *advice; // empty: it was tried
    };
    rules::lint_context with;
    with.report = "report.json";
    with.checked_hosts = {"gateway.plant.example", "contoso.azurecr.io"};
    for (const auto& [image, advice] : {
             row{"$upstream:443/hub:1.5.1", ""},
             row{"Gateway.plant.example:443/hub:1.5.1", ""},
             row{"contoso.azurecr.io/hub:1.5.1", ""},
             row{"${REGISTRY}/hub:1.5.1", ""},
             row{"$upstream:5000/hub:1.5.1", "egress-check --parent gateway.plant.example --registry "
                                             "gateway.plant.example:5000; what is between must "
                                             "allow that port"},
             row{"gateway.plant.example:5000/hub:1.5.1", "egress-check --parent gateway.plant.example --registry "
                                                         "gateway.plant.example:5000; what is between must "
                                                         "allow that port"},
             row{"other.azurecr.io/hub:1.5.1", "egress-check --registry other.azurecr.io; the firewall must allow it"},
         }) {
        INFO(image);
        auto of = deployed({}, {});
        of.config.parent_hostname = value("Gateway.plant.example", 1);
        of.manifests[0].modules[1].image = value(image, 21);
        std::vector<std::string> said;
        for (const auto& f : rules::lint(of, with))
            if (f.id == "registry-unchecked") said.push_back(f.remedy);
        CHECK(said == (*advice == '\0' ? std::vector<std::string>() : std::vector<std::string>{advice}));
    }
}

TEST_CASE("a report: what works, what is closed, who inspects") {
    rules::report seen;
    const auto add = [&](const char* protocol, int port, bool works) {
        auto path = samples::working(
            samples::target_of("iot_hub", "contoso.azure-devices.net", port, protocol), rules::need::alternative);
        path.works = works;
        seen.paths.push_back(std::move(path));
    };
    add("amqp", 5671, false);
    add("mqtt", 8883, false);
    add("amqp_ws", 443, true);
    rules::lint_context with;
    rules::note_report(with, seen, "r.json");
    CHECK(with.ways.only_443());
    CHECK(with.ways.to_hub("AmqpWs").direct_works());
    CHECK(with.interception_root.empty());
    CHECK(with.checked_hosts.front() == "contoso.azure-devices.net");

    // By the proxy it is another way.
    auto by_proxy = seen.paths[2];
    by_proxy.planned.to.via = "proxy";
    seen.paths[2].works = false;
    seen.paths.push_back(by_proxy);
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK_FALSE(with.ways.only_443());
    CHECK(with.ways.to_hub("AmqpWs").needs_proxy());
    seen.paths.pop_back();
    seen.paths[2].works = true;

    // What was not tried to its end says nothing.
    seen.paths[0].seen.failed = netprobe::failure::not_tried;
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK(with.ways.to_hub("Amqp").direct == unknown);

    seen.paths[0].works = true;
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK_FALSE(with.ways.only_443());

    // Nothing tried on 5671 and 8883 says nothing of them.
    seen.paths.erase(seen.paths.begin(), seen.paths.begin() + 2);
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK_FALSE(with.ways.only_443());

    rules::finding inspected;
    inspected.cause = "tls.intercepted_untrusted";
    inspected.paths = {seen.paths[0].planned.to.id};
    seen.findings = {inspected};
    seen.paths[0].seen.tls.emplace();
    seen.paths[0].seen.tls->chain.resize(1);
    seen.paths[0].seen.tls->chain[0].issuer = "CN=Corp Root";
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK(with.interception_root == "CN=Corp Root");

    // A nested device connects to its parent: what a report says of the hub says nothing of that.
    rules::lint_context nested;
    rules::note_report(nested, seen, "r.json", "gateway.contoso.com");
    CHECK(nested.report.empty());
    CHECK(nested.ways.hub.empty());
    CHECK(nested.interception_root.empty());
    auto behind = seen;
    behind.paths[0].planned.to.service = "parent";
    behind.paths[0].planned.to.host = "Gateway.contoso.com";
    rules::note_report(nested, behind, "r.json", "gateway.contoso.com");
    CHECK(nested.report == "r.json");
    CHECK(nested.interception_root == "CN=Corp Root");
    nested = {};
    rules::note_report(nested, behind, "r.json", "another.contoso.com");
    CHECK(nested.report.empty());

    // Images are pulled by the engine, which has the device's own store.
    seen.paths[0].planned.to.service = "mcr";
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK(with.interception_root.empty());
}
