// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::verdict;

namespace {

rules::recommendation advised(rules::report& r, std::string_view prefer = "") {
    rules::diagnose(r);
    return rules::recommend(r, prefer);
}

std::string others(const rules::recommendation& r) {
    std::string text;
    for (const auto& a : r.alternatives)
        text += (text.empty() ? "" : " ") + a.upstream_protocol + (a.via == "proxy" ? "/proxy" : "");
    return text;
}

using spoil = void (*)(rules::path_result&);
void prohibited(rules::path_result& p) { prohibit(p); }

void close_port(rules::report& r, int port, spoil how) {
    for (auto& p : r.paths)
        if (p.seen.to.host == hub && p.seen.to.port == port) how(p);
}

} // namespace

TEST_CASE("recommend: each combination of closed ports, dropped, reset or rejected") {
    const struct {
        bool amqp_closed, mqtt_closed, https_closed;
        const char* expected;
        const char* alternatives;
        verdict expected_verdict;
    } table[] = {
        {false, false, false, "Amqp", "AmqpWs Mqtt MqttWs", verdict::ready},
        {true, false, false, "AmqpWs", "Mqtt MqttWs", verdict::ready},
        {false, true, false, "Amqp", "AmqpWs MqttWs", verdict::ready},
        {true, true, false, "AmqpWs", "MqttWs", verdict::ready},
        {false, false, true, "Amqp", "Mqtt", verdict::blocked},
        {true, false, true, "Mqtt", "", verdict::blocked},
        {false, true, true, "Amqp", "", verdict::blocked},
        {true, true, true, "", "", verdict::blocked},
    };
    const struct {
        const char* name;
        spoil how;
        const char* cause;
    } ways[] = {
        {"drop", drop, "tcp.drop"}, {"reset", reset, "tcp.reset"}, {"icmp", prohibited, "tcp.admin_prohibited"}};
    for (const auto& way : ways)
        for (const auto& row : table) {
            auto r = healthy();
            if (row.amqp_closed) close_port(r, 5671, way.how);
            if (row.mqtt_closed) close_port(r, 8883, way.how);
            if (row.https_closed) close_port(r, 443, way.how);
            const auto got = advised(r);
            INFO(way.name << " 5671:" << row.amqp_closed << " 8883:" << row.mqtt_closed << " 443:" << row.https_closed
                          << "\n"
                          << got.because << "\n"
                          << told(r));
            CHECK(got.upstream_protocol == row.expected);
            CHECK(others(got) == row.alternatives);
            CHECK(r.verdict == row.expected_verdict);
            CHECK(r.findings.size() == (row.amqp_closed || row.mqtt_closed || row.https_closed ? 1u : 0u));
            for (const auto& f : r.findings) {
                CHECK(f.cause == way.cause);
                // Of silence at every port of the hub, and of a reset without its distance, other things may be the
                // cause.
                if (f.cause == "tcp.admin_prohibited") CHECK(f.proved);
                CHECK((f.severity == rules::severity::error) == row.https_closed);
            }
            if (row.https_closed && *row.expected)
                CHECK(got.because.find(std::string(hub) + ":443 (" + way.cause) != std::string::npos);
            CHECK(got.settings.empty() == (*row.expected == 0));
        }
}

TEST_CASE("recommend: prefer mqtt swaps the two families") {
    auto r = healthy();
    auto got = advised(r, "mqtt");
    CHECK(got.upstream_protocol == "Mqtt");
    CHECK(others(got) == "MqttWs Amqp AmqpWs");
    close_port(r, 8883, drop);
    got = advised(r, "mqtt");
    CHECK(got.upstream_protocol == "MqttWs");
    CHECK(got.because.find("Mqtt does not (tcp.drop)") != std::string::npos);
}

TEST_CASE("recommend: it always says to set both modules, and holds the text") {
    auto r = healthy();
    for (const bool closed : {false, true}) {
        if (closed) close_port(r, 5671, reset);
        const auto got = advised(r);
        INFO(got.because);
        CHECK(got.because.find("both edgeAgent and edgeHub") != std::string::npos);
        REQUIRE_FALSE(got.settings.empty());
        CHECK(got.settings.front().text.find(got.upstream_protocol) != std::string::npos);
        CHECK((got.because.find("no fallback") != std::string::npos) == closed);
    }
}

TEST_CASE("recommend: only the WebSocket protocols go through a proxy") {
    auto r = behind_proxy();
    auto got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol == "AmqpWs");
    CHECK(got.via == "proxy");
    CHECK(others(got) == "MqttWs/proxy"); // although Amqp and Mqtt pass it, too
    CHECK(got.because.find("directly none of them works (tcp.drop)") != std::string::npos);
    CHECK(got.settings.size() == 9);
    for (const auto& s : got.settings) CHECK(s.text.find("edge:***@proxy.corp.example:3128") != std::string::npos);
    got = advised(r, "mqtt");
    CHECK(got.upstream_protocol == "MqttWs");
}

TEST_CASE("recommend: by the proxy only where the WebSocket passes it") {
    auto r = behind_proxy();
    fail_upgrade(at(r, "iot_hub/amqp_ws/proxy"), failure::denied, 426);
    auto got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol == "MqttWs");
    CHECK(got.because.find("AmqpWs through the proxy does not (ws.upgrade_stripped)") != std::string::npos);
    fail_upgrade(at(r, "iot_hub/mqtt_ws/proxy"), failure::denied, 426);
    got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol.empty());
    CHECK(got.settings.empty());
    CHECK(got.because.find("ws.upgrade_stripped") != std::string::npos);
}

TEST_CASE("recommend: direct comes before the proxy, and both are said") {
    auto r = with_proxy();
    close_port(r, 5671, [](auto& p) {
        if (p.seen.to.via == "direct") drop(p);
    });
    const auto got = advised(r);
    CHECK(got.upstream_protocol == "AmqpWs");
    CHECK(got.via == "direct");
    CHECK(others(got) == "Mqtt MqttWs AmqpWs/proxy MqttWs/proxy");
    CHECK(got.settings.size() == 3); // nothing needs the proxy
}

TEST_CASE("recommend: what else is needed and goes by the proxy only is said, and the proxy set") {
    auto r = with_proxy();
    drop(at(r, "acr/registry/direct"));
    const auto got = advised(r);
    INFO(got.because << told(r));
    CHECK(got.upstream_protocol == "Amqp");
    CHECK(got.via == "direct");
    CHECK(got.because.find("contoso.azurecr.io gets out by the proxy only") != std::string::npos);
    CHECK(got.because.find("Not enough yet") == std::string::npos);
    CHECK(got.settings.size() == 9);
}

TEST_CASE("recommend: a proxy of no use to the device is not recommended, and who cannot use it is said") {
    for (const std::string address : {"https://proxy.corp.example:3128", "socks5://proxy.corp.example:1080"}) {
        auto r = behind_proxy();
        r.site.proxy = address;
        const auto got = advised(r);
        INFO(address << got.because);
        CHECK(got.upstream_protocol.empty());
        CHECK(got.settings.empty());
        CHECK(
            got.because.find("edgeAgent and edgeHub are documented to use http:// proxies only") != std::string::npos);
        CHECK(got.because.find("proxy.kind_unsupported") != std::string::npos);
    }
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) { p.seen.proxy->tunnel.back().credentials = "NTLM"; });
    const auto got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol.empty());
    CHECK(got.because.find("proxy.auth_unsupported_scheme") != std::string::npos);
}

TEST_CASE("recommend: the WebSocket upgrade must pass, not only port 443") {
    auto r = healthy();
    close_port(r, 5671, drop);
    fail_upgrade(at(r, "iot_hub/amqp_ws/direct"), failure::denied, 403);
    const auto got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol == "Mqtt");
    CHECK(got.because.find("Amqp does not (tcp.drop), AmqpWs does not (ws.subprotocol_denied)") != std::string::npos);
}

TEST_CASE("recommend: inspection of 443 only is one more reason for a port of its own") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.service_roots && p.seen.to.port == 443) present(p, "CN=Corp Proxy CA,O=Corp", 0);
    const auto got = advised(r);
    INFO(got.because << told(r));
    CHECK(got.upstream_protocol == "Amqp");
    CHECK(got.because.find("stays clear of the TLS inspection") != std::string::npos);
}

TEST_CASE("recommend: where nothing works it names the change that helps most") {
    auto r = healthy();
    close_port(r, 5671, reset);
    close_port(r, 8883, reset);
    for (auto& p : r.paths)
        if (p.seen.to.port == 443) prohibit(p, "192.0.2.254");
    const auto got = advised(r);
    INFO(got.because);
    CHECK(got.upstream_protocol.empty());
    CHECK(got.via.empty());
    CHECK(got.alternatives.empty());
    CHECK(got.settings.empty());
    CHECK(got.because.find("tcp.admin_prohibited") != std::string::npos);
    CHECK(got.because.find("192.0.2.254") != std::string::npos);
}

TEST_CASE("recommend: without a hub there is nothing to recommend") {
    rules::report r;
    const auto got = advised(r);
    CHECK(got.upstream_protocol.empty());
    CHECK(got.because.find("--hub") != std::string::npos);
}
