// SPDX-License-Identifier: MIT
#include "netprobe/probe.hpp"

#include <algorithm>

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/answer_ttl.hpp"
#include "netprobe/handshake.hpp"
#include "netprobe/hold.hpp"
#include "netprobe/interface_packets.hpp"
#include "netprobe/open_direct.hpp"
#include "netprobe/protocol/hello.hpp"
#include "netprobe/protocol/protocol.hpp"
#include "netprobe/route.hpp"
#include "netprobe/tls_stream.hpp"
#include "netprobe/upgrade.hpp"
#include "netprobe/websocket_stream.hpp"

namespace netprobe {
namespace {

// The application over a stream that is ready for it; appends to seen.hellos.
asio::awaitable<void> speak(const wire& on, stream& over, const protocol& in, path_observation& seen) {
    if (in.converse) {
        co_await in.converse(on, over, seen);
    } else if (in.hello) {
        auto said = co_await hello(on, over, in, seen.to);
        seen.hellos.push_back(std::move(said));
    }
    seen.failed = seen.hellos.empty() ? failure::none : seen.hellos.back().failed;
}

// The application's word again and again, a connection in use. What a box closes for its age ends all the same; what it
// closes for its silence does not (facts/faults.md D31).
asio::awaitable<hold_observation> hold_in_use(
    const wire& on, tls_stream& over, const protocol& in, path_observation& seen) {
    const auto begin = on.budget.now_ms();
    auto ended = begin;
    hold_observation all;
    for (double left = seen.to.hold_ms; left >= 1 && all.ok(); left = begin + seen.to.hold_ms - ended) {
        const auto pause = std::min(left, seen.to.as.use_every_ms);
        all = co_await hold(on, over, milliseconds(static_cast<milliseconds::rep>(pause)));
        ended = on.budget.now_ms(); // the wait for an answer is no part of its life
        if (!all.ok()) break;
        seen.hellos.clear();
        co_await speak(on, over, in, seen);
        const bool answered = !seen.hellos.empty() && seen.hellos.back().http;
        if (!answered) all.failed = seen.failed == failure::none ? failure::closed : seen.failed;
        // After "Connection: close" it is we who have closed.
        if (answered && !over.socket().is_open()) all.failed = failure::closed;
        if (answered) ended = on.budget.now_ms();
    }
    all.started_ms = begin;
    all.elapsed_ms = ended - begin;
    all.idle_ms = seen.to.hold_ms;
    co_return all;
}

asio::awaitable<void> leave_alone(const wire& on, tls_stream& over, const protocol& in, path_observation& seen) {
    if (seen.to.as.use_every_ms > 0)
        seen.hold = co_await hold_in_use(on, over, in, seen);
    else
        seen.hold = co_await hold(on, over, milliseconds(static_cast<milliseconds::rep>(seen.to.hold_ms)));
    seen.failed = seen.hold->failed;
}

asio::awaitable<void> secure_and_speak(const wire& on, stream& bottom, const protocol& in, path_observation& seen) {
    tls_stream secure(bottom, on.roots.context());
    auto with = hello_for(seen.to.server_name.empty() ? seen.to.host : seen.to.server_name, in.alpn);
    with.form = seen.to.as.hello;
    seen.tls = co_await handshake(on, secure, std::move(with));
    seen.failed = seen.tls->failed;
    if (!seen.tls->ok()) co_return;
    if (in.websocket.empty()) {
        if (seen.to.hold_ms > 0) co_await leave_alone(on, secure, in, seen);
        if (seen.failed == failure::none) co_await speak(on, secure, in, seen);
        co_return;
    }
    auto upgraded = co_await upgrade(on, secure, seen.to, std::string(in.websocket));
    seen.upgrade = std::move(upgraded.seen);
    seen.failed = seen.upgrade->failed;
    if (!seen.upgrade->ok()) co_return;
    if (seen.to.hold_ms > 0) co_await leave_alone(on, secure, in, seen); // what reads HTTP times these by another clock
    if (seen.failed != failure::none) co_return;
    websocket_stream messages(secure, std::move(upgraded.spare));
    co_await speak(on, messages, in, seen);
}

asio::awaitable<void> go_and_speak(const wire& on, const protocol& in, path_observation& seen) {
    const auto way = co_await on.way(seen.to.via)->open(on, seen);
    auto* const bottom = way->over();
    if (bottom && in.plain)
        co_await speak(on, *bottom, in, seen);
    else if (bottom && !in.connect_only)
        co_await secure_and_speak(on, *bottom, in, seen);
    co_await way->end(seen);
    if (seen.to.as.answer_ttl && !seen.connects.empty())
        seen.connects.front().answer_ttl = co_await read_answer_ttl(on, seen.connects.front());
    if (seen.to.as.in_a_row && !seen.connects.empty())
        seen.connects.front().in_a_row = co_await read_refusals(on, seen.connects.front(), seen.to.as);
}

asio::awaitable<void> ask_datagram(const wire& on, const protocol& in, path_observation& seen) {
    const auto& fixed = seen.to.as.address;
    seen.resolve = co_await on.names.resolve(fixed.empty() ? seen.to.host : fixed);
    seen.failed = failure_of(seen.resolve);
    if (seen.failed == failure::none) co_await in.ask(on, seen);
}

asio::awaitable<void> pause(const wire& on, double ms) {
    asio::steady_timer timer(on.budget.executor());
    std::error_code ignored;
    const watchdog guard(on.budget, [&] { timer.cancel(); });
    timer.expires_after(milliseconds(static_cast<milliseconds::rep>(ms)));
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

} // namespace

asio::awaitable<path_observation> probe(const wire& on, target to) {
    path_observation seen;
    seen.to = std::move(to);
    const auto begin = on.budget.now_ms();
    const auto* in = find_protocol(seen.to.protocol);
    if (!in || !on.way(seen.to.via)) {
        seen.failed = failure::not_tried; // nothing was asked, so nothing works
        co_return seen;
    }
    if (seen.to.as.after_ms > 0) co_await pause(on, seen.to.as.after_ms);
    if (seen.to.as.after_ms > 0 && on.budget.over())
        seen.failed = failure::interrupted; // meanwhile: nothing new is begun
    else if (in->ask)
        co_await ask_datagram(on, *in, seen);
    else
        co_await go_and_speak(on, *in, seen);
    seen.elapsed_ms = on.budget.now_ms() - begin;
    co_return seen;
}

} // namespace netprobe
