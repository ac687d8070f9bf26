// SPDX-License-Identifier: MIT
//
// When the interfaces' packets are counted.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/asked_controls.hpp"
#include "tests/rules/direct_site.hpp"

using namespace site_builder;

namespace {

constexpr auto amqp = "iot_hub/amqp/direct", https = "iot_hub/https/direct";
const std::string hub_amqp = std::string("control_in_a_row ") + hub_address + ":5671";

void refuse_everything(rules::report& r) {
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) reset(p);
}

} // namespace

TEST_CASE("in a row: only what is refused within one hop, where that leaves two who may do it") {
    const struct {
        const char* name;
        std::function<void(rules::report&)> how;
        names expected;
    } table[] = {
        {"nothing failed", [](auto&) {}, {}},
        {"nothing is known of the hops", [](auto& r) { reset(at(r, amqp)); }, {}},
        {"it got further",
            [](auto& r) {
                reset(at(r, amqp)), trace(r, hub_address, 5671, {gateway}), trace(r, hub_address, 443, {gateway});
            },
            {}},
        {"it is refused there, and another port is further",
            [](auto& r) {
                reset(at(r, amqp)), trace(r, hub_address, 5671, {"refused"}), trace(r, hub_address, 443, {gateway});
            },
            {hub_amqp}},
        {"the address itself is there",
            [](auto& r) {
                reset(at(r, amqp)), trace(r, hub_address, 5671, {"refused"}), trace(r, hub_address, 443, {"open"});
            },
            {}},
        {"all of it is refused there", [](auto& r) { refuse_everything(r), trace(r, hub_address, 5671, {"refused"}); },
            {hub_amqp}},
        {"and the same port of another address, of which no hops are known",
            [](auto& r) {
                refuse_everything(r), trace(r, hub_address, 443, {"refused"});
                std::erase_if(r.paths, [](auto& p) { return p.seen.to.port != 443 || p.seen.to.protocol != "https"; });
                std::erase_if(
                    r.paths, [](auto& p) { return !p.id().starts_with("iot_hub") && !p.id().starts_with("dps"); });
            },
            {std::string("control_in_a_row ") + hub_address + ":443", "control_in_a_row 203.0.113.20:443"}},
        {"a neighbour, and this device itself",
            [](auto& r) {
                reset(at(r, amqp)), trace(r, hub_address, 5671, {"refused"}), trace(r, hub_address, 443, {gateway});
                at(r, amqp).seen.connects[0].local_address = "203.0.113.9";
            },
            {}},
        {"silence is not refused",
            [](auto& r) {
                drop(at(r, amqp)), trace(r, hub_address, 5671, {"refused"}), trace(r, hub_address, 443, {gateway});
            },
            {}},
        {"refused by a message that names who",
            [](auto& r) {
                fail_connect(at(r, amqp), failure::refused, "E", 1, {{4, 3, 3, gateway}});
                trace(r, hub_address, 5671, {"refused"}), trace(r, hub_address, 443, {gateway});
            },
            {}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.how(r);
        INFO(row.name);
        CHECK(asked(rules::in_a_row_controls(r)) == row.expected);
        CHECK(asked(rules::controls(r)).size() == asked(rules::direct_controls(r)).size()); // not among the others
    }
}

TEST_CASE("in a row: each place once, with its variation, and twelve places at most") {
    auto r = healthy();
    refuse_everything(r);
    for (auto& p : r.paths)
        if (!p.seen.connects.empty())
            for (int i = 0; i < 4; ++i) {
                auto other = p.seen.connects[0];
                other.address = "203.0.113." + std::to_string(100 + i);
                trace(r, other.address, other.port, {"refused"});
                p.seen.connects.push_back(other);
            }
    const auto all = rules::in_a_row_controls(r);
    CHECK(all.size() == 12);
    for (const auto& c : all) {
        CHECK(c.to.as.in_a_row);
        CHECK(c.to.as.ttl == 1);
        CHECK(c.to.protocol == "tcp");
        CHECK(c.need == rules::need::optional);
        CHECK(std::ranges::count_if(all, [&](const auto& o) { return o.to.id == c.to.id; }) == 1);
    }
    const auto time = rules::time_for_in_a_row(all.size());
    CHECK(time.all_ms <= 3000);
    CHECK(time.step_ms <= time.all_ms);
}

TEST_CASE("in a row: a place of this machine alone is not counted") {
    auto r = healthy();
    auto& p = at(r, https);
    reset(p);
    p.seen.connects[0].address = "127.0.0.1";
    trace(r, "127.0.0.1", 443, {"refused"});
    CHECK(rules::in_a_row_controls(r).empty());
}
