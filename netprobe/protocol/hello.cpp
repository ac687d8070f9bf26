// SPDX-License-Identifier: MIT
#include "netprobe/protocol/hello.hpp"

#include <asio/error.hpp>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"

namespace netprobe {
namespace {

constexpr std::size_t enough = 64 * 1024; // what talks on past this is not answering us

} // namespace

asio::awaitable<hello_observation> hello(const wire& on, stream& over, const protocol& in, const target& to) {
    hello_observation seen;
    seen.protocol = in.name;
    seen.asked = in.asked;
    seen.started_ms = on.budget.now_ms();
    std::error_code ec, unsent;
    const watchdog guard(on.budget, [&] { close_with_evidence(over.socket(), seen.kernel); });
    const auto first = in.hello(to);
    co_await over.write(first, unsent); // even where that fails: what the peer said before it left says more

    bytes received;
    std::optional<greeting> answer;
    while (!ec && received.size() <= enough && !(answer = in.parse(received))) {
        const auto had = received.size();
        received.resize(had + 512);
        const auto got = co_await over.read_some(std::span(received).subspan(had), ec);
        received.resize(had + got);
    }
    if (unsent && ec == asio::error::eof) ec = unsent;
    conclude(seen, ec, guard);
    if (answer) {
        seen.failed = answer->failed;
        seen.said = answer->said;
    } else if (seen.ok()) {
        seen.failed = failure::too_much;
    }
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    seen.first_bytes = hex(received);
    if (!seen.ok()) close_with_evidence(over.socket(), seen.kernel);
    over.socket().close(ec);
    co_return seen;
}

} // namespace netprobe
