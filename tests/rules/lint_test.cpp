// SPDX-License-Identifier: MIT
#include "rules/lint/lint.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "rules/lint/days.hpp"
#include "rules/lint/from_report.hpp"
#include "rules/lint/image_name.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/proxy_url.hpp"
#include "tests/rules/samples.hpp"

namespace {

rules::module_settings module_named(const std::string& name, std::vector<std::pair<std::string, rules::told>> env) {
    rules::module_settings one;
    one.name = name;
    one.system = true;
    one.at = {"deployment.json", name == "edgeAgent" ? 10u : 20u};
    one.env = std::move(env);
    return one;
}

rules::told value(const std::string& text, std::size_t line) { return {text, {"deployment.json", line}}; }

/// A deployment whose system modules have these variables.
rules::device deployed(
    std::vector<std::pair<std::string, rules::told>> agent, std::vector<std::pair<std::string, rules::told>> hub) {
    rules::device one;
    rules::manifest plan;
    plan.file = "deployment.json";
    plan.modules = {module_named("edgeAgent", std::move(agent)), module_named("edgeHub", std::move(hub))};
    one.manifests.push_back(std::move(plan));
    return one;
}

std::vector<std::string> found_in(const rules::device& of, const std::string& topic, rules::lint_context with = {}) {
    std::vector<std::string> ids;
    for (const auto& f : rules::lint(of, with))
        if (f.id.starts_with(topic)) ids.push_back(f.id + " " + rules::to_string(f.at));
    return ids;
}

using texts = std::vector<std::string>;

using rules::way_seen;
constexpr auto works = way_seen::works, fails = way_seen::fails, unknown = way_seen::unknown;

/// What a report says, by names of UpstreamProtocol and "https": those that work directly, and by the proxy. All others
/// fail.
rules::lint_context seen(const texts& direct, const texts& by_proxy = {}) {
    rules::lint_context with;
    with.report = "report.json";
    for (const auto* name : {"Amqp", "AmqpWs", "Mqtt", "MqttWs", "https"}) with.ways.hub[name] = {fails, fails};
    for (const auto& name : direct) with.ways.hub[name].direct = works;
    for (const auto& name : by_proxy) with.ways.hub[name].by_proxy = works;
    with.ways.dps = with.ways.registry = with.ways.hub["https"];
    return with;
}

/// The same with the weight of each.
texts weighed(const rules::device& of, const std::string& topic, const rules::lint_context& with) {
    texts all;
    for (const auto& f : rules::lint(of, with))
        if (f.id.starts_with(topic))
            all.push_back(std::string(rules::to_string(f.weight)) + " " + f.id + " " + rules::to_string(f.at));
    return all;
}

} // namespace

TEST_CASE("lint rules: each has an id of its own, a title and a source") {
    std::set<std::string_view> ids;
    for (const auto& row : rules::lint_rules()) {
        INFO(row.id);
        CHECK(ids.insert(row.id).second);
        CHECK(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
        CHECK(row.title.size() > 10);
        CHECK_FALSE(row.title.ends_with('.'));
        CHECK(row.source.size() > 10);
        CHECK(row.look != nullptr);
    }
    CHECK(ids.size() >= 55);
}

TEST_CASE("lint: nothing is found where there is nothing") { CHECK(rules::lint({}, {}).empty()); }

TEST_CASE("lint: sorted by file, line and id, each once, the same for the same") {
    const auto device =
        deployed({{"UpstreamProtocol", value("AMQPS", 12)}}, {{"UpstreamProtocol", value("amqpws", 22)}});
    const auto once = rules::lint(device, {}), twice = rules::lint(device, {});
    REQUIRE(once.size() == twice.size());
    REQUIRE(once.size() >= 2);
    for (std::size_t i = 0; i < once.size(); ++i) {
        CHECK(once[i].message == twice[i].message);
        CHECK_FALSE(once[i].remedy.empty());
        if (i > 0)
            CHECK(std::tie(once[i - 1].at.file, once[i - 1].at.line) <= std::tie(once[i].at.file, once[i].at.line));
    }
}

TEST_CASE("lint: a file that cannot be read is one finding, whoever wanted to read it") {
    rules::device device;
    rules::device_file closed;
    closed.path = closed.shown = "/etc/aziot/config.toml";
    closed.read = false;
    closed.why = "cannot be read: Permission denied";
    device.files.push_back(closed);
    device.config.faults.push_back({{closed.shown, 0}, closed.why, "what it says is not known"});
    CHECK(found_in(device, "") == texts{"file-unreadable /etc/aziot/config.toml"});

    CHECK_THAT(rules::lint(device, {})[0].remedy, Catch::Contains("--root"));
    auto copied = device;
    copied.files[0].shown = "copy/etc/aziot/config.toml";
    copied.config.faults[0].at.file = copied.files[0].shown;
    CHECK(found_in(copied, "") == texts{"file-unreadable copy/etc/aziot/config.toml"});
    CHECK_THAT(rules::lint(copied, {})[0].remedy, !Catch::Contains("--root") && Catch::Contains("in the copy"));

    // Of a file that was read, faults are its own.
    device.files[0].read = true;
    device.config.faults[0].at.line = 3;
    CHECK(found_in(device, "") == texts{"config-invalid /etc/aziot/config.toml:3"});
}

TEST_CASE("lint: a protocol is judged where it is set") {
    using rules::protocol_named;
    CHECK(protocol_named("amqpWS") == "AmqpWs");
    CHECK(protocol_named("Amqp_Ws").empty());
    CHECK(protocol_named("").empty());

    CHECK(found_in(deployed({{"UPSTREAMPROTOCOL", value("AMQP_WS", 12)}}, {}), "upstream-protocol") ==
          texts{"upstream-protocol-unknown deployment.json:12"});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {{"UpstreamProtocol", value("AmqpWs", 22)}}),
              "upstream-protocol") == texts{});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {}), "upstream-protocol") ==
          texts{"upstream-protocol-hub-unset deployment.json:20"});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("${PROTOCOL}", 12)}}, {}), "upstream-protocol") == texts{});
}

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
    const texts both{"upstream-protocol-agent-blocked deployment.json:10", "upstream-protocol-hub-blocked deployment.json:20"};
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

TEST_CASE("proxy_url: address, faults, and never the login") {
    struct row {
        const char *text, *scheme, *address;
        bool fault, odd, colon;
    };
    const row table[]{
        {"http://proxy:3128", "http", "proxy:3128", false, false, false},
        {"HTTP://Proxy.Corp.Example", "http", "proxy.corp.example:80", false, false, false},
        {"https://proxy", "https", "proxy:443", false, false, false},
        {"proxy:3128/", "", "proxy:3128", false, false, false},
        {"socks5://10.0.0.1", "socks5", "10.0.0.1:1080", false, false, false},
        {"http://[fd00::1]:3128", "http", "[fd00::1]:3128", false, false, false},
        {"http://u:p@proxy:3128", "http", "proxy:3128", false, false, false},
        {"http://u:p@ss@proxy:3128", "http", "proxy:3128", false, true, false},
        {"http://u:p:q@proxy:3128", "http", "proxy:3128", false, false, true},
        {"http://proxy:0", "http", "", true, false, false},
        {"http://proxy:99999", "http", "", true, false, false},
        {"http://", "http", "", true, false, false},
        {"http://a b", "http", "", true, false, false},
    };
    for (const auto& [text, scheme, address, fault, odd, colon] : table) {
        INFO(text);
        const auto url = rules::proxy_url_of(text);
        CHECK(url.scheme == scheme);
        CHECK(url.address == address);
        CHECK(url.fault.empty() == !fault);
        CHECK(url.odd_login == odd);
        CHECK(url.colon_in_password == colon);
    }
}

TEST_CASE("images: tag, digest and version") {
    CHECK(rules::image_name_of("mcr.microsoft.com/azureiotedge-agent:1.5").tag == "1.5");
    CHECK(rules::image_name_of("localhost:5000/a").tag.empty());
    CHECK(rules::image_name_of("a:1@sha256:00").digest);
    CHECK(rules::version_of_tag("1.5.19-linux-amd64") == std::pair{1, 5});
    CHECK(rules::version_of_tag("1.5") == std::pair{1, 5});
    for (const char* none : {"", "1", "latest", "v1.5", "1.x", "1."}) CHECK_FALSE(rules::version_of_tag(none));
}

TEST_CASE("days: dates count, the time of day does not") {
    CHECK(rules::days_between("2026-11-27", "2026-11-28T00:00:00Z") == 1);
    CHECK(rules::days_between("2024-02-28", "2024-03-01") == 2);
    CHECK(rules::days_between("2026-11-27", "2026-11-10") == -17);
    for (const char* none : {"", "2026-13-01", "2026-02-30", "26-1-1", "2026-1-01x", "yyyy-mm-dd"})
        CHECK_FALSE(rules::days_between("2026-11-27", none));
}

TEST_CASE("filled in later: a template's text, and not $upstream") {
    CHECK(rules::filled_in_later("${MODULES.a}"));
    CHECK(rules::filled_in_later("$CONTAINER_REGISTRY"));
    CHECK(rules::filled_in_later("host/${X}:1"));
    CHECK_FALSE(rules::filled_in_later("$upstream:443/a"));
    CHECK_FALSE(rules::filled_in_later("$Upstream:443/a"));
    CHECK_FALSE(rules::filled_in_later("AmqpWs"));
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

    // Images are pulled by the engine, which has the device's own store.
    seen.paths[0].planned.to.service = "mcr";
    with = {};
    rules::note_report(with, seen, "r.json");
    CHECK(with.interception_root.empty());
}

TEST_CASE("lint: a date that is not known is not past") {
    rules::device of;
    of.config.root.kind = rules::node::type::table;
    rules::certificate_facts one;
    one.named = {"config.toml", 3};
    of.certificates = {one};
    rules::lint_context with;
    with.today = "2026-06-01";
    CHECK(found_in(of, "certificate-", with).empty());
    of.certificates[0].not_after = "2026-05-31T00:00:00Z";
    CHECK(found_in(of, "certificate-", with) == texts{"certificate-expired config.toml:3"});
}

TEST_CASE("an image is of a host, whatever the port, and not of one that begins like it") {
    for (const auto* image : {"gw", "gw/a:1", "gw:443/a", "GW:8000/a"}) CHECK(rules::is_on_host(image, "gw"));
    for (const auto* image : {"gw2/a", "gw.corp/a", "g", "", "a/gw"}) CHECK_FALSE(rules::is_on_host(image, "gw"));
    CHECK_FALSE(rules::is_on_host("a", ""));
}

TEST_CASE("a file is whole unless a fault says that some of it was not read") {
    using rules::read_whole;
    CHECK(read_whole({}));
    CHECK(read_whole({{{"f", 3}, "the key \"evn\" is not known; did you mean env?", ""}}));
    CHECK(read_whole({{{"f", 3}, "is not JSON: the key \"a\" is there before, in line 2", ""}}));
    for (const auto* what : {"is not TOML: a quote is not closed in its line", "is larger than 1 MB, and is not read",
             "is nested deeper than 64 levels", "cannot be read: Permission denied"})
        CHECK_FALSE(read_whole({{{"f", 3}, what, ""}}));
}
