// SPDX-License-Identifier: MIT
#include "netprobe/dns/query.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <random>

#include <asio/buffer.hpp>
#include <asio/ip/address.hpp>
#include <asio/ip/udp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/dns/answer.hpp"
#include "netprobe/dns/over_tcp.hpp"
#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::dns {
namespace {

using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;
using asio::ip::udp;

constexpr milliseconds send_again_after{1000}; // or a quarter of a shorter limit
constexpr milliseconds second_answer_within{100};
constexpr int tries_with_edns = 2;
constexpr int formerr = 1, notimp = 4;
constexpr std::size_t max_datagram = 4096; // we offer 1232; more is cut and fails to parse

// One of the two forms of a question; the id tells which of them was answered.
struct question {
    std::uint16_t id = 0;
    bytes wire;
};

// The UDP half. Shared with the timer's handler, which may come after the query has ended.
struct exchange {
    exchange(const asio::any_io_executor& ex, milliseconds limit)
        : socket(ex), again(ex), interval(std::min(send_again_after, limit / 4)) {}

    udp::socket socket;
    asio::steady_timer again;
    milliseconds interval;
    question with_edns, plain;
    bool only_plain = false; // the resolver does not know EDNS
    int tries = 0;
    std::error_code send_failed;
};

void send(exchange& x) {
    const bool edns = !x.only_plain && x.tries < tries_with_edns;
    std::error_code ec;
    x.socket.send(asio::buffer(edns ? x.with_edns.wire : x.plain.wire), 0, ec);
    if (ec && ec != asio::error::would_block) { // a full buffer is as good as a lost datagram
        x.send_failed = ec;
        x.socket.cancel(ec); // wakes the receiver
        return;
    }
    ++x.tries;
}

void send_again_later(const std::shared_ptr<exchange>& x) {
    x->again.expires_after(x->interval);
    x->again.async_wait([weak = std::weak_ptr<exchange>(x)](std::error_code ec) {
        const auto alive = weak.lock();
        if (ec || !alive || !alive->socket.is_open()) return;
        send(*alive);
        if (!alive->send_failed) send_again_later(alive);
    });
}

void add_detail(outcome& seen, std::string_view text) {
    if (!seen.detail.empty()) seen.detail += "; ";
    seen.detail += text;
}

std::optional<question> make_question(
    std::random_device& random, const std::string& name, record_type type, bool edns) {
    question q;
    q.id = static_cast<std::uint16_t>(random());
    auto wire = encode_query(q.id, name, type, edns);
    if (!wire) return std::nullopt;
    q.wire = std::move(*wire);
    return q;
}

// The reply to this question in its one form or the other.
std::optional<message> fitting(const exchange& x, bytes_view received, const dns_answer& seen, record_type type) {
    auto reply = parse_message(received);
    if (!reply) return std::nullopt;
    // Only what was asked can be answered: an id not yet used would be one more for a forger to hit.
    const bool asked_plainly = x.only_plain || x.tries > tries_with_edns;
    if (answers(*reply, x.with_edns.id, seen.name, type) ||
        (asked_plainly && answers(*reply, x.plain.id, seen.name, type)))
        return reply;
    return std::nullopt;
}

bool says_the_same(const message& reply, const dns_answer& seen) {
    const auto data = [](const std::vector<dns_record>& records) {
        std::vector<std::string> all;
        for (const auto& r : records) all.push_back(r.data);
        std::ranges::sort(all); // resolvers rotate
        return all;
    };
    return reply.rcode == seen.rcode && data(reply.answers) == data(seen.records);
}

// An injected answer comes just before the real one (facts/faults.md A22), which is as far away as the resolver: waits
// so long. A question sent twice may honestly be answered in two ways.
asio::awaitable<void> look_for_a_second(
    std::shared_ptr<exchange> x, dns_answer& seen, record_type type, const time_budget& budget) {
    if (x->tries != 1) co_return;
    std::vector<std::uint8_t> buffer(max_datagram);
    asio::steady_timer enough(budget.executor());
    enough.expires_after(second_answer_within);
    enough.async_wait([x](std::error_code ec) {
        std::error_code ignored;
        if (!ec) x->socket.cancel(ignored);
    });
    for (int left = 8; left > 0; --left) {
        std::error_code ec;
        const auto in = asio::buffer(buffer);
        const std::size_t length = co_await x->socket.async_receive(in, redirect_error(use_awaitable, ec));
        if (ec) break;
        const auto reply = fitting(*x, bytes_view(buffer).first(length), seen, type);
        if (!reply || says_the_same(*reply, seen)) continue;
        seen.second_records = reply->answers;
        add_detail(seen, "a second, different answer came: " + rcode_word(reply->rcode) +
                             (reply->answers.empty() ? "" : " " + reply->answers.back().data));
        break;
    }
    enough.cancel();
}

// Receives until a reply fits; the error that ended it, or none.
asio::awaitable<std::error_code> receive_answer(std::shared_ptr<exchange> x, dns_answer& seen, record_type type) {
    std::vector<std::uint8_t> buffer(max_datagram);
    send(*x);
    send_again_later(x);
    while (true) {
        std::error_code ec = x->send_failed;
        std::size_t length = 0;
        if (!ec) length = co_await x->socket.async_receive(asio::buffer(buffer), redirect_error(use_awaitable, ec));
        if (x->send_failed) ec = x->send_failed;
        if (ec) co_return ec;
        const auto reply = fitting(*x, bytes_view(buffer).first(length), seen, type);
        if (!reply) {
            ++seen.bad_replies;
            continue;
        }
        conclude(seen, *reply);
        const bool refuses_edns = (reply->rcode == formerr || reply->rcode == notimp) && !reply->edns;
        if (!refuses_edns || reply->id == x->plain.id) break;
        if (x->only_plain) continue; // to the question sent again; already known
        x->only_plain = true;
        send(*x);
        send_again_later(x);
    }
    co_return std::error_code();
}

// Opens the socket and asks; fills `seen` with how that ended.
asio::awaitable<void> ask_over_udp(std::shared_ptr<exchange> x, udp::endpoint peer, dns_answer& seen, record_type type,
    const asking& with, const std::function<void(const dns_answer&)>& early) {
    auto& budget = with.budget;
    std::error_code ec;
    x->socket.open(peer.protocol(), ec);
    if (!ec) ec = apply(with.as, x->socket.native_handle(), peer.address().is_v6());
    if (!ec) ec = bind_local(x->socket.native_handle(), peer.address(), end_towards(peer.address(), with.local));
    if (!ec) {
        queue_icmp_errors(x->socket.native_handle(), peer.address().is_v6());
        x->socket.non_blocking(true, ec);
    }
    if (!ec) x->socket.connect(peer, ec); // the kernel drops other senders' datagrams, and tells us ICMP errors
    std::error_code no_endpoint;
    const auto ours = x->socket.local_endpoint(no_endpoint);
    if (!ec && !no_endpoint) seen.local_address = ours.address().to_string();
    const watchdog guard(budget, [x, &seen] {
        std::error_code ignored;
        if (x->socket.is_open()) seen.icmp = take_icmp_errors(x->socket.native_handle());
        x->socket.close(ignored);
        x->again.cancel();
    });
    if (!ec) ec = co_await receive_answer(x, seen, type);
    seen.tries = x->tries;
    if (!ec && early && !seen.truncated) { // those who wait for it go on
        seen.elapsed_ms = budget.now_ms() - seen.started_ms;
        early(seen);
        x->again.cancel();
        co_await look_for_a_second(x, seen, type, budget);
    }
    if (x->socket.is_open()) seen.icmp = take_icmp_errors(x->socket.native_handle());
    std::error_code ignored;
    x->socket.close(ignored);
    x->again.cancel();

    if (!ec) {
        if (x->only_plain)
            add_detail(seen, "does not understand EDNS; asked again without it");
        else if (!seen.edns && x->tries > tries_with_edns)
            add_detail(seen, "answered once asked without EDNS");
        co_return;
    }
    if (x->only_plain) { // what it said before stands
        add_detail(seen, "does not understand EDNS; asked again without it: no answer");
        if (guard.expired() == failure::interrupted) seen.failed = failure::interrupted;
        co_return;
    }
    conclude(seen, ec, guard);
    if (seen.failed == failure::timed_out && seen.bad_replies > 0) seen.failed = failure::bad_reply;
}

} // namespace

asio::awaitable<dns_answer> query(resolver server, std::string name, record_type type, asking with) {
    return query(std::move(server), std::move(name), type, std::move(with), nullptr);
}

asio::awaitable<dns_answer> query(
    resolver server, std::string name, record_type type, asking with, std::function<void(const dns_answer&)> early) {
    auto& budget = with.budget;
    dns_answer seen;
    seen.resolver = to_string(server);
    if (name.ends_with('.')) name.pop_back();
    seen.name = printable(name);
    seen.type = to_string(type);
    seen.started_ms = budget.now_ms();
    if (budget.over()) {
        seen.failed = failure::interrupted;
        co_return seen;
    }

    auto x = std::make_shared<exchange>(budget.executor(), budget.step_limit());
    std::random_device random;
    auto edns = make_question(random, name, type, true);
    auto plain = make_question(random, name, type, false);
    std::error_code ec;
    const auto address = asio::ip::make_address(server.address, ec);
    if (!edns || !plain || ec) {
        seen.failed = failure::not_tried;
        seen.detail = ec ? "not an IP address" : "not a name that DNS can be asked for";
        co_return seen;
    }
    x->with_edns = std::move(*edns);
    x->plain = std::move(*plain);

    const udp::endpoint over_udp(address, server.port);
    co_await ask_over_udp(x, over_udp, seen, type, with, early);
    if (seen.truncated && seen.rcode && seen.failed != failure::interrupted) {
        const tcp::endpoint over_tcp(address, server.port);
        const auto& asked = x->only_plain ? x->plain : x->with_edns;
        co_await ask_over_tcp(over_tcp, asked.id, asked.wire, seen, type, with);
    }
    if (seen.elapsed_ms == 0) seen.elapsed_ms = budget.now_ms() - seen.started_ms;
    co_return seen;
}

} // namespace netprobe::dns
