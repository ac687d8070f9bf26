// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {
constexpr auto acr = "acr/registry/direct";
constexpr auto https = "iot_hub/https/direct";
constexpr auto amqp = "iot_hub/amqp/direct";
constexpr auto amqp_ws = "iot_hub/amqp_ws/direct";
constexpr auto mqtt = "iot_hub/mqtt/direct";
constexpr auto mqtt_ws = "iot_hub/mqtt_ws/direct";
} // namespace

TEST_CASE("protocol: what stands behind TLS and does not answer") {
    const struct {
        const char* id;
        failure failed;
        const char* first_bytes;
        const char* expected;
        bool proved;
    } table[] = {
        {mqtt, failure::timed_out, "", "mqtt.no_answer", true},
        {mqtt, failure::closed, "", "mqtt.no_answer", false},
        {mqtt, failure::reset, "", "mqtt.app_reset", false},
        {mqtt, failure::protocol_mismatch, "485454502f31", "mqtt.not_mqtt", true},
        {mqtt, failure::too_much, "00", "mqtt.not_mqtt", false},
        {amqp, failure::timed_out, "", "amqp.no_answer", true},
        {amqp, failure::reset, "", "amqp.app_reset", false},
        {amqp, failure::protocol_mismatch, "20020005", "amqp.not_amqp", true},
        {mqtt_ws, failure::timed_out, "", "ws.frames_dropped", false},
        {amqp_ws, failure::closed, "", "ws.closed_after_upgrade", true},
        {amqp_ws, failure::reset, "", "ws.closed_after_upgrade", true},
        {amqp_ws, failure::protocol_mismatch, "00", "amqp.not_amqp", true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_hello(at(r, row.id), row.failed, row.first_bytes);
        rules::diagnose(r);
        INFO(row.id << " " << netprobe::to_string(row.failed) << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].severity == severity::note); // another protocol works
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("protocol: an upgrade that does not come through") {
    const struct {
        const char* name;
        failure failed;
        int status;
        const char* expected_alone; ///< the other subprotocol passes
        const char* expected_both;
    } table[] = {
        {"426", failure::denied, 426, "ws.upgrade_stripped", "ws.upgrade_stripped"},
        {"400", failure::denied, 400, "ws.subprotocol_denied", "ws.upgrade_denied"},
        {"403", failure::denied, 403, "ws.subprotocol_denied", "ws.upgrade_denied"},
        {"502", failure::denied, 502, "ws.subprotocol_denied", "ws.upgrade_denied"},
        {"silence", failure::timed_out, 0, "ws.subprotocol_denied", "ws.upgrade_denied"},
        {"reset", failure::reset, 0, "ws.subprotocol_denied", "ws.upgrade_denied"},
        {"no HTTP", failure::protocol_mismatch, 0, "http.unexpected", "http.unexpected"},
    };
    for (const auto& row : table)
        for (const bool both : {false, true}) {
            auto r = healthy();
            fail_upgrade(at(r, amqp_ws), row.failed, row.status);
            if (both) fail_upgrade(at(r, mqtt_ws), row.failed, row.status);
            rules::diagnose(r);
            INFO(row.name << "\n" << told(r));
            REQUIRE(r.findings.size() == 1);
            CHECK(r.findings[0].cause == (both ? row.expected_both : row.expected_alone));
            CHECK(r.findings[0].paths.size() == (both ? 2u : 1u));
            CHECK(r.findings[0].severity == severity::note);
        }
}

TEST_CASE("protocol: 101 and yet not the upgrade that was asked for") {
    const struct {
        bool accept;
        const char* subprotocol;
        const char* expected;
    } table[] = {{true, "", "ws.subprotocol_stripped"}, {true, "chat", "ws.subprotocol_denied"},
        {false, "AMQPWSB10", "http.unexpected"}};
    for (const auto& row : table) {
        auto r = healthy();
        fail_upgrade(at(r, amqp_ws), failure::denied, 101);
        at(r, amqp_ws).seen.upgrade->accept_matches = row.accept;
        at(r, amqp_ws).seen.upgrade->subprotocol = row.subprotocol;
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved);
    }
}

TEST_CASE("protocol: who denies, the service or a box") {
    using headers = std::vector<std::pair<std::string, std::string>>;
    const struct {
        const char* id;
        int status;
        headers said;
        const char* expected;
        const char* where;
        const char* who;
        const char* box;
    } table[] = {
        {acr, 403, {{"docker-distribution-api-version", "registry/2.0"}}, "http.denied", "service", "Azure admin", ""},
        {acr, 403, {{"via", "1.1 filter.corp.example"}}, "http.denied", "firewall", "network admin",
            "1.1 filter.corp.example"},
        {acr, 403, {}, "http.denied", "unknown", "network admin", ""},
        {acr, 451, {}, "http.denied", "unknown", "network admin", ""},
        {https, 403, {}, "http.denied", "service", "Azure admin", ""}, // the chain ends in the service's own root
        {acr, 502, {{"via", "1.1 filter"}}, "http.unexpected", "firewall", "network admin", "1.1 filter"},
        {acr, 407, {{"via", "1.1 squid"}}, "proxy.auth_required", "proxy", "device owner", "1.1 squid"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        answer_http(at(r, row.id), row.status, row.said);
        rules::diagnose(r);
        INFO(row.status << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].where == row.where);
        CHECK(r.findings[0].who == row.who);
        CHECK(r.findings[0].box == row.box);
        CHECK(r.findings[0].severity == severity::error);
    }
}

TEST_CASE("protocol: a hub that denies everything is one finding") {
    auto r = healthy();
    answer_http(at(r, https), 403);
    fail_upgrade(at(r, amqp_ws), failure::denied, 403);
    fail_upgrade(at(r, mqtt_ws), failure::denied, 403);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "http.denied");
    CHECK(r.findings[0].paths.size() == 3);
}

TEST_CASE("protocol: answers without credentials that the service gives are passes") {
    for (const int status : {400, 401, 404, 405, 429}) {
        auto r = healthy();
        answer_http(at(r, https), status, {}, failure::none);
        rules::diagnose(r);
        INFO(status);
        CHECK(r.findings.empty());
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("protocol: a portal answers, unless the peer has proved to be the service") {
    using headers = std::vector<std::pair<std::string, std::string>>;
    const struct {
        int status;
        headers said;
        bool portal;
        bool proved;
    } table[] = {
        {511, {}, true, true},
        {302, {{"location", "https://login.hotel.example/welcome"}}, true, false},
        {302, {{"location", "/elsewhere"}}, false, false},
        {200, {{"content-type", "text/html"}}, true, false},
        {200, {{"content-type", "text/html"}, {"x-ms-request-id", "1"}}, false, false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        answer_http(at(r, acr), row.status, row.said);
        rules::diagnose(r);
        INFO(row.status << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == (row.portal ? "net.captive_portal" : "http.unexpected"));
        if (row.portal) CHECK(r.findings[0].proved == row.proved);

        r = healthy();
        answer_http(at(r, https), row.status, row.said); // its chain ends in the service's own root
        rules::diagnose(r);
        CHECK(find(r, "net.captive_portal") == nullptr);
        CHECK(at(r, https).cause == "http.unexpected");
    }
}

TEST_CASE(
    "protocol: TLS 1.3 refuses who shows no certificate when the first words have been said (RFC 8446 §4.4.2.4)") {
    const auto check = [](rules::report r, const char* id) {
        rules::diagnose(r);
        INFO(id << "\n" << told(r));
        CHECK(at(r, id).cause == "tls.alert");
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].proved);
        CHECK(r.findings[0].evidence.at(0).find("alert 116") != std::string::npos);
    };
    for (const auto* id : {https, acr, mqtt, amqp}) {
        auto r = healthy();
        fail_hello(at(r, id), failure::tls_alert);
        at(r, id).seen.hellos.back().code = "alert 116";
        check(std::move(r), id);
    }
    for (const auto* id : {amqp_ws, mqtt_ws}) {
        auto r = healthy();
        fail_upgrade(at(r, id), failure::tls_alert, 0);
        at(r, id).seen.upgrade->code = "alert 116";
        check(std::move(r), id);
    }
}

TEST_CASE("protocol: a request that is never answered, or cut") {
    const struct {
        failure failed;
        std::uint32_t retrans;
        const char* expected;
    } table[] = {
        {failure::timed_out, 0, "http.no_answer"},
        {failure::timed_out, 5, "net.cut_after_data"},
        {failure::reset, 0, "net.cut_after_data"},
        {failure::closed, 0, "http.no_answer"},
        {failure::protocol_mismatch, 0, "http.unexpected"},
        {failure::too_much, 0, "http.unexpected"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_hello(at(r, acr), row.failed);
        at(r, acr).seen.hellos.back().kernel.tcp =
            netprobe::tcp_state{.state = "ESTABLISHED", .total_retrans = row.retrans, .unacked = row.retrans ? 1u : 0u};
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK_FALSE(r.findings[0].proved);
    }
}

TEST_CASE("protocol: a connection that a message from the way ends behind its handshake is cut after its first data") {
    const struct {
        const char* name;
        failure failed;
        std::vector<netprobe::icmp_error> icmp;
        const char* expected;
        const char* box;
    } table[] = {
        // On a connection that stands the kernel keeps the errno, and no message.
        {"its errno: host", failure::host_unreachable, {}, "net.cut_after_data", ""},
        {"its errno: net", failure::net_unreachable, {}, "net.cut_after_data", ""},
        {"its errno: port", failure::refused, {}, "net.cut_after_data", ""},
        {"its errno: IPv6's prohibited", failure::not_permitted, {}, "net.cut_after_data", ""},
        {"silence, and a message", failure::timed_out, {{4, 3, 13, "198.51.100.1"}}, "net.cut_after_data",
            "198.51.100.1"},
        {"silence, and a smaller packet was asked for", failure::timed_out, {{4, 3, 4, "198.51.100.1"}},
            "mqtt.no_answer", ""},
        {"silence", failure::timed_out, {}, "mqtt.no_answer", ""},
        {"a reset", failure::reset, {}, "mqtt.app_reset", ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_hello(at(r, mqtt), row.failed);
        at(r, mqtt).seen.hellos.back().kernel.icmp = row.icmp;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].box == row.box);
        if (r.findings[0].cause == "net.cut_after_data") CHECK(r.findings[0].where == "firewall");
    }
}

TEST_CASE("protocol: what the whole path does in small segments") {
    const auto well = failure::none, silence = failure::timed_out;
    const struct {
        const char* name;
        std::optional<failure> again, small;
        const char* protocol; ///< of both
        const char* expected;
        const char* control;
    } table[] = {
        {"works, and as usual it fails again", silence, well, "mqtt", "net.mtu_blackhole",
            "in segments of 536 bytes works"},
        {"fails as well", silence, silence, "mqtt", "mqtt.no_answer", "it ends the same"},
        {"works, and as usual as well: it was lost", well, well, "mqtt", "mqtt.no_answer", ""},
        {"works, and as usual it was not tried again", {}, well, "mqtt", "mqtt.no_answer", ""},
        {"was not tried", silence, {}, "mqtt", "mqtt.no_answer", ""},
        {"of another protocol at the same place", silence, well, "https", "mqtt.no_answer", ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_hello(at(r, mqtt), silence);
        if (row.again) direct_control(r, "control_path_again", hub_address, 8883, row.protocol).failed = *row.again;
        if (row.small)
            direct_control(r, "control_path_small_segments", hub_address, 8883, row.protocol).failed = *row.small;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].control.find(row.control) != std::string::npos);
        CHECK(r.findings[0].control.empty() == std::string_view(row.control).empty());
    }
}

TEST_CASE("protocol: a reset that is a close the next time is a close") {
    const struct {
        const char* path;
        failure again, small;
        const char* expected;
    } table[] = {{mqtt, failure::reset, failure::closed, "mqtt.no_answer"},
        {mqtt, failure::closed, failure::reset, "mqtt.no_answer"},
        {mqtt, failure::reset, failure::reset, "mqtt.app_reset"},
        {https, failure::closed, failure::closed, "http.no_answer"},
        {https, failure::reset, failure::reset, "net.cut_after_data"}};
    for (const auto& row : table) {
        auto r = healthy();
        fail_hello(at(r, row.path), failure::reset);
        const auto& to = at(r, row.path).seen.to;
        const auto protocol = to.protocol;
        const int port = to.port;
        direct_control(r, "control_path_again", hub_address, port, protocol).failed = row.again;
        direct_control(r, "control_path_small_segments", hub_address, port, protocol).failed = row.small;
        rules::diagnose(r);
        INFO(row.expected << "\n" << told(r));
        CHECK(find(r, row.expected));
        CHECK(r.findings.size() == 1);
    }
}
