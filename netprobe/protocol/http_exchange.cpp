// SPDX-License-Identifier: MIT
#include "netprobe/protocol/http_exchange.hpp"

#include <chrono>

#include <asio/error.hpp>

#include "netprobe/ascii.hpp"
#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/printable.hpp"
#include "version.hpp"

namespace netprobe::http {
namespace {

// The peer's clock minus ours; a Date has no fractions, so its second is taken at the middle.
std::optional<double> offset_of(const head& answer) {
    const auto given = answer.value("date");
    const auto theirs = given ? parse_date(*given) : std::nullopt;
    if (!theirs) return std::nullopt;
    const std::chrono::duration<double, std::milli> ours = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<double>(*theirs) * 1000.0 + 500.0 - ours.count();
}

void describe(const parsed_head& parsed, std::string_view body, hello_observation& seen) {
    http_answer answer;
    answer.status = status_of(parsed.head);
    const auto line = std::string_view(parsed.head.start_line);
    if (line.size() > 13) answer.reason = line.substr(13);
    answer.headers = parsed.head.headers;
    answer.body = printable(body, 4096);
    seen.said = "HTTP " + std::to_string(answer.status) + (answer.reason.empty() ? "" : " " + answer.reason);
    seen.clock_offset_ms = offset_of(parsed.head);
    seen.http = std::move(answer);
}

// HTTP/1.0 closes unless it says otherwise, HTTP/1.1 the other way round (RFC 9112 §9.3).
bool ends_connection(const head& answer) {
    const auto said = lower(answer.value("connection").value_or(""));
    return answer.start_line.starts_with("HTTP/1.0") ? said.find("keep-alive") == std::string::npos
                                                     : said.find("close") != std::string::npos;
}

} // namespace

bytes encode(const request& what) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string resource;
    for (const unsigned char c : what.resource) {
        if (c > ' ' && c < 0x7f)
            resource += static_cast<char>(c);
        else
            resource.append({'%', digits[c >> 4], digits[c & 15]});
    }
    std::string text = "GET " + resource + " HTTP/1.1\r\nHost: " + what.host +
                       "\r\nUser-Agent: egress-check/" EGRESS_VERSION "\r\nAccept: */*\r\n";
    for (const auto& header : what.headers) text += header + "\r\n";
    text += "\r\n";
    return {text.begin(), text.end()};
}

asio::awaitable<exchange> ask(const wire& on, stream& over, request what) {
    exchange result;
    hello_observation& seen = result.seen;
    seen.protocol = "https";
    seen.asked = printable("GET " + what.resource);
    seen.started_ms = on.budget.now_ms();
    std::error_code ec, unsent;
    const watchdog guard(on.budget, [&] { close_with_evidence(over.socket(), seen.kernel); });
    const auto sent = encode(what);
    co_await over.write(sent, unsent); // even where that fails: what the peer said before it left says more

    bytes received;
    parsed_head parsed;
    parsed_body body;
    std::size_t interim = 0; // bytes of interim answers
    while (!ec) {
        // The head is read once; the body again with each read, which body_limit keeps cheap.
        if (parsed.state == progress::needs_more) parsed = parse_head(received);
        if (parsed.state == progress::malformed) break;
        if (const int status = status_of(parsed.head);
            parsed.state == progress::complete && status / 100 == 1 && status != 101) {
            interim += parsed.head.length;
            received.erase(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(parsed.head.length));
            parsed = {};
            if (interim < max_head) continue;
            break;
        }
        if (parsed.state == progress::complete) {
            const auto rest = bytes_view(received).subspan(parsed.head.length);
            body = parse_body(parsed.head, rest);
            if (body.state != progress::needs_more || rest.size() >= what.body_limit) break;
        }
        const auto had = received.size();
        received.resize(had + 4096);
        const auto got = co_await over.read_some(std::span(received).subspan(had), ec);
        received.resize(had + got);
    }
    seen.first_bytes = hex(received);
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    if (parsed.state == progress::complete && status_of(parsed.head) != 0) {
        result.whole = body.state == progress::complete || (body.until_close && ec == asio::error::eof);
        result.body = body.text.substr(0, what.body_limit);
        describe(parsed, result.body, seen);
        if (status_of(parsed.head) == 101)
            result.spare.assign(received.begin() + static_cast<std::ptrdiff_t>(parsed.head.length), received.end());
        const bool ends = !result.whole || (ends_connection(parsed.head) && status_of(parsed.head) != 101);
        if (ends && over.socket().is_open()) over.socket().close(ec);
        co_return result;
    }
    if (unsent && ec == asio::error::eof) ec = unsent;
    conclude(seen, ec, guard);
    if (interim >= max_head) seen.failed = failure::too_much;
    if (!received.empty() && seen.failed != failure::interrupted)
        seen.failed = received.size() >= max_head ? failure::too_much
                      : parsed.state == progress::malformed || parsed.state == progress::complete
                          ? failure::protocol_mismatch
                          : seen.failed;
    if (seen.ok()) seen.failed = failure::protocol_mismatch;
    close_with_evidence(over.socket(), seen.kernel);
    co_return result;
}

} // namespace netprobe::http
