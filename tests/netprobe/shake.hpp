// SPDX-License-Identifier: MIT
//
// A TLS handshake with a server made for the test.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "netprobe/handshake.hpp"
#include "netprobe/open_direct.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/fakes/tls_server.hpp"
#include "tests/run.hpp"

namespace shaking {

/// As long as a handshake may take, unless a test says otherwise.
inline constexpr std::chrono::milliseconds limit{150};

/// Connects to the loopback's TLS port and shakes hands with "hub.test" there.
inline asio::awaitable<netprobe::tls_observation> shake(
    fakes::loopback& net, std::string_view form = {}, std::string_view alpn = "http/1.1") {
    const std::vector<std::string> addresses{"127.0.0.1"};
    netprobe::direct_attempts attempts(net.on, addresses, net.on.port_for(443));
    const auto bottom = co_await attempts.first();
    netprobe::tls_stream secure(*bottom, net.roots.context());
    auto with = netprobe::hello_for("hub.test", alpn);
    with.form = form;
    co_return co_await netprobe::handshake(net.on, secure, std::move(with));
}

/// The same, with a server of its own that presents `as` and behaves like `what`.
inline netprobe::tls_observation shake_with(
    const fakes::presentation& as, const fakes::tls_server::script& what, std::chrono::milliseconds time = limit) {
    const fakes::tls_server server(as, what);
    fakes::loopback net(server.port(), time);
    return run(net.io, shake(net));
}

/// A leaf for "hub.test" under the test's root.
inline fakes::presentation good() {
    static const auto leaf = fakes::issue({}, &fakes::test_root().root());
    return {{leaf}};
}

} // namespace shaking
