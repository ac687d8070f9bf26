// SPDX-License-Identifier: MIT
#include <set>

#include <catch2/catch.hpp>

#include "netprobe/protocol/https_answer.hpp"
#include "netprobe/protocol/protocol.hpp"

using namespace netprobe;

TEST_CASE("protocols: every row is whole") {
    std::set<std::string_view> names;
    for (const auto& row : protocols()) {
        INFO(row.name);
        CHECK(names.insert(row.name).second);
        CHECK(find_protocol(row.name) == &row);
        CHECK_FALSE(row.title.empty());
        CHECK(row.port != 0);
        CHECK((row.hello == nullptr) == (row.parse == nullptr));
        CHECK_FALSE((row.hello && row.converse)); // one way to speak it
        CHECK((row.hello == nullptr) == row.asked.empty());
        CHECK_FALSE((row.ask && (row.hello || row.converse || row.connect_only))); // over UDP, or not
        CHECK_FALSE((row.connect_only && (row.hello || row.converse || !row.alpn.empty())));
        CHECK((row.websocket.empty() || row.alpn == "http/1.1")); // h2 has no Upgrade
    }
    CHECK(find_protocol("gopher") == nullptr);
    CHECK(find_protocol("") == nullptr);
}

TEST_CASE("protocols: the four upstream protocols, as Microsoft spells them, on their ports") {
    struct row {
        const char* name;
        const char* upstream;
        std::uint16_t port;
        const char* websocket;
    };
    constexpr row rows[] = {{"amqp", "Amqp", 5671, ""}, {"mqtt", "Mqtt", 8883, ""},
        {"amqp_ws", "AmqpWs", 443, "AMQPWSB10"}, {"mqtt_ws", "MqttWs", 443, "mqtt"}};
    for (const auto& [name, upstream, port, websocket] : rows) {
        const auto* found = find_protocol(name);
        REQUIRE(found);
        CHECK(found->upstream == upstream);
        CHECK(found->port == port);
        CHECK(found->websocket == websocket);
    }
}

TEST_CASE("protocols: those over UDP, on their ports, and no upstream") {
    struct row {
        const char* name;
        std::uint16_t port;
    };
    constexpr row rows[] = {{"dns", 53}, {"ntp", 123}};
    for (const auto& [name, port] : rows) {
        const auto* found = find_protocol(name);
        REQUIRE(found);
        CHECK(found->ask);
        CHECK(found->port == port);
        CHECK(found->upstream.empty());
    }
    for (const auto& row : protocols()) CHECK((row.ask != nullptr) == (row.name == "dns" || row.name == "ntp"));
}

TEST_CASE("protocols: no parser decides on nothing") {
    for (const auto& row : protocols())
        if (row.parse) CHECK_FALSE(row.parse({}));
}

TEST_CASE("https: which answers are the service's") {
    struct row {
        int status;
        bool may_redirect, trusted;
        failure failed;
    };
    constexpr row rows[] = {{200, false, true, failure::none}, {400, false, true, failure::none},
        {401, false, true, failure::none}, {404, false, true, failure::none}, {429, false, true, failure::none},
        {304, false, true, failure::none}, {403, false, true, failure::denied}, {407, false, true, failure::denied},
        {451, false, true, failure::denied}, {511, false, true, failure::denied},
        {301, false, true, failure::protocol_mismatch}, {302, true, true, failure::none},
        {302, true, false, failure::protocol_mismatch}, {502, false, true, failure::protocol_mismatch},
        {101, false, true, failure::protocol_mismatch}};
    for (const auto& [status, may_redirect, trusted, failed] : rows) {
        INFO(status);
        target to;
        to.may_redirect = may_redirect;
        hello_observation seen;
        seen.http.emplace();
        seen.http->status = status;
        judge_https(to, trusted, seen);
        CHECK(seen.failed == failed);
        CHECK(seen.code.empty() == (failed == failure::none));
    }
    hello_observation unanswered;
    unanswered.failed = failure::reset;
    judge_https({}, true, unanswered);
    CHECK(unanswered.failed == failure::reset);
}
