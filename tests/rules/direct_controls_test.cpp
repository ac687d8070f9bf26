// SPDX-License-Identifier: MIT
//
// What is asked directly of a measured report, and what is not.
#include <catch2/catch.hpp>

#include <functional>
#include <set>

#include "tests/rules/asked_controls.hpp"
#include "tests/rules/direct_site.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;

namespace {

constexpr auto amqp = "iot_hub/amqp/direct", mqtt = "iot_hub/mqtt/direct", https = "iot_hub/https/direct";
constexpr auto acr = "acr/registry/direct";

names six_hops(const std::string& place) {
    names all;
    for (int hops = 1; hops <= 6; ++hops) all.push_back("control_ttl_" + std::to_string(hops) + " " + place);
    return all;
}

names joined(std::vector<names> lists) {
    names all;
    for (auto& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

const netprobe::target& asked_for(const std::vector<rules::planned_path>& all, std::string_view service) {
    for (const auto& c : all)
        if (c.to.service == service) return c.to;
    throw std::logic_error("not asked");
}

/// That hub's handshake at 5671 ended so.
rules::report stalled(failure how) {
    auto r = healthy();
    fail_tls(at(r, amqp), how);
    return r;
}

} // namespace

TEST_CASE("direct controls: of a site that is well nothing is asked") {
    for (const auto& r : {healthy(), with_proxy(), rules::report{}}) {
        CHECK(rules::direct_controls(r).empty());
        CHECK(rules::alone_controls(r).empty());
    }
}

TEST_CASE("direct controls: of a SYN without an answer, how far it comes") {
    const std::string place = "203.0.113.7:5671";
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected;
    } table[] = {
        {"dropped", [](auto& r) { drop(at(r, amqp)); },
            joined({six_hops(place), six_hops("203.0.113.7:443"), {"control_first_hop 203.0.113.7:123"}})},
        {"one SYN was enough to say so", [](auto& r) { fail_connect(at(r, amqp), failure::timed_out, "E", 500); },
            joined({six_hops(place), six_hops("203.0.113.7:443"), {"control_first_hop 203.0.113.7:123"}})},
        {"somebody has said why", [](auto& r) { prohibit(at(r, amqp)); }, {}},
        {"with the silence a message came",
            [](auto& r) {
                fail_connect(at(r, amqp), failure::timed_out, "E", 5000, {{4, 3, 1, gateway}}, 4);
            },
            {}},
        {"the port took another connection", [](auto& r) { drop(at(r, https)); }, {}},
        {"a sinkhole's address",
            [](auto& r) {
                at(r, acr).seen.connects[0].address = "0.0.0.0";
                drop(at(r, acr));
            },
            {}},
        {"Ctrl-C", [](auto& r) { fail_connect(at(r, amqp), failure::interrupted, "", 5); }, {}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        INFO(row.name);
        CHECK(asked(rules::direct_controls(r)) == row.expected);
    }
}

TEST_CASE("direct controls: of many silent places three, each port once before further addresses, IPv4 before IPv6") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) drop(p);
    at(r, amqp).seen.connects.insert(at(r, amqp).seen.connects.begin(), at(r, amqp).seen.connects[0]);
    at(r, amqp).seen.connects[0].address = "2001:db8::7";
    CHECK(asked(rules::direct_controls(r)) ==
          joined({six_hops("203.0.113.7:5671"), six_hops("203.0.113.7:443"), six_hops("203.0.113.7:8883"),
              {"control_first_hop 203.0.113.7:123", "control_portal 192.0.2.1:80"}}));
    for (const auto* id : {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct", https, mqtt}) reset(at(r, id));
    const auto all = asked(rules::direct_controls(r));
    CHECK(how_many(all, "control_ttl_6") == 3);
    CHECK(all[0] == "control_ttl_1 203.0.113.7:5671");
    CHECK(all[6] == "control_ttl_1 203.0.113.20:443");
    CHECK(all[12] == "control_ttl_1 203.0.113.30:443");
}

TEST_CASE("direct controls: of a refusal, how far away it comes from, beside another port") {
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected;
    } table[] = {
        {"beside a port that answers", [](auto& r) { reset(at(r, amqp)); },
            {"control_answer_ttl 203.0.113.7:5671", "control_ttl_1 203.0.113.7:5671",
                "control_answer_ttl 203.0.113.7:443", "control_ttl_1 203.0.113.7:443"}},
        {"accepted and reset at once", [](auto& r) { fail_connect(at(r, amqp), failure::reset, "E", 3); },
            {"control_answer_ttl 203.0.113.7:5671", "control_ttl_1 203.0.113.7:5671",
                "control_answer_ttl 203.0.113.7:443", "control_ttl_1 203.0.113.7:443"}},
        {"where no other port is known", [](auto& r) { reset(at(r, acr)); },
            {"control_answer_ttl 203.0.113.40:443", "control_ttl_1 203.0.113.40:443"}},
        {"by a message",
            [](auto& r) {
                fail_connect(at(r, amqp), failure::refused, "E", 3, {{4, 3, 3, gateway}});
            },
            {}},
        {"on this device",
            [](auto& r) {
                at(r, acr).seen.connects[0].address = "127.0.0.1";
                reset(at(r, acr));
            },
            {}},
        {"where another connection was taken", [](auto& r) { reset(at(r, https)); }, {}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        INFO(row.name);
        CHECK(asked(rules::direct_controls(r)) == row.expected);
    }
    auto r = healthy();
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) reset(p);
    CHECK(asked(rules::direct_controls(r)).size() == 9); // four places, no port that answers; and a portal's
}

TEST_CASE("direct controls: of a handshake without a certificate, all that may have been minded") {
    const std::string place = " 203.0.113.7:5671", other = " 203.0.113.7:443";
    const names common{"control_foreign_name" + place, "control_foreign_name_2" + place, "control_known_name" + place,
        "control_no_name" + place, "control_small_hello" + place, "control_tls12" + place, "control_again" + place,
        "control_again_2" + place, "control_again_3" + place, "control_again_4" + place, "control_again_5" + place};
    const names where{"control_answer_ttl" + place, "control_ttl_1" + place, "control_answer_ttl" + other,
        "control_ttl_1" + other, "control_nowhere 192.0.2.1:5671"};
    CHECK(asked(rules::direct_controls(stalled(failure::timed_out))) ==
          joined({common, {"control_small_segments" + place}, where}));
    for (const auto how : {failure::reset, failure::closed, failure::tls_alert})
        CHECK(asked(rules::direct_controls(stalled(how))) == joined({common, where}));
    CHECK(rules::direct_controls(stalled(failure::interrupted)).empty());
}

TEST_CASE("direct controls: the name that passes is one of this port, else of another, and never the host's own") {
    auto r = stalled(failure::reset);
    const auto elsewhere = asked_for(rules::direct_controls(r), "control_known_name").server_name;
    CHECK(elsewhere != hub);
    CHECK_FALSE(elsewhere.empty());
    add(r, path("endpoint", "broker.corp.example", 5671, "amqp", rules::need::required, "203.0.113.80", false));
    CHECK(asked_for(rules::direct_controls(r), "control_known_name").server_name == "broker.corp.example");
    for (auto& p : r.paths) // nothing passes: there is no such name
        if (p.seen.tls) fail_tls(p, failure::reset);
    CHECK(how_many(asked(rules::direct_controls(r)), "control_known_name") == 0);
}

TEST_CASE("direct controls: what each handshake does otherwise") {
    auto r = stalled(failure::timed_out);
    add(r, path("endpoint", "broker.corp.example", 5671, "amqp", rules::need::required, "203.0.113.80", false));
    const auto all = rules::direct_controls(r);
    const std::string_view host = hub;
    const auto foreign = asked_for(all, "control_foreign_name").server_name;
    CHECK(foreign.size() == host.size()); // the hello is as large
    CHECK(foreign.ends_with(".example.com"));
    CHECK(foreign == asked_for(all, "control_foreign_name_2").server_name);
    CHECK(asked_for(all, "control_known_name").server_name == "broker.corp.example");
    CHECK(asked_for(all, "control_no_name").as.hello == "no_name");
    CHECK(asked_for(all, "control_small_hello").as.hello == "small");
    CHECK(asked_for(all, "control_tls12").as.hello == "tls12");
    netprobe::variation as_usual;
    as_usual.address = hub_address;
    CHECK(asked_for(all, "control_again").as == as_usual);
    CHECK(asked_for(all, "control_small_segments").as.max_segment == 536);
    CHECK(asked_for(all, "control_answer_ttl").as.answer_ttl);
    CHECK(asked_for(all, "control_name_elsewhere").as.address == "203.0.113.80");
    CHECK(asked_for(all, "control_name_elsewhere").host == hub);
    CHECK(asked_for(all, "control_name_elsewhere").server_name == hub);
    // Short names and long ones make names that exist in no zone, and that are valid.
    for (const auto& name : names{"a.io", "contoso.azurecr.io", std::string(200, 'n') + ".example.net"}) {
        auto other = healthy();
        auto& p = at(other, acr);
        p.seen.to.host = name;
        fail_tls(p, failure::reset);
        const auto made = asked_for(rules::direct_controls(other), "control_foreign_name").server_name;
        INFO(made);
        CHECK(made.find('.') <= 63);
        CHECK(made.find('.') >= 1);
        CHECK(made.ends_with(".example.com"));
    }
}

TEST_CASE("direct controls: three places of stalled handshakes, each once") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.tls) fail_tls(p, failure::timed_out);
    const auto all = asked(rules::direct_controls(r));
    CHECK(how_many(all, "control_again") == 3); // of 5671, 443 and 8883 of the hub
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
    CHECK(how_many(all, "control_nowhere") == 3);
}

TEST_CASE("direct controls: of another's certificate, the other address of the name") {
    const struct {
        const char* name;
        const char* second;
        failure how;
        bool trusted;
        bool expected;
    } table[] = {
        {"two addresses take connections", "203.0.113.41", failure::none, false, true},
        {"the other one does not", "203.0.113.41", failure::timed_out, false, false},
        {"the same one", "203.0.113.40", failure::none, false, false},
        {"of the other family", "2001:db8::41", failure::none, false, false},
        {"the certificate is right", "203.0.113.41", failure::none, true, false},
    };
    for (const auto& row : table) {
        INFO(row.name);
        auto r = healthy();
        auto& p = at(r, acr);
        if (!row.trusted) present(p, root_name, 0, false);
        p.seen.connects.push_back(connected(row.second, 443));
        p.seen.connects[1].failed = row.how;
        std::vector<rules::planned_path> all;
        for (const auto& c : rules::direct_controls(r))
            if (c.to.service == "control_other_address") all.push_back(c);
        REQUIRE(all.size() == (row.expected ? 1 : 0));
        if (!row.expected) continue;
        CHECK(all[0].to.id == std::string("control_other_address/") + acr);
        CHECK(all[0].to.as.address == "203.0.113.41");
        CHECK(all[0].to.protocol == "registry"); // the whole path
        CHECK(all[0].to.after.empty());
    }
}

TEST_CASE("direct controls: of an application that is cut off, the whole path in small segments") {
    const struct {
        const char* name;
        std::function<void(rules::path_result&)> how;
        bool expected;
    } table[] = {
        {"silent", [](auto& p) { fail_hello(p, failure::timed_out); }, true},
        {"reset", [](auto& p) { fail_hello(p, failure::reset); }, true},
        {"closed", [](auto& p) { fail_hello(p, failure::closed); }, true},
        {"answered in another protocol", [](auto& p) { fail_hello(p, failure::protocol_mismatch, "4854"); }, false},
        {"denied", [](auto& p) { answer_http(p, 403); }, false},
        {"silent behind another's certificate",
            [](auto& p) {
                present(p, "CN=Corp", 20);
                fail_hello(p, failure::timed_out);
            },
            false},
        {"closed while it was left alone",
            [](auto& p) {
                p.seen.hold.emplace().failed = failure::closed;
                p.seen.failed = failure::closed;
            },
            false},
    };
    for (const auto& row : table) {
        INFO(row.name);
        auto r = healthy();
        row.how(at(r, mqtt));
        const auto all = rules::direct_controls(r);
        CHECK(asked(all) == (row.expected ? names{"control_path_again 203.0.113.7:8883",
                                                "control_path_small_segments 203.0.113.7:8883"}
                                          : names{}));
        if (!row.expected) continue;
        CHECK(all[0].to.protocol == "mqtt");
        CHECK(all[0].to.as.max_segment == 0);
        CHECK(all[1].to.as.max_segment == 536);
        CHECK(all[1].to.service_roots);
    }
}

TEST_CASE("direct controls: of an application that is late beside other ports of its host, whether it always is") {
    const auto late = [](auto& r, std::string_view id) { at(r, id).seen.tls->elapsed_ms = 4000; };
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected;
    } table[] = {
        {"one port", [&](auto& r) { late(r, mqtt); }, {"control_path_again 203.0.113.7:8883"}},
        {"all ports: the host, or the way", [&](auto& r) { late(r, mqtt), late(r, amqp), late(r, https); }, {}},
        {"a host with one port", [&](auto& r) { late(r, acr); }, {}},
        {"another's certificate", [&](auto& r) { late(r, mqtt), present(at(r, mqtt), "CN=Corp", 20); }, {}},
    };
    for (const auto& row : table) {
        INFO(row.name);
        auto r = healthy();
        row.how(r);
        CHECK(asked(rules::direct_controls(r)) == row.expected);
    }
}

TEST_CASE("direct controls: what passes alone is asked about no further") {
    for (const auto& how :
        std::vector<std::function<void(rules::path_result&)>>{[](auto& p) { drop(p); }, [](auto& p) { reset(p); },
            [](auto& p) { fail_tls(p, failure::timed_out); }, [](auto& p) { fail_hello(p, failure::timed_out); }}) {
        auto r = healthy();
        const auto well = at(r, mqtt);
        how(at(r, mqtt));
        CHECK_FALSE(rules::direct_controls(r).empty());
        alone(r, well);
        CHECK(rules::direct_controls(r).empty());
        r.controls[0].seen.tls->verify_code = 20; // it came through to somebody else
        CHECK_FALSE(rules::direct_controls(r).empty());
    }
}

TEST_CASE("direct controls: they are paths that nobody needs, each with an id of its own") {
    auto r = healthy();
    drop(at(r, amqp));
    reset(at(r, acr));
    fail_tls(at(r, https), failure::reset);
    fail_hello(at(r, mqtt), failure::timed_out);
    std::set<std::string> ids;
    for (const auto& c : rules::direct_controls(r)) {
        INFO(c.to.id);
        CHECK(ids.insert(c.to.id).second);
        CHECK(c.need == rules::need::optional);
        CHECK(c.group.empty());
        CHECK_FALSE(c.purpose.empty());
        CHECK(c.to.via == "direct");
        CHECK_FALSE(c.to.as.address.empty());
        CHECK(c.to.service.starts_with("control_"));
    }
    CHECK(ids.size() > 20);
    // Those by a proxy and those that go directly, together.
    auto both = behind_proxy();
    CHECK(rules::controls(both).size() == rules::proxy_controls(both).size() + rules::direct_controls(both).size());
    CHECK_FALSE(rules::direct_controls(both).empty());
}
