// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include "tools/first_reachable.hpp"

using asio::ip::tcp;
using netprobe::failure;

namespace {

// What a list may name: a place that takes connections, one that refuses them, and one that is silent because its
// backlog is full.
struct places {
    asio::io_context loop;
    tcp::acceptor serves{loop, {asio::ip::address_v4::loopback(), 0}};
    tcp::acceptor silent{loop, {asio::ip::address_v4::loopback(), 0}};
    tcp::acceptor closed{loop}; ///< bound, and does not listen
    std::vector<tcp::socket> filling;

    places() {
        closed.open(tcp::v4());
        closed.bind({asio::ip::address_v4::loopback(), 0});
        serves.listen();
        silent.listen(0);
        filling.reserve(3);
        for (int i = 0; i < 3; ++i) // under way from here on; connect() would wait
            filling.emplace_back(loop).async_connect(silent.local_endpoint(), [](std::error_code) {});
    }

    proxy::address of(char which) const {
        const auto& place = which == 'w' ? serves : which == 's' ? silent : closed;
        return {proxy::scheme::http, "127.0.0.1", place.local_endpoint().port(), {}};
    }

    bool asked() {
        serves.non_blocking(true);
        std::error_code ec;
        serves.accept(ec);
        return !ec;
    }
};

tools::network_options within(double deadline) {
    tools::network_options options;
    options.limit_seconds = 0.4;
    options.deadline_seconds = deadline;
    return options;
}

} // namespace

TEST_CASE("first reachable: the first of a list that takes a connection, and what became of those before it") {
    const struct {
        const char* list; ///< w: works, c: closed, s: silent
        std::size_t index;
        std::vector<failure> passed;
        bool asked; ///< the one that works
        double at_least_ms, at_most_ms;
    } table[] = {
        {"c", 0, {}, false, 0, 200}, // alone it is not even tried
        {"wc", 0, {}, true, 0, 350},
        {"ws", 0, {}, true, 0, 350}, // a spare one that is dead holds nobody up
        {"cw", 1, {failure::refused}, true, 0, 350},
        {"sw", 1, {failure::timed_out}, true, 350, 900},
        {"scw", 2, {failure::timed_out, failure::refused}, true, 350, 900},
        {"sscw", 3, {failure::timed_out, failure::timed_out, failure::refused}, true, 350,
            1000}, // at once, not in turn
        {"cc", 0, {}, false, 0, 500},
        {"ssc", 0, {}, false, 350, 1000},
    };
    for (const auto& row : table) {
        INFO(row.list);
        places there;
        std::vector<proxy::address> all;
        for (const char c : std::string(row.list)) all.push_back(there.of(c));
        const auto begin = std::chrono::steady_clock::now();
        const auto got = tools::first_reachable(within(20), {}, all);
        const auto took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        CHECK(got.index == row.index);
        CHECK_FALSE(got.ended);
        CHECK(there.asked() == row.asked);
        CHECK(took >= row.at_least_ms);
        CHECK(took < row.at_most_ms + 1000); // a machine that is busy
        REQUIRE(got.passed.size() == row.passed.size());
        for (std::size_t i = 0; i < row.passed.size(); ++i) {
            const auto& one = got.passed[i];
            CHECK(one.failed == row.passed[i]);
            CHECK(one.address == "127.0.0.1");
            CHECK(one.proxy == proxy::shown(all[i]));
            CHECK((one.code == "ECONNREFUSED") == (one.failed == failure::refused));
        }
    }
}

TEST_CASE("first reachable: a spare proxy never hears of us while the first one answers") {
    places there, spare;
    const auto got = tools::first_reachable(within(20), {}, {there.of('w'), spare.of('w')});
    CHECK(got.index == 0);
    CHECK(there.asked());
    CHECK_FALSE(spare.asked());
}

TEST_CASE("first reachable: where the run ends before it is known, the first, and that it ended") {
    places there;
    for (const bool deadline : {true, false}) {
        std::signal(SIGINT, SIG_IGN); // until the run minds it
        std::thread ctrl_c([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            if (!deadline) std::raise(SIGINT);
        });
        const auto begin = std::chrono::steady_clock::now();
        auto options = within(deadline ? 0.1 : 20);
        options.limit_seconds = 5;
        const auto got = tools::first_reachable(options, {}, {there.of('s'), there.of('w')});
        ctrl_c.join();
        CHECK(got.index == 0);
        CHECK(got.passed.empty());
        CHECK(got.ended);
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
    }
}
