// SPDX-License-Identifier: MIT
#include "netprobe/protocol/http.hpp"

#include <algorithm>
#include <charconv>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"

namespace netprobe::http {
namespace {

constexpr std::size_t max_headers = 64;
constexpr std::size_t max_value = 1024;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view as_text(bytes_view from) { return {reinterpret_cast<const char*>(from.data()), from.size()}; }

// An answer begins "HTTP/1.", a request with a method: upper-case letters and a space.
bool may_begin_head(std::string_view text) {
    constexpr std::string_view version = "HTTP/1.";
    const auto known = std::min(text.size(), version.size());
    if (text.substr(0, known) == version.substr(0, known)) return true;
    const auto end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return end == std::string_view::npos ? text.size() <= 16 : end > 2 && end <= 16 && text[end] == ' ';
}

// Takes the next line off `text`, without its CRLF or LF; nothing if none is complete.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::optional<std::uint64_t> number(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// RFC 9112 §7.1; chunk extensions and trailers are passed over. It ends with the empty line behind the trailers: if
// that were left behind, the next answer on this connection would seem to begin with it.
parsed_body parse_chunked(std::string_view text) {
    parsed_body body;
    for (;;) {
        const auto line = take_line(text);
        if (!line) {
            if (text.size() > max_value) body.state = progress::malformed; // a size line without end
            return body;
        }
        const auto size = number(trimmed(line->substr(0, line->find(';'))), 16);
        if (!size) {
            body.state = progress::malformed;
            return body;
        }
        if (*size == 0) {
            for (auto trailer = take_line(text); trailer; trailer = take_line(text))
                if (trailer->empty()) {
                    body.state = progress::complete;
                    break;
                }
            return body;
        }
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(*size, text.size()));
        body.text.append(text.substr(0, here));
        text.remove_prefix(here);
        if (here < *size || !take_line(text)) return body;
    }
}

} // namespace

std::optional<std::string_view> head::value(std::string_view name) const noexcept {
    for (const auto& [key, text] : headers)
        if (key == name) return text;
    return std::nullopt;
}

parsed_head parse_head(bytes_view received) {
    parsed_head result;
    const auto all = as_text(received.first(std::min(received.size(), max_head)));
    auto left = all;
    if (!may_begin_head(all)) {
        result.state = progress::malformed;
        return result;
    }
    const auto start = take_line(left);
    if (start) result.head.start_line = printable(*start, 256);
    while (start) {
        const auto line = take_line(left);
        if (!line) break;
        if (line->empty()) {
            result.state = progress::complete;
            result.head.length = all.size() - left.size();
            return result;
        }
        auto& headers = result.head.headers;
        if ((line->front() == ' ' || line->front() == '\t') && !headers.empty()) { // folded (RFC 9112 §5.2)
            auto& value = headers.back().second;
            value = printable(value + " " + std::string(trimmed(*line)), max_value);
            continue;
        }
        const auto colon = line->find(':');
        if (colon == std::string_view::npos || colon == 0) {
            result.state = progress::malformed;
            return result;
        }
        if (headers.size() < max_headers)
            headers.emplace_back(lower(printable(trimmed(line->substr(0, colon)), 64)),
                printable(trimmed(line->substr(colon + 1)), max_value));
    }
    result.state = received.size() >= max_head ? progress::malformed : progress::needs_more;
    return result;
}

int status_of(const head& answer) noexcept {
    const std::string_view line = answer.start_line;
    if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') return 0;
    const auto status = number(line.substr(9, 3), 10);
    return status && *status >= 100 && (line.size() == 12 || line[12] == ' ') ? static_cast<int>(*status) : 0;
}

parsed_body parse_body(const head& answer, bytes_view after_head) {
    const int status = status_of(answer);
    const auto text = as_text(after_head);
    parsed_body body;
    if (status / 100 == 1 || status == 204 || status == 304) { // never have one (RFC 9112 §6.3)
        body.state = progress::complete;
        return body;
    }
    if (const auto coding = answer.value("transfer-encoding"); coding && lower(*coding).ends_with("chunked"))
        return parse_chunked(text);
    if (const auto given = answer.value("content-length")) {
        const auto length = number(trimmed(*given), 10);
        if (!length) {
            body.state = progress::malformed;
            return body;
        }
        const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(*length, text.size()));
        body.text.assign(text.substr(0, here));
        body.state = here == *length ? progress::complete : progress::needs_more;
        return body;
    }
    body.text.assign(text);
    body.until_close = true;
    return body;
}

} // namespace netprobe::http
