// SPDX-License-Identifier: MIT
#include "netprobe/protocol/ntp.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <asio/ip/udp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"

namespace netprobe {
namespace {

constexpr double seconds_1900_to_1970 = 2208988800.0;
constexpr double fractions = 4294967296.0;
constexpr milliseconds again{1000};

void put_time(std::span<std::uint8_t> into, unix_seconds when) {
    const double since_1900 = when + seconds_1900_to_1970;
    const auto whole = static_cast<std::uint32_t>(std::fmod(since_1900, fractions)); // the era wraps in 2036
    const auto part = static_cast<std::uint32_t>((since_1900 - std::floor(since_1900)) * fractions);
    for (std::size_t i = 0; i < 4; ++i) {
        into[i] = static_cast<std::uint8_t>(whole >> (24 - 8 * i));
        into[4 + i] = static_cast<std::uint8_t>(part >> (24 - 8 * i));
    }
}

unix_seconds get_time(bytes_view from) {
    std::uint32_t whole = 0, part = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        whole = whole << 8 | from[i];
        part = part << 8 | from[4 + i];
    }
    // RFC 4330 §3: with the top bit clear the time is after 2036.
    const double era = whole & 0x80000000U ? 0.0 : fractions;
    return era + whole + part / fractions - seconds_1900_to_1970;
}

unix_seconds now() {
    const std::chrono::duration<double> since = std::chrono::system_clock::now().time_since_epoch();
    return since.count();
}

// Waits up to a second for the answer to one request; what is no answer to it is passed over, so that a
// stranger's datagrams neither count nor make us send more.
asio::awaitable<void> receive(
    const wire& on, asio::ip::udp::socket& socket, unix_seconds sent, hello_observation& seen, std::error_code& ec) {
    const watchdog resend(
        on.budget,
        [&] {
            std::error_code closed; // the step's own watchdog may have spoken first
            socket.cancel(closed);
        },
        again);
    bytes answer(512);
    while (!seen.clock_offset_ms) {
        const auto in = asio::buffer(answer);
        const auto got = co_await socket.async_receive(in, asio::redirect_error(asio::use_awaitable, ec));
        if (resend.expired() == failure::timed_out) ec.clear();
        if (ec || resend.expired() != failure::none) co_return;
        seen.first_bytes = hex({answer.data(), got});
        seen.clock_offset_ms = sntp_offset_ms({answer.data(), got}, sent, now());
    }
}

asio::awaitable<void> exchange(const wire& on, asio::ip::udp::socket& socket, hello_observation& seen) {
    std::error_code ec;
    const watchdog guard(on.budget, [&] {
        seen.kernel.icmp = take_icmp_errors(socket.native_handle());
        std::error_code ignored;
        socket.close(ignored);
    });
    while (!ec && !seen.clock_offset_ms && guard.expired() == failure::none) {
        const auto sent = now();
        const auto request = sntp_request(sent);
        const auto out = asio::buffer(request);
        co_await socket.async_send(out, asio::redirect_error(asio::use_awaitable, ec));
        if (!ec) co_await receive(on, socket, sent, seen, ec);
    }
    if (!ec && !seen.clock_offset_ms) ec = asio::error::operation_aborted; // the guard's word replaces it
    conclude(seen, ec, guard);
    if (socket.is_open()) seen.kernel.icmp = take_icmp_errors(socket.native_handle());
}

} // namespace

std::array<std::uint8_t, 48> sntp_request(unix_seconds sent) {
    std::array<std::uint8_t, 48> packet{0x23}; // version 4, client
    put_time(std::span(packet).subspan(40), sent);
    return packet;
}

std::optional<double> sntp_offset_ms(bytes_view answer, unix_seconds sent, unix_seconds received) {
    constexpr std::uint8_t mode_server = 4, leap_unknown = 3;
    if (answer.size() < 48 || (answer[0] & 7) != mode_server || answer[0] >> 6 == leap_unknown) return std::nullopt;
    if (answer[1] == 0 || answer[1] > 15) return std::nullopt;
    const auto asked = sntp_request(sent);
    if (!std::equal(asked.begin() + 40, asked.end(), answer.begin() + 24)) return std::nullopt;
    const auto arrived = get_time(answer.subspan(32)), left = get_time(answer.subspan(40));
    return ((arrived - sent) + (left - received)) / 2 * 1000.0; // RFC 4330 §5
}

asio::awaitable<void> ask_time(const wire& on, path_observation& seen) {
    hello_observation said;
    said.protocol = "ntp";
    said.asked = "SNTP";
    said.started_ms = on.budget.now_ms();
    std::error_code ec;
    const auto ip = asio::ip::make_address(seen.resolve.addresses.front(), ec);
    const asio::ip::udp::endpoint server(ip, on.port_for(seen.to.port));
    asio::ip::udp::socket socket(on.budget.executor());
    socket.open(server.protocol(), ec);
    if (!ec) queue_icmp_errors(socket.native_handle(), ip.is_v6());
    if (!ec) ec = apply(seen.to.as, socket.native_handle(), ip.is_v6());
    if (!ec) ec = bind_local(socket.native_handle(), ip, on.local);
    if (!ec) socket.connect(server, ec);
    if (ec) {
        said.failed = classify(ec);
        said.code = code_word(ec);
    } else {
        co_await exchange(on, socket, said);
    }
    if (said.clock_offset_ms)
        said.said = "clock differs by " + std::to_string(std::lround(*said.clock_offset_ms)) + " ms";
    said.elapsed_ms = on.budget.now_ms() - said.started_ms;
    seen.failed = said.failed;
    seen.hellos.push_back(std::move(said));
}

} // namespace netprobe
