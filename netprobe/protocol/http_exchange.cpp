// SPDX-License-Identifier: MIT
#include "netprobe/protocol/http_exchange.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <asio/error.hpp>

#include "netprobe/ascii.hpp"
#include "netprobe/errc.hpp"
#include "netprobe/http_date.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"
#include "version.hpp"

namespace netprobe::http {
namespace {

// How long an answer has lain in a cache since its Date (RFC 9111 §5.1), in seconds.
double age_of(const head& answer) {
    const auto given = answer.value("age");
    std::uint32_t seconds = 0;
    if (given) std::from_chars(given->data(), given->data() + given->size(), seconds);
    return seconds;
}

// The peer's clock minus ours. It wrote the Date, whole seconds, at some moment between our question and the end of
// its answer, or so long before as the answer is old, or writes a new one beside an old Age: what lies between is no
// difference.
std::optional<double> offset_of(const head& answer, double elapsed_ms) {
    const auto given = answer.value("date");
    const auto date = given ? parse_date(*given) : std::nullopt;
    if (!date) return std::nullopt;
    const std::chrono::duration<double, std::milli> received = std::chrono::system_clock::now().time_since_epoch();
    const double first = static_cast<double>(*date) * 1000, last = first + (age_of(answer) + 1) * 1000;
    if (first > received.count()) return first - received.count();
    return std::min(last - (received.count() - elapsed_ms), 0.0);
}

void describe(const parsed_head& parsed, std::string_view body, hello_observation& seen) {
    http_answer answer;
    answer.status = status_of(parsed.head);
    const auto line = std::string_view(parsed.head.start_line);
    if (line.size() > 13) answer.reason = line.substr(13);
    answer.headers = parsed.head.headers;
    answer.body = printable(body, 4096);
    seen.said = "HTTP " + std::to_string(answer.status) + (answer.reason.empty() ? "" : " " + answer.reason);
    seen.clock_offset_ms = offset_of(parsed.head, seen.elapsed_ms);
    seen.http = std::move(answer);
}

// HTTP/1.0 closes unless it says otherwise, HTTP/1.1 the other way round (RFC 9112 §9.3).
bool ends_connection(const head& answer) {
    const auto said = lower(answer.value("connection").value_or(""));
    return answer.start_line.starts_with("HTTP/1.0") ? said.find("keep-alive") == std::string::npos
                                                     : said.find("close") != std::string::npos;
}

// What has arrived of an answer.
struct arrival {
    bool to_connect = false; ///< it answers a CONNECT
    bytes received;          ///< behind interim answers
    parsed_head parsed;
    parsed_body body;
    std::size_t interim = 0; ///< bytes of interim answers

    int status() const { return parsed.state == progress::complete ? status_of(parsed.head) : 0; }

    bytes_view rest() const { return bytes_view(received).subspan(parsed.head.length); }

    // From here on the bytes are not HTTP's.
    bool switches() const {
        if (!to_connect || status() / 100 != 2) return status() == 101;
        const auto length = parsed.head.value("content-length").value_or("0");
        const bool page = length != "0" || parsed.head.value("transfer-encoding");
        return !page || rest().empty();
    }
};

// Takes an interim answer (1xx but 101) off the front; false where there is none.
bool drop_interim(arrival& got) {
    if (got.status() / 100 != 1 || got.status() == 101) return false;
    got.interim += got.parsed.head.length;
    got.received.erase(
        got.received.begin(), got.received.begin() + static_cast<std::ptrdiff_t>(got.parsed.head.length));
    got.parsed = {};
    return true;
}

// Reads until the answer is whole, or cannot become one, or the body has its limit, or the network ends it.
asio::awaitable<void> read_answer(stream& over, std::size_t body_limit, arrival& got, std::error_code& ec) {
    while (!ec && got.interim < max_head) {
        // The head is read once; the body again with each read, which body_limit keeps cheap.
        if (got.parsed.state == progress::needs_more) got.parsed = parse_head(got.received);
        if (got.parsed.state == progress::malformed) co_return;
        if (drop_interim(got)) continue;
        if (got.parsed.state == progress::complete) {
            if (got.switches()) co_return;
            got.body = parse_body(got.parsed.head, got.rest());
            if (got.body.state != progress::needs_more || got.rest().size() >= body_limit) co_return;
        }
        const auto had = got.received.size();
        got.received.resize(had + 4096);
        const auto count = co_await over.read_some(std::span(got.received).subspan(had), ec);
        got.received.resize(had + count);
    }
}

// What it means that no head of an answer came, where time and network (`ended`) do not say all.
failure no_answer(const arrival& got, failure ended) {
    if (got.interim >= max_head) return failure::too_much;
    if (ended == failure::interrupted) return ended;
    if (got.received.size() >= max_head) return failure::too_much;
    const bool read = got.parsed.state != progress::needs_more;
    if (!got.received.empty() && read) return failure::protocol_mismatch;
    return ended == failure::none ? failure::protocol_mismatch : ended;
}

} // namespace

bytes encode(const request& what) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string resource;
    for (const char raw : what.resource) {
        const auto c = static_cast<unsigned char>(raw);
        if (c > ' ' && c < 0x7f)
            resource += raw;
        else
            resource.append({'%', digits[c >> 4], digits[c & 15]});
    }
    std::string text = what.method + " " + resource + " HTTP/1.1\r\nHost: " + what.host +
                       "\r\nUser-Agent: egress-check/" EGRESS_VERSION "\r\nAccept: */*\r\n";
    for (const auto& header : what.headers) text += header + "\r\n";
    text += "\r\n";
    return {text.begin(), text.end()};
}

asio::awaitable<exchange> ask(const wire& on, stream& over, request what) {
    exchange result;
    hello_observation& seen = result.seen;
    seen.protocol = "https";
    seen.asked = printable(what.method + " " + what.resource);
    seen.started_ms = on.budget.now_ms();
    std::error_code ec, unsent;
    const watchdog guard(on.budget, [&] { close_with_evidence(over.socket(), seen.kernel); });
    const auto sent = encode(what);
    co_await over.write(sent, unsent); // even where that fails: what the peer said before it left says more
    arrival got;
    got.to_connect = what.method == "CONNECT";
    co_await read_answer(over, what.body_limit, got, ec);
    seen.first_bytes = hex(got.received);
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    if (got.status() == 0) {
        if (unsent && ec == asio::error::eof) ec = unsent;
        conclude(seen, ec, guard);
        seen.failed = no_answer(got, seen.failed);
        close_with_evidence(over.socket(), seen.kernel);
        co_return result;
    }
    const bool switches = got.switches();
    result.whole = switches || got.body.state == progress::complete || (got.body.until_close && ec == asio::error::eof);
    result.body = got.body.text.substr(0, what.body_limit);
    result.head.assign(got.received.begin(), got.received.end() - static_cast<std::ptrdiff_t>(got.rest().size()));
    describe(got.parsed, result.body, seen);
    if (switches) result.spare.assign(got.rest().begin(), got.rest().end());
    const bool ends = !result.whole || (ends_connection(got.parsed.head) && !switches);
    if (ends && over.socket().is_open()) over.socket().close(ec);
    co_return result;
}

} // namespace netprobe::http
