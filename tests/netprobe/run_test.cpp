// SPDX-License-Identifier: MIT
#include "netprobe/run.hpp"

#include <set>

#include <asio/steady_timer.hpp>
#include <catch2/catch.hpp>

#include "tests/fakes/scripts.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using fakes::http_reply;
using fakes::peer;

namespace {

target named(const std::string& id, const std::string& protocol = "tls", const std::string& after = "") {
    auto to = fakes::to_hub(protocol);
    to.id = id;
    to.after = after;
    if (!after.empty()) to.host.clear();
    return to;
}

void silent(peer& p) { p.wait(); }
void good(peer& p) {
    if (p.handshake()) p.wait();
}

// A registry that sends everyone to layers.test.
void registry(peer& p) {
    if (!p.handshake()) return;
    for (auto request = p.read_until("\r\n\r\n"); !request.empty(); request = p.read_until("\r\n\r\n")) {
        if (request.find("/blobs/") != std::string::npos)
            p.send(http_reply("307 x", "Location: https://layers.test/\r\n", ""));
        else
            p.send(http_reply("200 OK", "", R"({"config":{"digest":"sha256:)" + std::string(64, 'a') + "\"}}"));
    }
}

std::vector<target> many(std::size_t count) {
    std::vector<target> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(named("p" + std::to_string(i)));
    return all;
}

// Counts the paths under way.
struct counter {
    std::size_t now = 0, most = 0, ended = 0;
    run_events events() {
        return {[this](const target&) { most = std::max(most, ++now); },
            [this](const path_observation&) { --now, ++ended; }};
    }
};

} // namespace

TEST_CASE("run: so many at once, and no more; results in the order asked") {
    const fakes::tls_server server(fakes::honest(), good);
    for (const std::size_t width : {1U, 3U, 32U}) {
        INFO(width);
        fakes::loopback net(server.port(), milliseconds(2000));
        counter count;
        const auto seen = run(net.io, netprobe::run(net.on, many(9), width, count.events()));
        CHECK(count.most == std::min<std::size_t>(width, 9));
        CHECK(count.ended == 9);
        REQUIRE(seen.paths.size() == 9);
        for (std::size_t i = 0; i < 9; ++i) {
            CHECK(seen.paths[i].to.id == "p" + std::to_string(i));
            CHECK(seen.paths[i].works());
        }
        CHECK_FALSE(seen.interrupted);
        REQUIRE(seen.names.size() == 1); // asked once, however many paths
        CHECK(seen.names[0].name == "hub.test");
    }
}

TEST_CASE("run: a silent site costs one limit, not one a path") {
    const fakes::tls_server server(fakes::honest(), silent);
    fakes::loopback net(server.port(), milliseconds(300));
    const auto seen = run(net.io, netprobe::run(net.on, many(12), 32, {}));
    for (const auto& path : seen.paths) CHECK(path.failed == failure::timed_out);
    CHECK(seen.elapsed_ms < 650);
}

TEST_CASE("run: what comes after a registry goes to the host it named") {
    const fakes::tls_server server(fakes::honest(), registry);
    fakes::loopback net(server.port(), milliseconds(1000));
    auto first = named("mcr", "registry");
    first.resource = "team/module";
    std::vector<target> targets{named("data/1", "tls", "mcr"), first, named("data/2", "tls", "mcr"),
        named("data/3", "tls", "mcr"), named("none", "tls", "nobody"), named("self", "tls", "self")};
    counter count;
    const auto seen = run(net.io, netprobe::run(net.on, targets, 3, count.events()));
    REQUIRE(seen.paths.size() == 6);
    for (const std::size_t i : {0U, 2U, 3U}) {
        CHECK(seen.paths[i].works());
        CHECK(seen.paths[i].to.host == "layers.test");
        REQUIRE(seen.paths[i].tls);
        CHECK(seen.paths[i].tls->server_name == "layers.test");
    }
    CHECK(seen.paths[1].next_host == "layers.test");
    CHECK(seen.paths[4].failed == failure::not_tried);
    CHECK(seen.paths[5].failed == failure::not_tried);
    CHECK(count.most == 3); // what one path released goes on at once, within the width
}

TEST_CASE("run: what has a host and comes after a path has its turn, however that ended") {
    const fakes::tls_server server(fakes::honest(), [](peer& p) { p.read(); });
    fakes::loopback net(server.port(), milliseconds(500));
    auto second = named("second"), third = named("third");
    second.after = "first";
    third.after = "second";
    counter count;
    const auto seen =
        run(net.io, netprobe::run(net.on, {third, second, named("first", "registry")}, 8, count.events()));
    CHECK(seen.paths[2].failed == failure::closed);
    for (const std::size_t i : {0U, 1U}) {
        CHECK(seen.paths[i].failed != failure::not_tried);
        CHECK(seen.paths[i].connects.size() == 1);
    }
    CHECK(count.most == 1);
}

TEST_CASE("run: what comes after a path that failed is not tried") {
    const fakes::tls_server server(fakes::honest(), [](peer& p) { p.read(); });
    fakes::loopback net(server.port(), milliseconds(500));
    std::vector<target> targets{named("mcr", "registry"), named("data", "tls", "mcr"), named("further", "tls", "data")};
    const auto seen = run(net.io, netprobe::run(net.on, targets, 4, {}));
    CHECK(seen.paths[0].failed == failure::closed);
    CHECK(seen.paths[1].failed == failure::not_tried);
    CHECK(seen.paths[2].failed == failure::not_tried);
}

TEST_CASE("run: Ctrl-C ends everything at once") {
    // In every step there is: connects, handshakes, upgrades, hellos, time.
    const fakes::tls_server before(fakes::honest(), silent), behind(fakes::honest(), good);
    for (const auto* server : {&before, &behind}) {
        fakes::loopback net(server->port(), milliseconds(5000), milliseconds(20000), 2);
        asio::steady_timer soon(net.io, milliseconds(120));
        soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
        std::vector<target> targets;
        for (const auto* protocol :
            {"mqtt", "amqp", "mqtt_ws", "amqp_ws", "https", "registry", "blob", "mqtt", "https"})
            targets.push_back(named(protocol + std::to_string(targets.size()), protocol));
        targets.push_back(named("after", "tls", "registry5"));
        const auto seen = run(net.io, netprobe::run(net.on, targets, 6, {}));
        CHECK(seen.interrupted);
        CHECK(seen.elapsed_ms < 600);
        for (const auto& path : seen.paths) {
            INFO(path.to.id);
            CHECK(to_string(path.failed) == "interrupted");
        }
    }
}

TEST_CASE("run: the deadline ends it too, and what never began is interrupted") {
    const fakes::tls_server server(fakes::honest(), silent);
    fakes::loopback net(server.port(), milliseconds(5000), milliseconds(200));
    auto targets = many(6);
    targets.push_back(named("after", "tls", "p5"));
    const auto seen = run(net.io, netprobe::run(net.on, targets, 2, {}));
    CHECK(seen.interrupted);
    CHECK(seen.elapsed_ms < 600);
    for (const auto& path : seen.paths) CHECK(to_string(path.failed) == "interrupted");
}

TEST_CASE("run: nothing to do") {
    fakes::loopback net(1);
    const auto seen = run(net.io, netprobe::run(net.on, {}, 8, {}));
    CHECK(seen.paths.empty());
    CHECK_FALSE(seen.interrupted);
}
