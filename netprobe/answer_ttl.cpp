// SPDX-License-Identifier: MIT
#include "netprobe/answer_ttl.hpp"

#include <algorithm>
#include <vector>

#include "netprobe/connect.hpp"
#include "netprobe/together.hpp"

namespace netprobe {
namespace {

constexpr int past_any = 256;    // no packet has so many hops left
constexpr int asked_at_once = 3; // thresholds a round: 256, 64, 16, 4, 1
constexpr milliseconds least_wait{200}, longest_wait{1500};

bool answered(const connect_observation& seen) {
    return seen.ok() || (seen.failed == failure::refused && seen.kernel.icmp.empty());
}

struct threshold {
    int least = 0;
    bool answered = false;
    double elapsed_ms = 0;
};

constexpr int answers_again = 2, silences_again = 3; // of a lost packet comes silence, never an answer

asio::awaitable<void> ask(const wire& on, const connect_observation& first, milliseconds wait, threshold& at) {
    asio::ip::tcp::socket socket(on.budget.executor());
    variation as;
    as.min_ttl = at.least;
    const auto seen = co_await connect(on, socket, first.address, first.port, as, wait);
    at.answered = answered(seen);
    at.elapsed_ms = seen.elapsed_ms;
}

// How long an answer may take.
milliseconds wait_for(double trip_ms) {
    return std::clamp(4 * milliseconds(static_cast<milliseconds::rep>(trip_ms)) + least_wait, least_wait, longest_wait);
}

asio::awaitable<void> ask_all(
    const wire& on, const connect_observation& first, milliseconds wait, std::vector<threshold>& asked) {
    std::vector<asio::awaitable<void>> all;
    for (auto& one : asked) all.push_back(ask(on, first, wait, one));
    co_await together(std::move(all));
}

} // namespace

asio::awaitable<std::optional<int>> read_answer_ttl(const wire& on, const connect_observation& first) {
    if (!answered(first)) co_return std::nullopt;
    auto trip_ms = first.elapsed_ms;  // the shortest: the first came in the crowd of the other paths
    int heard = 0, silent = past_any; // an answer came to a threshold of `heard`, and none to one of `silent`
    while (silent - heard > 1 && !on.budget.over()) {
        std::vector<threshold> asked;
        for (int i = 1; i <= asked_at_once; ++i) {
            const int least = heard + (silent - heard) * i / (asked_at_once + 1);
            if (least > heard && (asked.empty() || asked.back().least < least)) asked.push_back({least});
        }
        co_await ask_all(on, first, wait_for(trip_ms), asked);
        for (const auto& one : asked) {
            if (one.answered) trip_ms = std::min(trip_ms, one.elapsed_ms);
            if (one.answered && one.least > silent)
                co_return std::nullopt; // a higher one answered than one that did not
            if (one.answered)
                heard = std::max(heard, one.least);
            else
                silent = std::min(silent, one.least);
        }
        if (heard >= silent) co_return std::nullopt;
    }
    if (heard == 0 || on.budget.over()) co_return std::nullopt;
    // One that was lost, or sent by somebody else, has led us astray: it does not come out so every time.
    std::vector<threshold> again(answers_again, threshold{heard});
    again.insert(again.end(), silences_again, threshold{silent});
    if (silent == past_any) again.resize(answers_again);
    co_await ask_all(on, first, wait_for(trip_ms), again);
    for (const auto& one : again)
        if (one.answered != (one.least == heard)) co_return std::nullopt;
    if (on.budget.over()) co_return std::nullopt;
    co_return heard;
}

} // namespace netprobe
