// SPDX-License-Identifier: MIT
#include "netprobe/probe.hpp"

#include <algorithm>

#include "netprobe/handshake.hpp"
#include "netprobe/open_direct.hpp"
#include "netprobe/protocol/hello.hpp"
#include "netprobe/protocol/ntp.hpp"
#include "netprobe/protocol/protocol.hpp"
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

asio::awaitable<void> secure_and_speak(const wire& on, stream& bottom, const protocol& in, path_observation& seen) {
    tls_stream secure(bottom, on.roots.context());
    auto with = hello_for(seen.to.server_name.empty() ? seen.to.host : seen.to.server_name, in.alpn);
    seen.tls = co_await handshake(on, secure, std::move(with));
    seen.failed = seen.tls->failed;
    if (!seen.tls->ok()) co_return;
    if (in.websocket.empty()) {
        co_await speak(on, secure, in, seen);
        co_return;
    }
    auto upgraded = co_await upgrade(on, secure, seen.to, std::string(in.websocket));
    seen.upgrade = std::move(upgraded.seen);
    seen.failed = seen.upgrade->failed;
    if (!seen.upgrade->ok()) co_return;
    websocket_stream messages(secure, std::move(upgraded.spare));
    co_await speak(on, messages, in, seen);
}

asio::awaitable<void> connect_and_speak(const wire& on, const protocol& in, path_observation& seen) {
    direct_attempts attempts(on, seen.resolve.addresses, on.port_for(seen.to.port));
    {
        const auto bottom = co_await attempts.first();
        if (bottom) co_await secure_and_speak(on, *bottom, in, seen);
    }
    seen.used = attempts.used();
    seen.connects = co_await attempts.rest();
    if (seen.used) co_return;
    // None answered: the best-preferred address speaks for all, but not one of a family that this device does not have.
    const auto speaks = std::find_if(seen.connects.begin(), seen.connects.end(),
        [](const auto& one) { return one.failed != failure::net_unreachable; });
    seen.failed = (speaks == seen.connects.end() ? seen.connects.front() : *speaks).failed;
}

} // namespace

asio::awaitable<path_observation> probe(const wire& on, target to) {
    path_observation seen;
    seen.to = std::move(to);
    const auto begin = on.budget.now_ms();
    const auto* in = find_protocol(seen.to.protocol);
    if (!in) {
        seen.failed = failure::not_tried; // nothing was asked, so nothing works
        co_return seen;
    }
    seen.resolve = co_await on.names.resolve(seen.to.host);
    seen.failed = seen.resolve.ok() && seen.resolve.addresses.empty() ? failure::no_address : seen.resolve.failed;
    if (seen.failed == failure::none) {
        if (in->datagram)
            co_await ask_time(on, seen);
        else
            co_await connect_and_speak(on, *in, seen);
    }
    seen.elapsed_ms = on.budget.now_ms() - begin;
    co_return seen;
}

} // namespace netprobe
