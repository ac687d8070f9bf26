// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "netprobe/observation.hpp"
#include "netprobe/stream.hpp"

namespace netprobe::http {

/// No honest head is longer; a longer one is a peer that floods us.
inline constexpr std::size_t max_head = 64 * 1024;

/// A request or answer head, and how many bytes it took. RFC 9112 §2.
struct head {
    std::string start_line;                                   ///< without the line end, printable
    std::vector<std::pair<std::string, std::string>> headers; ///< names lower-case; at most 64, values cut at 1 kB
    std::size_t length = 0;                                   ///< bytes up to and including the empty line
    /// Value of the first header of that (lower-case) name, or nothing.
    std::optional<std::string_view> value(std::string_view name) const noexcept;
};

/// How far the bytes received so far go.
enum class progress { complete, needs_more, malformed };
struct parsed_head {
    progress state = progress::needs_more;
    http::head head;
};

/// Reads a head from the start of `received`. Bare LF line ends are accepted, as proxies send them.
/// `malformed` as soon as the bytes cannot become a head of HTTP/1.x (or are longer than max_head).
parsed_head parse_head(bytes_view received);

/// Status code of an answer's start line ("HTTP/1.1 401 Unauthorized"); 0 if it is none.
int status_of(const head& answer) noexcept;

/// Decodes as much of a body as has arrived, by Content-Length, chunked, or up to the close.
struct parsed_body {
    progress state =
        progress::needs_more; ///< needs_more at the end of a connection: complete if neither length is given
    std::string text;         ///< decoded bytes so far
    bool until_close = false; ///< neither Content-Length nor chunked: ends with the connection
};
parsed_body parse_body(const head& answer, bytes_view after_head);

} // namespace netprobe::http
