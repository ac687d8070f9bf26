// SPDX-License-Identifier: MIT
#include "netprobe/http_date.hpp"
#include "netprobe/protocol/http.hpp"

#include <catch2/catch.hpp>

using namespace netprobe;
using namespace netprobe::http;

namespace {

bytes_view of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

parsed_head head_of(const std::string& text) { return parse_head(of(text)); }

// The body of an answer with these header lines.
parsed_body body_of(const std::string& status, const std::string& headers, const std::string& body) {
    const auto parsed = head_of("HTTP/1.1 " + status + "\r\n" + headers + "\r\n");
    REQUIRE(parsed.state == progress::complete);
    return parse_body(parsed.head, of(body));
}

} // namespace

TEST_CASE("http: an answer's head, whole") {
    const std::string text =
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nX-A:  b c \r\nempty:\r\n\r\nbody";
    const auto parsed = head_of(text);
    REQUIRE(parsed.state == progress::complete);
    CHECK(parsed.head.start_line == "HTTP/1.1 401 Unauthorized");
    CHECK(parsed.head.length == text.size() - 4);
    CHECK(status_of(parsed.head) == 401);
    REQUIRE(parsed.head.headers.size() == 3);
    CHECK(parsed.head.value("content-type") == "application/json");
    CHECK(parsed.head.value("x-a") == "b c");
    CHECK(parsed.head.value("empty") == "");
    CHECK_FALSE(parsed.head.value("absent"));
}

TEST_CASE("http: no prefix of a head is malformed, and none is complete") {
    const std::string text = "HTTP/1.1 200 OK\r\nServer: x\r\nDate: y\r\n\r\n";
    for (std::size_t size = 0; size < text.size(); ++size)
        CHECK(head_of(text.substr(0, size)).state == progress::needs_more);
    CHECK(head_of(text).state == progress::complete);
}

TEST_CASE("http: which bytes can become a head") {
    struct row {
        std::string text;
        progress state;
    };
    const row rows[] = {
        {"HTTP/1.0 200 OK\n\n", progress::complete}, // bare LF, and no header at all
        {"HTTP/1.1 200 OK\nA: b\r\n\n", progress::complete},
        {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", progress::complete},
        {"CONNECT x:443 HTTP/1.1\r\n", progress::needs_more},
        {"HTTP/2 200\r\n\r\n", progress::malformed},
        {"SSH-2.0-OpenSSH_9.2\r\n", progress::malformed},
        {"220 mail ESMTP\r\n", progress::malformed},
        {"\r\nHTTP/1.1 200 OK\r\n", progress::malformed},
        {"<html>", progress::malformed},
        {std::string("\x16\x03\x01\x00", 4), progress::malformed},
        {"http/1.1 200 OK\r\n\r\n", progress::malformed},
        {"ABCDEFGHIJKLMNOPQ", progress::malformed}, // no method is that long
        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", progress::malformed},
        {"HTTP/1.1 200 OK\r\n: no name\r\n\r\n", progress::malformed},
        {"HTTP/1.1 200 OK\r\n folded before any header\r\n\r\n", progress::malformed},
    };
    for (const auto& [text, state] : rows) {
        INFO(text);
        CHECK(head_of(text).state == state);
    }
}

TEST_CASE("http: a folded header is one header (RFC 9112 5.2)") {
    const auto parsed = head_of("HTTP/1.1 200 OK\r\nWarning: first\r\n  second: part\r\n\tthird\r\nB: c\r\n\r\n");
    REQUIRE(parsed.state == progress::complete);
    REQUIRE(parsed.head.headers.size() == 2);
    CHECK(parsed.head.value("warning") == "first second: part third");
    CHECK(parsed.head.value("b") == "c");
    // Folding is no way around the bound of a value.
    std::string endless = "HTTP/1.1 200 OK\r\nA: b\r\n";
    for (int i = 0; i < 1000; ++i) endless += " more of it\r\n";
    const auto long_one = head_of(endless + "\r\n");
    REQUIRE(long_one.state == progress::complete);
    CHECK(long_one.head.value("a")->size() <= 1024);
}

TEST_CASE("http: what is kept of a head is bounded and harmless") {
    std::string text = "HTTP/1.1 200 " + std::string(1000, 'r') + "\r\n";
    for (int i = 0; i < 100; ++i) text += "X-" + std::to_string(i) + ": v\r\n";
    const auto many = head_of(text + "\r\n");
    REQUIRE(many.state == progress::complete);
    CHECK(many.head.headers.size() == 64);
    CHECK(many.head.start_line.size() == 256);

    const auto long_value =
        head_of("HTTP/1.1 200 OK\r\n" + std::string(300, 'N') + ": " + std::string(5000, 'v') + "\r\n\r\n");
    REQUIRE(long_value.state == progress::complete);
    CHECK(long_value.head.headers.front().first == std::string(64, 'n'));
    CHECK(long_value.head.headers.front().second.size() == 1024);

    const auto escape = head_of("HTTP/1.1 200 \x1b[2J\r\nServer: a\rb\x1b]0;x\x07\r\n\r\n");
    REQUIRE(escape.state == progress::complete);
    CHECK(escape.head.start_line == "HTTP/1.1 200 ?[2J");
    CHECK(escape.head.value("server") == "a b?]0;x?");
}

TEST_CASE("http: a head without end is refused at its limit") {
    const std::string start = "HTTP/1.1 200 OK\r\n";
    std::string headers = start;
    while (headers.size() < max_head) headers += "X: y\r\n";
    CHECK(head_of(headers).state == progress::malformed);
    const std::string one_line = start + "X: " + std::string(max_head, 'y');
    CHECK(head_of(one_line).state == progress::malformed);
    CHECK(head_of(one_line.substr(0, max_head - 1)).state == progress::needs_more);
    // The end of the head counts only below the limit.
    CHECK(head_of(start + "X: " + std::string(max_head, 'y') + "\r\n\r\n").state == progress::malformed);
}

TEST_CASE("http: status lines") {
    struct row {
        const char* line;
        int status;
    };
    constexpr row rows[] = {{"HTTP/1.1 200 OK", 200}, {"HTTP/1.0 404", 404}, {"HTTP/1.1 101 Switching Protocols", 101},
        {"HTTP/1.1 200", 200}, {"HTTP/1.1 200 ", 200}, {"HTTP/1.1 999 x", 999}, {"HTTP/1.1 099 x", 0},
        {"HTTP/1.1 20 OK", 0}, {"HTTP/1.1 2000 OK", 0}, {"HTTP/1.1 -20 OK", 0}, {"HTTP/1.1  200 OK", 0},
        {"HTTP/1.1\t200 OK", 0}, {"HTTP/2.0 200 OK", 0}, {"GET / HTTP/1.1", 0}, {"", 0}, {"HTTP/1.", 0},
        {"HTTP/1.1 2x0 OK", 0}};
    for (const auto& [line, status] : rows) {
        INFO(line);
        head answer;
        answer.start_line = line;
        CHECK(status_of(answer) == status);
    }
}

TEST_CASE("http: bodies by length") {
    auto body = body_of("200 OK", "Content-Length: 5\r\n", "hello");
    CHECK(body.state == progress::complete);
    CHECK(body.text == "hello");
    body = body_of("200 OK", "Content-Length: 5\r\n", "hel");
    CHECK(body.state == progress::needs_more);
    CHECK(body.text == "hel");
    body = body_of("200 OK", "Content-Length: 5\r\n", "hello and more"); // a lie: what is behind is not of the body
    CHECK(body.state == progress::complete);
    CHECK(body.text == "hello");
    body = body_of("200 OK", "Content-Length: 18446744073709551615\r\n", "x");
    CHECK(body.state == progress::needs_more);
    for (const char* lie : {"18446744073709551616", "-1", "5x", "0x5", "", "5, 5", "+5"}) {
        INFO(lie);
        CHECK(body_of("200 OK", std::string("Content-Length: ") + lie + "\r\n", "hello").state == progress::malformed);
    }
}

TEST_CASE("http: bodies that are not there, and bodies up to the close") {
    for (const char* status : {"101 Switching Protocols", "204 No Content", "304 Not Modified"})
        CHECK(body_of(status, "Content-Length: 5\r\n", "").state == progress::complete);
    const auto old = parse_head(of("HTTP/1.0 200 OK\r\n\r\n"));
    const auto body = parse_body(old.head, of("all of this"));
    CHECK(body.state == progress::needs_more);
    CHECK(body.until_close);
    CHECK(body.text == "all of this");
}

TEST_CASE("http: chunked bodies") {
    struct row {
        std::string sent;
        progress state;
        std::string text;
    };
    const row rows[] = {
        {"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", progress::complete, "hello world"},
        {"5;name=value\r\nhello\r\n0\r\n\r\n", progress::complete, "hello"},
        {"5 ; a=\"b\"\r\nhello\r\n000;x\r\n\r\n", progress::complete, "hello"},
        {"A\nhelloworld\n0\n\n", progress::complete, "helloworld"}, {"0\r\nTrailer: x\r\n\r\n", progress::complete, ""},
        {"5\r\nhello\r\n0\r\n", progress::needs_more, "hello"}, // the trailers' end belongs to this answer
        {"0\r\nTrailer: x\r\n", progress::needs_more, ""}, {"5\r\nhel", progress::needs_more, "hel"},
        {"5\r\nhello", progress::needs_more, "hello"}, {"5", progress::needs_more, ""}, {"", progress::needs_more, ""},
        {"ffffffffffffffff\r\nx", progress::needs_more, "x"}, {"10000000000000000\r\nx", progress::malformed, ""},
        {"-5\r\nhello", progress::malformed, ""}, {"hello\r\n", progress::malformed, ""},
        {"\r\n", progress::malformed, ""}, {std::string(2000, '1'), progress::malformed, ""}, // a size line without end
    };
    for (const auto& [sent, state, text] : rows) {
        INFO(sent);
        const auto body = body_of("200 OK", "Transfer-Encoding: gzip, Chunked\r\nContent-Length: 3\r\n", sent);
        CHECK(body.state == state);
        CHECK(body.text == text);
    }
}

TEST_CASE("http: dates") {
    CHECK(parse_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777); // the example of RFC 9110 5.6.7
    CHECK(parse_date("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
    CHECK(parse_date("Thu, 29 Feb 2024 23:59:60 GMT") == 1709251200); // a leap second
    for (const char* wrong : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
             "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 2024 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
             "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
             "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "}) {
        INFO(wrong);
        CHECK_FALSE(parse_date(wrong));
    }
}
