// SPDX-License-Identifier: MIT
#include "proxy/socks5_connect.hpp"

#include <optional>

#include <asio/error.hpp>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"
#include "proxy/socks5.hpp"

namespace proxy {
namespace {

using netprobe::failure;
using answer_parser = std::optional<socks5::answer> (*)(netprobe::bytes_view);

constexpr int no_login = 0, by_password = 2, succeeded = 0;

// One conversation: what has been read of it, and how it stands.
struct conversation {
    netprobe::stream& over;
    netprobe::bytes received; ///< not yet understood
    netprobe::bytes first;    ///< of all that was received
    std::error_code ec;
    bool malformed = false;

    // Says something and waits for its answer; nothing where none came.
    asio::awaitable<std::optional<int>> ask(netprobe::bytes what, answer_parser parse) {
        std::error_code unsent;
        co_await over.write(what, unsent); // even where that fails: what the peer said before it left says more
        while (true) {
            if (const auto got = parse(received)) {
                malformed = got->malformed;
                received.erase(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(got->length));
                if (malformed) co_return std::nullopt;
                co_return got->value;
            }
            const auto had = received.size();
            received.resize(had + 512); // no answer is longer than 262
            const auto count = co_await over.read_some(std::span(received).subspan(had), ec);
            received.resize(had + count);
            const auto end = received.begin() + static_cast<std::ptrdiff_t>(had + count);
            if (first.size() < 16) first.insert(first.end(), received.begin() + static_cast<std::ptrdiff_t>(had), end);
            if (!ec) continue;
            if (unsent && ec == asio::error::eof) ec = unsent;
            co_return std::nullopt;
        }
    }
};

// The three phases in order (RFC 1928 §3–6); true where the tunnel stands.
asio::awaitable<bool> converse(conversation& with, const address& by, const std::string& host, std::uint16_t port,
    netprobe::tunnel_observation& seen) {
    auto& said = seen.socks.emplace();
    const bool can_log_in = by.login && socks5::fits(*by.login);
    auto first = socks5::greeting(can_log_in);
    said.method = co_await with.ask(std::move(first), &socks5::parse_method);
    if (!said.method) co_return false;
    if (*said.method == by_password && can_log_in) {
        seen.credentials = "password";
        auto secret = socks5::login(*by.login);
        said.login = co_await with.ask(std::move(secret), &socks5::parse_login);
        if (!said.login || *said.login != succeeded) co_return false;
    } else if (*said.method != no_login) {
        co_return false;
    }
    auto last = socks5::request(host, port);
    said.reply = co_await with.ask(std::move(last), &socks5::parse_reply);
    co_return said.reply&&* said.reply == succeeded;
}

// The number that refused, with the phase it belongs to.
std::string refusal(const netprobe::socks_answer& said) {
    if (said.reply) return "SOCKS reply " + std::to_string(*said.reply);
    if (said.login) return "SOCKS login " + std::to_string(*said.login);
    return "SOCKS method " + std::to_string(said.method.value_or(0));
}

} // namespace

asio::awaitable<tunnel_request> socks5_connect(
    const netprobe::wire& on, netprobe::stream& over, const address& by, std::string host, std::uint16_t port) {
    tunnel_request result;
    auto& seen = result.seen;
    seen.asked = netprobe::printable("SOCKS5 " + authority(host, port), 300);
    seen.started_ms = on.budget.now_ms();
    const netprobe::watchdog guard(on.budget, [&] { netprobe::close_with_evidence(over.socket(), seen.kernel); });
    conversation with{over, {}, {}, {}, false};
    const bool open = co_await converse(with, by, host, port, seen);
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    seen.first_bytes = netprobe::hex(with.first);
    if (open && guard.expired() == failure::none) {
        seen.early_bytes = with.received.size();
        result.spare = std::move(with.received);
        co_return result;
    }
    netprobe::conclude(seen, with.ec, guard);
    if (with.malformed) {
        seen.failed = failure::protocol_mismatch;
    } else if (seen.ok()) {
        seen.failed = failure::denied;
        seen.code = refusal(*seen.socks);
    }
    netprobe::close_with_evidence(over.socket(), seen.kernel);
    co_return result;
}

} // namespace proxy
