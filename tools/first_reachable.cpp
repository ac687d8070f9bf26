// SPDX-License-Identifier: MIT
#include "tools/first_reachable.hpp"

#include <optional>
#include <utility>

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/open_direct.hpp"
#include "netprobe/together.hpp"
#include "tools/network.hpp"

namespace tools {
namespace {

using netprobe::failure;

constexpr netprobe::milliseconds head_start{250}; // a proxy of the site answers within a few

struct trials {
    trials(network& with, const std::vector<proxy::address>& list)
        : net(with), all(list), ended(list.size()), first_ended(with.loop(), head_start) {}

    network& net;
    const std::vector<proxy::address>& all;
    std::vector<std::optional<rules::pac_passed>> ended; ///< how each did; what works has failed == none
    asio::steady_timer first_ended;                      ///< or its head start is over

    // The first that works, once nothing before it can any more.
    std::optional<std::size_t> best() const {
        for (std::size_t i = 0; i < ended.size(); ++i) {
            if (!ended[i] || ended[i]->failed == failure::interrupted) return std::nullopt;
            if (ended[i]->failed == failure::none) return i;
        }
        return std::nullopt;
    }
};

asio::awaitable<rules::pac_passed> connect_to(const netprobe::wire& on, const proxy::address& to) {
    rules::pac_passed seen;
    seen.proxy = proxy::shown(to);
    const auto resolved = co_await on.names.resolve(to.host);
    seen.failed = netprobe::failure_of(resolved);
    seen.elapsed_ms = resolved.elapsed_ms;
    if (seen.failed != failure::none) {
        seen.code = resolved.code;
        co_return seen;
    }
    netprobe::direct_attempts attempts(on, resolved.addresses, to.port);
    const auto stream = co_await attempts.first();
    attempts.stop();
    const auto connects = co_await attempts.rest();
    if (stream) co_return seen;
    seen.failed = netprobe::failure_of(connects);
    for (const auto& one : connects) {
        if (one.failed != seen.failed) continue;
        seen.address = one.address;
        seen.code = one.code;
        seen.elapsed_ms = one.elapsed_ms;
        break;
    }
    co_return seen;
}

asio::awaitable<void> try_one(trials& of, std::size_t index) {
    if (index > 0) {
        std::error_code ignored;
        co_await of.first_ended.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (of.net.budget().over()) co_return;
    }
    auto seen = co_await connect_to(of.net.wire(), of.all[index]);
    of.ended[index] = std::move(seen);
    // Nothing that is still under way can change it.
    if (of.best()) of.net.budget().interrupt();
    if (index == 0) of.first_ended.expires_after(netprobe::milliseconds::zero()); // also for who comes to wait later
}

} // namespace

reached_proxy first_reachable(
    const network_options& network_from, const rules::catalog& catalog, const std::vector<proxy::address>& all) {
    reached_proxy result;
    if (all.size() < 2) return result;
    auto of_site = network_from; // a proxy is a host of the site: a stand-in does not take its place
    of_site.standin.clear();
    network net(of_site, catalog);
    trials tried(net, all);
    const auto task = [&]() -> asio::awaitable<void> {
        std::vector<asio::awaitable<void>> each;
        for (std::size_t i = 0; i < all.size(); ++i) each.push_back(try_one(tried, i));
        co_await netprobe::together(std::move(each));
    };
    net.run(task());
    if (const auto best = tried.best()) {
        result.index = *best;
        for (std::size_t i = 0; i < *best; ++i) result.passed.push_back(std::move(*tried.ended[i]));
    } else {
        result.ended = net.budget().over();
    }
    return result;
}

} // namespace tools
