// SPDX-License-Identifier: MIT
#include "tools/standin/connection.hpp"

#include <array>
#include <memory>
#include <span>

#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl/error.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <fmt/format.h>
#include <openssl/err.h>

#include "netprobe/errc.hpp"
#include "netprobe/protocol/websocket.hpp"
#include "tools/standin/amqp.hpp"
#include "tools/standin/mqtt.hpp"

namespace standin {
namespace {

using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using netprobe::bytes;
using netprobe::bytes_view;
using netprobe::watchdog;
using tls_stream = asio::ssl::stream<asio::ip::tcp::socket>;
using std::chrono::milliseconds;

constexpr milliseconds handshake_limit{15'000}, goodbye_limit{1'000};
constexpr std::size_t max_request_head = 16 * 1024, max_request_body = 64 * 1024;

/// Answers a client's next bytes: MQTT or AMQP.
using conversation = std::function<said(bytes_view)>;

conversation make_conversation(std::string_view speaks) {
    if (speaks == "mqtt") return [session = mqtt_session()](bytes_view more) mutable { return session.receive(more); };
    return [session = amqp_session()](bytes_view more) mutable { return session.receive(more); };
}

bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }

/// One TLS connection after its handshake.
class connection {
public:
    connection(world& all, tls_stream& tls, connection_log& log) : all_(all), tls_(tls), log_(log) {}

    awaitable<void> serve_https(const tls_request& asked);
    awaitable<void> serve_messages(std::string speaks);

private:
    awaitable<bool> read_more();
    awaitable<bool> write(bytes what);
    awaitable<bool> read_head(netprobe::http::head& head);
    awaitable<bool> skip_body(const netprobe::http::head& head);
    awaitable<void> serve_websocket(std::string speaks);

    world& all_;
    tls_stream& tls_;
    connection_log& log_;
    bytes held_; ///< received, not yet used
};

// Appends what the peer sends next; false, with a note, when nothing more will come.
awaitable<bool> connection::read_more() {
    bytes piece(4096); // not in the frame: g++ 12 warns wrongly of coroutine frames above 1 kB
    std::error_code ec;
    std::size_t count = 0;
    watchdog guard(
        all_.budget, [this] { tls_.lowest_layer().close(); }, all_.hold);
    count = co_await tls_.async_read_some(asio::buffer(piece), redirect_error(use_awaitable, ec));
    if (ec) {
        const auto expired = guard.expired();
        log_.note(expired == netprobe::failure::timed_out ? std::string("silent too long, closed")
                  : expired != netprobe::failure::none    ? std::string("ended")
                  : ec == asio::error::eof || ec == asio::ssl::error::stream_truncated ? std::string("closed by peer")
                                                                                       : netprobe::code_word(ec));
        co_return false;
    }
    held_.insert(held_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    co_return true;
}

awaitable<bool> connection::write(bytes what) {
    if (what.empty()) co_return true;
    std::error_code ec;
    watchdog guard(
        all_.budget, [this] { tls_.lowest_layer().close(); }, all_.hold);
    co_await asio::async_write(tls_, asio::buffer(what), redirect_error(use_awaitable, ec));
    if (ec) log_.note("answer not taken");
    co_return !ec;
}

awaitable<bool> connection::read_head(netprobe::http::head& head) {
    using netprobe::http::progress;
    for (;;) {
        if (!held_.empty()) {
            auto parsed = netprobe::http::parse_head(held_);
            const bool too_long = parsed.state != progress::complete && held_.size() > max_request_head;
            if (parsed.state == progress::malformed || too_long) {
                log_.note(too_long ? "request head too long, closed" : "not HTTP, closed");
                co_return false;
            }
            if (parsed.state == progress::complete) {
                held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(parsed.head.length));
                head = std::move(parsed.head);
                co_return true;
            }
        }
        const bool more = co_await read_more();
        if (!more) co_return false;
    }
}

// Reads a request's body away. False where that is not possible (chunked, too long): the
// connection cannot be used again.
awaitable<bool> connection::skip_body(const netprobe::http::head& head) {
    if (head.value("transfer-encoding")) co_return false;
    const auto text = head.value("content-length").value_or("0");
    std::size_t length = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || length > max_request_body) co_return false;
        length = length * 10 + static_cast<std::size_t>(c - '0');
    }
    if (length > max_request_body) co_return false;
    if (length > held_.size() && head.value("expect")) {
        auto go_on = to_bytes("HTTP/1.1 100 Continue\r\n\r\n");
        const bool sent = co_await write(std::move(go_on));
        if (!sent) co_return false;
    }
    while (held_.size() < length) {
        const bool more = co_await read_more();
        if (!more) co_return false;
    }
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(length));
    co_return true;
}

awaitable<void> connection::serve_https(const tls_request& tls) {
    for (bool again = true; again;) {
        netprobe::http::head head;
        const bool have = co_await read_head(head);
        if (!have) co_return;
        const auto asked = read_request(head);
        const auto now = std::chrono::floor<std::chrono::seconds>(all_.now());
        const bool whole = co_await skip_body(head);
        web_answer answer = json_answer(400, "{}");
        if (asked) {
            // Without a server name the Host header says whom the client means.
            const auto& name = tls.what ? tls.server_name : asked->host;
            const auto what = tls.what ? tls.what : part_for(name, all_.web.extra);
            answer = what ? answer_web(all_.web, *what, name, *asked, now) : json_answer(404, "{}");
        }
        const auto wish = head.value("connection").value_or("");
        again = asked && whole && wish != "close" && wish != "Close" && answer.status != 101;
        const bool with_body = !asked || asked->method != "HEAD";
        // Without the query: it may hold a token.
        log_.note(fmt::format("{} {} {}{}{}", asked ? asked->method : "?", asked ? asked->path : "?", answer.status,
            answer.note.empty() ? "" : ": ", answer.note));
        auto raw = to_bytes(write_answer(answer, with_body, again, now));
        const bool sent = co_await write(std::move(raw));
        if (!sent) co_return;
        if (answer.status == 101) {
            co_await serve_websocket(answer.switch_to);
            co_return;
        }
    }
}

awaitable<void> connection::serve_messages(std::string speaks) {
    const auto converse = make_conversation(speaks);
    for (;;) {
        const bool more = co_await read_more();
        if (!more) co_return;
        auto answer = converse(held_);
        held_.clear();
        log_.note(answer.note);
        const bool sent = co_await write(std::move(answer.answer));
        if (!sent || answer.close) co_return;
    }
}

// RFC 6455: the same conversation, one binary frame an answer. Fragments are taken as they come:
// both protocols are streams of bytes to their sessions.
awaitable<void> connection::serve_websocket(std::string speaks) {
    using netprobe::websocket::opcode;
    namespace ws = netprobe::websocket;
    log_.note(speaks + " over websocket");
    const auto converse = make_conversation(speaks);
    for (;;) {
        auto parsed = ws::parse_frame(held_);
        if (parsed.state == netprobe::http::progress::needs_more) {
            const bool more = co_await read_more();
            if (!more) co_return;
            continue;
        }
        if (parsed.state == netprobe::http::progress::malformed) {
            log_.note("malformed websocket frame, closed");
            co_return;
        }
        const bool masked = (held_[1] & 0x80) != 0;
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(parsed.frame.length));
        said answer;
        bytes raw;
        const auto what = parsed.frame.opcode;
        if (!masked || what == opcode::text) { // §5.1: clients must mask; neither protocol is text
            answer.close = true;
            answer.note = masked ? "text frame, closed" : "unmasked frame, closed";
        } else if (what == opcode::ping) {
            raw = ws::encode_frame(opcode::pong, parsed.frame.payload, std::nullopt);
        } else if (what == opcode::close) {
            raw = ws::encode_frame(opcode::close, parsed.frame.payload, std::nullopt);
            answer = {{}, true, "websocket close"};
        } else if (what != opcode::pong) {
            answer = converse(parsed.frame.payload);
            if (!answer.answer.empty()) raw = ws::encode_frame(opcode::binary, answer.answer, std::nullopt);
        }
        if (answer.close && what != opcode::close) {
            const std::array<std::uint8_t, 2> normal{0x03, 0xe8}; // 1000
            const auto bye = ws::encode_frame(opcode::close, normal, std::nullopt);
            raw.insert(raw.end(), bye.begin(), bye.end());
        }
        log_.note(answer.note);
        const bool sent = co_await write(std::move(raw));
        if (!sent || answer.close) co_return;
    }
}

// close_notify, FIN, then what the peer had still sent is read away: closing on unread bytes
// would reset the connection and could take our last answer with it.
awaitable<void> say_goodbye(world& all, tls_stream& tls) {
    std::error_code ec;
    auto& socket = tls.next_layer();
    if (!socket.is_open()) co_return;
    watchdog guard(
        all.budget, [&socket] { socket.close(); }, goodbye_limit);
    co_await tls.async_shutdown(redirect_error(use_awaitable, ec));
    std::error_code ignored;
    if (socket.is_open()) socket.shutdown(asio::socket_base::shutdown_send, ignored);
    bytes piece(4096);
    for (std::size_t left = max_request_body; socket.is_open() && left >= piece.size(); left -= piece.size()) {
        co_await socket.async_read_some(asio::buffer(piece), redirect_error(use_awaitable, ec));
        if (ec) break;
    }
}

std::string handshake_failure(const std::error_code& ec, const tls_request& asked, const watchdog& guard) {
    if (asked.unknown_name) return "no such server name here, refused with alert unrecognized_name";
    if (guard.expired() == netprobe::failure::timed_out) return "TLS handshake not finished in time";
    if (ec == asio::error::eof || ec == asio::ssl::error::stream_truncated) return "closed before TLS was done";
    if (ec.category() == asio::error::get_ssl_category()) {
        const char* word = ERR_reason_error_string(static_cast<unsigned long>(ec.value()));
        return fmt::format("TLS failed: {}", word != nullptr ? word : "unknown");
    }
    return fmt::format("TLS failed: {}", netprobe::code_word(ec));
}

} // namespace

awaitable<void> serve_tls(world& all, tls_front& front, asio::ip::tcp::socket socket, int port, connection_log& log) {
    std::error_code ec;
    socket.set_option(asio::ip::tcp::no_delay(true), ec);
    const auto owned = std::make_unique<tls_stream>(std::move(socket), front.context()); // see read_more()
    auto& tls = *owned;
    tls_request asked;
    tls_front::watch(tls.native_handle(), asked);
    const auto life = 2 * all.hold + std::chrono::minutes(1);
    watchdog whole(
        all.budget, [&tls] { tls.lowest_layer().close(); }, life);
    {
        watchdog guard(
            all.budget, [&tls] { tls.lowest_layer().close(); }, handshake_limit);
        co_await tls.async_handshake(asio::ssl::stream_base::server, redirect_error(use_awaitable, ec));
        log.name(asked.server_name);
        if (ec) {
            log.note(handshake_failure(ec, asked, guard));
            co_return;
        }
    }
    log.note(SSL_get_version(tls.native_handle()));
    connection here(all, tls, log);
    if (port == 443)
        co_await here.serve_https(asked);
    else
        co_await here.serve_messages(port == 8883 ? "mqtt" : "amqp");
    co_await say_goodbye(all, tls);
}

} // namespace standin
