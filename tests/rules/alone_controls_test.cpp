// SPDX-License-Identifier: MIT
//
// What is tried once more, alone, and at a pace.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/asked_controls.hpp"
#include "tests/rules/direct_site.hpp"

using namespace site_builder;

namespace {

constexpr auto amqp = "iot_hub/amqp/direct", mqtt = "iot_hub/mqtt/direct", https = "iot_hub/https/direct";
constexpr auto acr = "acr/registry/direct", dps = "dps/https/direct";
constexpr auto registry = "mcr/registry/direct", layers = "mcr_data/https/direct";

} // namespace

TEST_CASE("alone: what our own burst, or loss, may have broken") {
    const std::string again = "control_alone/";
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected; ///< ids
    } table[] = {
        {"refused while others were taken", [](auto& r) { reset(at(r, acr)); }, {again + acr}},
        {"rejected by a message of a rule: a limit has one, too", [](auto& r) { prohibit(at(r, acr)); }, {again + acr}},
        {"refused by a message of a rule",
            [](auto& r) {
                fail_connect(at(r, acr), failure::refused, "E", 1, {{4, 3, 3, gateway}});
            },
            {again + acr}},
        {"a router has no route",
            [](auto& r) {
                fail_connect(at(r, acr), failure::net_unreachable, "E", 1, {{4, 3, 0, gateway}});
            },
            {}},
        {"dropped: the port is closed", [](auto& r) { drop(at(r, amqp)); }, {}},
        {"dropped where the port took others", [](auto& r) { drop(at(r, https)); }, {again + https}},
        {"and with it what was dropped at the same port of another address",
            [](auto& r) { drop(at(r, https)), drop(at(r, acr)), drop(at(r, amqp)); }, {again + https, again + acr}},
        {"cut off in its handshake", [](auto& r) { fail_tls(at(r, acr), failure::timed_out); }, {}},
        {"everything is refused: it is no limit",
            [](auto& r) {
                for (auto& p : r.paths)
                    if (!p.seen.connects.empty()) reset(p);
            },
            {}},
        {"what waited for it goes with it",
            [](auto& r) {
                reset(at(r, "mcr/registry/direct"));
                auto& data = at(r, "mcr_data/https/direct");
                fail_connect(data, failure::not_tried, "", 0);
                data.seen.connects.clear();
            },
            {again + "mcr/registry/direct", again + "mcr_data/https/direct"}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        INFO(row.name);
        names ids;
        for (const auto& c : rules::alone_controls(r)) ids.push_back(c.to.id);
        CHECK(ids == row.expected);
    }
}

TEST_CASE("alone: where SYNs are lost, connections at a pace and every silent path again, so many at most") {
    const auto count_of = [](const rules::report& r, const std::string& what) {
        return how_many(asked(rules::alone_controls(r)), what);
    };
    auto r = healthy();
    late_syn(at(r, mqtt));
    CHECK(rules::alone_controls(r).empty()); // one is any network's right
    drop(at(r, https));                      // another one was lost to the end, at a port that took others
    CHECK(count_of(r, "control_paced_4") == 1);
    auto well = healthy();
    at(r, https) = at(well, https);
    late_syn(at(r, acr));
    const auto all = rules::alone_controls(r);
    REQUIRE(all.size() == 4);
    for (int i = 0; i < 4; ++i) {
        CHECK(all[static_cast<std::size_t>(i)].to.service == "control_paced_" + std::to_string(i + 1));
        CHECK(all[static_cast<std::size_t>(i)].to.as.address == hub_address);
        CHECK(all[static_cast<std::size_t>(i)].to.as.after_ms == 250);
        CHECK(all[static_cast<std::size_t>(i)].to.protocol == "tcp");
    }
    drop(at(r, amqp)); // its port is known from no other connection, and it may be loss
    CHECK(count_of(r, "control_paced_4") == 1);
    const auto after_a_path = rules::alone_controls(r);
    CHECK(after_a_path.front().to.id == std::string("control_alone/") + amqp); // paths before the pace
    CHECK(after_a_path[1].to.as.after_ms == 1000);                             // and a rest between
    CHECK(after_a_path[2].to.as.after_ms == 250);
    fail_tls(at(r, https), failure::timed_out);
    CHECK(rules::alone_controls(r).size() == 6);
    for (int i = 0; i < 40; ++i) {
        auto p = path("endpoint", "broker" + std::to_string(i) + ".example", 8883, "mqtt", rules::need::optional,
            "203.0.113.90", false);
        p.planned.to.id = p.seen.to.id = "endpoint" + std::to_string(i) + "/mqtt/direct";
        add(r, p);
        drop(r.paths.back());
    }
    CHECK(rules::alone_controls(r).size() == 4 + 32);
}

TEST_CASE("alone: a second SYN is waited for, and each has its round trips") {
    auto r = healthy();
    const auto near = rules::time_for_alone(r, 4);
    CHECK(near.step_ms < 1300);
    CHECK(near.step_ms > 1100);
    CHECK(near.all_ms == 4000);
    for (auto& p : r.paths)
        for (auto& c : p.seen.connects) c.kernel.tcp->rtt_ms = 300;
    const auto far = rules::time_for_alone(r, 4);
    CHECK(far.step_ms == 1700);
    CHECK(far.round_trips_ms == 4 * 6 * 300);
    CHECK(rules::time_for_alone({}, 4).round_trips_ms == 0); // nothing answered: no round trip is known
}

TEST_CASE("alone: what fails once more rests, where somebody counts by time") {
    const auto rejected_again = [](rules::report& r, const char* id) {
        auto& seen = alone(r, at(r, id));
        for (auto& c : seen.connects) c.failed = failure::refused;
        seen.failed = failure::refused;
        seen.used.reset();
    };
    const auto dropped_at_first = [](rules::report& r, const std::vector<const char*>& ids) {
        for (const auto* id : ids) {
            const auto well = at(r, id);
            drop(at(r, id));
            alone(r, well);
        }
    };
    const std::string again = "control_alone/";
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected; ///< ids
    } table[] = {
        {"nothing was tried again", [](auto& r) { reset(at(r, acr)); }, {}},
        {"a closed port", [&](auto& r) { reset(at(r, amqp)), rejected_again(r, amqp); }, {}},
        {"at a place that took others", [&](auto& r) { reset(at(r, https)), rejected_again(r, https); },
            {again + https}},
        {"with it a port that may be closed",
            [&](auto& r) {
                for (const auto* id : {https, amqp}) reset(at(r, id)), rejected_again(r, id);
            },
            {again + https, again + amqp}},
        {"others were rejected at first only",
            [&](auto& r) {
                const auto well = at(r, acr);
                for (const auto* id : {acr, amqp}) reset(at(r, id));
                alone(r, well);
                rejected_again(r, amqp);
            },
            {again + amqp}},
        {"what waited and was rejected when it was its turn",
            [&](auto& r) {
                const auto well = at(r, acr);
                for (const auto* id : {acr, "mcr_data/https/direct"}) reset(at(r, id));
                alone(r, well);
            },
            {again + "mcr_data/https/direct"}},
        {"dropped twice, and nothing shows a limit", [&](auto& r) { drop(at(r, https)), alone(r, at(r, https)); }, {}},
        {"dropped twice, where others were dropped at first only",
            [&](auto& r) {
                dropped_at_first(r, {acr, dps});
                drop(at(r, https)), alone(r, at(r, https));
            },
            {again + https}},
        {"one other was dropped at first only: lost, it may be",
            [&](auto& r) {
                dropped_at_first(r, {acr});
                drop(at(r, https)), alone(r, at(r, https));
            },
            {}},
        {"and after a rest, too: once is enough",
            [&](auto& r) {
                dropped_at_first(r, {acr, dps});
                drop(at(r, https)), alone(r, at(r, https)).to.as.after_ms = 400;
            },
            {}},
        {"no time was left for it",
            [&](auto& r) {
                dropped_at_first(r, {acr, dps});
                drop(at(r, https)), alone(r, at(r, https)).failed = failure::interrupted;
            },
            {again + https}},
        {"no time was left for what waited, and the other passes: it must name the way again",
            [&](auto& r) {
                dropped_at_first(r, {registry, acr});
                at(r, layers).seen = {};
                at(r, layers).seen.to = at(r, layers).planned.to;
                at(r, layers).seen.failed = failure::not_tried;
            },
            {again + registry, again + layers}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        INFO(row.name);
        names ids;
        const auto all = rules::rested_alone_controls(r);
        for (const auto& c : all) ids.push_back(c.to.id);
        std::ranges::sort(ids);
        auto expected = row.expected;
        std::ranges::sort(expected);
        CHECK(ids == expected);
        for (const auto& c : all) CHECK(c.to.as.after_ms == (&c == &all.front() ? 1000 : 400));
    }
}

TEST_CASE("alone: time for all rests, and for the last one's silence") {
    const auto time = rules::time_for_rested(healthy(), 5);
    CHECK(time.all_ms == 1000 + 5 * 400);
    CHECK(time.round_trips_ms > time.step_ms);
}
