// SPDX-License-Identifier: MIT
#include "netprobe/hold.hpp"

#include <algorithm>
#include <optional>

#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/kernel_evidence.hpp"
#include "netprobe/tcp_state.hpp"

namespace netprobe {
namespace {

constexpr milliseconds look_every{50};

// The kernel knows without a read: what waits to be read may be TLS's own (session tickets), which only TLS can take.
failure ended(asio::ip::tcp::socket& socket) {
    if (!socket.is_open()) return failure::interrupted; // the run has ended
    const auto now = read_tcp_state(socket.native_handle());
    if (!now || now->state == "ESTABLISHED") return failure::none;
    return now->state == "CLOSE_WAIT" ? failure::closed : failure::reset;
}

// What came before the end of the bytes, session tickets or a goodbye; a stranger may have sent any amount.
asio::awaitable<void> read_to_the_end(tls_stream& over) {
    bytes some(4096);
    std::error_code ec;
    for (std::size_t read = 0; !ec && read < 65536;) read += co_await over.read_some(some, ec);
}

} // namespace

asio::awaitable<hold_observation> hold(const wire& on, tls_stream& over, milliseconds idle) {
    hold_observation seen;
    seen.idle_ms = static_cast<double>(idle.count());
    seen.started_ms = on.budget.now_ms();
    const watchdog guard(
        on.budget, [&] { close_with_evidence(over.socket(), seen.kernel); }, idle + on.budget.step_limit());
    asio::steady_timer timer(on.budget.executor());
    const auto until = clock::now() + idle;
    while (seen.failed == failure::none && clock::now() < until) {
        std::error_code ignored;
        timer.expires_at(std::min(clock::now() + look_every, until));
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        seen.failed = ended(over.socket());
    }
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    if (seen.failed == failure::closed) {
        co_await read_to_the_end(over);
        if (over.said_goodbye()) seen.code = "close_notify";
    }
    if (!seen.ok()) close_with_evidence(over.socket(), seen.kernel);
    co_return seen;
}

} // namespace netprobe
