// SPDX-License-Identifier: MIT
#include "proxy/address.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

using namespace proxy;
using namespace std::string_literals;

namespace {

std::string refusal(std::string_view text) {
    try {
        const auto read = parse_address("--proxy", text);
        return "accepted: " + shown(read);
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
}

credentials read_login(std::string_view text) { return parse_address("--proxy", text).login.value_or(credentials{}); }

} // namespace

TEST_CASE("proxy address: scheme, host and port") {
    struct row {
        std::string_view text, wanted;
    };
    const row rows[] = {
        {"http://proxy:3128", "http://proxy:3128"},
        {"http://proxy:3128/", "http://proxy:3128"},
        {"proxy:3128", "http://proxy:3128"},
        {"proxy", "http://proxy:80"},
        {"10.0.0.1:8080", "http://10.0.0.1:8080"},
        {"http://proxy", "http://proxy:80"},
        {"https://proxy", "https://proxy:443"},
        {"socks5://proxy", "socks5://proxy:1080"},
        {"socks5h://proxy/", "socks5h://proxy:1080"},
        {"HTTP://Proxy.Corp.Example:3128", "http://proxy.corp.example:3128"},
        {"http://proxy.corp.example.:3128", "http://proxy.corp.example:3128"},
        {"http://my_proxy-1:1", "http://my_proxy-1:1"},
        {"http://xn--prxy-6qa.example:65535", "http://xn--prxy-6qa.example:65535"},
        {"http://[::1]", "http://[::1]:80"},
        {"http://[FD00:0:0::1]:3128/", "http://[fd00::1]:3128"},
        {"[fd00::1]:3128", "http://[fd00::1]:3128"},
        {"http:3128", "http://http:3128"}, // a proxy called "http"
        {"https://user@[fd00::1]:1", "https://***@[fd00::1]:1"},
        {"http://user:secret@proxy:3128", "http://user:***@proxy:3128"},
        {"user:secret@proxy:3128", "http://user:***@proxy:3128"},
        {"http://@proxy:3128", "http://proxy:3128"},
        {"http://:secret@proxy:3128", "http://:***@proxy:3128"},
        {"http://CORP%5Cedge:secret@proxy", "http://CORP%5Cedge:***@proxy:80"},
        {"http://edge@corp.example:secret@proxy", "http://edge%40corp.example:***@proxy:80"},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(shown(parse_address("--proxy", r.text)) == r.wanted);
    }
    CHECK(host_and_port(parse_address("x", "http://u:p@[::1]:8080")) == "[::1]:8080");
    CHECK(host_and_port(parse_address("x", "https://Proxy")) == "proxy:443");
    CHECK(word(scheme::socks5h) == "socks5h");
}

TEST_CASE("proxy address: credentials as they are sent") {
    struct row {
        std::string_view text, user, password;
    };
    const row rows[] = {
        {"http://proxy", "", ""},
        {"http://edge:secret@proxy", "edge", "secret"},
        {"http://edge@proxy", "edge", ""},
        {"http://edge:@proxy", "edge", ""},
        {"http://edge:s%40c%3Ar%2fe%25t@proxy", "edge", "s@c:r/e%t"},
        {"http://edge:a:b:c@proxy:1", "edge", "a:b:c"},
        {"http://edge:p@ss@proxy:1", "edge", "p@ss"},
        {"http://edge:pa/ss@proxy:1/", "edge", "pa/ss"},
        {"http://edge:pa/s@s@proxy:1", "edge", "pa/s@s"},
        {"http://edge:pa?ss#x@proxy:1", "edge", "pa?ss#x"},
        {"http://edge:#@[::1]:1", "edge", "#"},
        {"edge:sl//ash@proxy", "edge", "sl//ash"},
        {"edge:sl://ash@proxy", "edge", "sl://ash"},
        {"http://edge:a%20b@proxy", "edge", "a b"},
        {"http://edge:p%C3%A4%ff@proxy", "edge", "p\xc3\xa4\xff"},
        {"http://%65dge:%73@proxy", "edge", "s"},
        {"http://edge:p%2540@proxy", "edge", "p%40"}, // decoded once
        {"http://edge:[x]@proxy", "edge", "[x]"},
        {"http://edge:\\\"'`$!@proxy", "edge", "\\\"'`$!"},
        {"socks5://a%3Ab:c@proxy", "a:b", "c"},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        const auto login = read_login(r.text);
        CHECK(login.user == r.user);
        CHECK(login.password == r.password);
    }
    CHECK_FALSE(parse_address("x", "http://proxy").login);
    CHECK_FALSE(parse_address("x", "http://@proxy").login);
}

TEST_CASE("proxy address: the same proxy compares equal, however it is written") {
    const auto one = parse_address("a", "http://edge:p%40@Proxy.example.:80/");
    CHECK(one == parse_address("b", "edge:p@@proxy.EXAMPLE"));
    CHECK_FALSE(one == parse_address("b", "http://edge:other@proxy.example"));
    CHECK_FALSE(one == parse_address("b", "http://proxy.example"));
    CHECK_FALSE(parse_address("a", "socks5://p") == parse_address("a", "socks5h://p"));
}

TEST_CASE("proxy address: what is wrong, and the remedy") {
    constexpr std::string_view form = "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT";
    struct row {
        std::string text, wanted;
    };
    const row rows[] = {
        {"", "no address of a proxy is given; "s.append(form)},
        {"http://", "the proxy's host is missing; "s.append(form)},
        {"http:///", "the proxy's host is missing; "s.append(form)},
        {"http://user:secret@", "the proxy's host is missing; "s.append(form)},
        {"http://user:secret@:3128", "the proxy's host is missing; give a name or an address"},
        {"//proxy:3128", "the proxy's scheme is missing; "s.append(form)},
        {"http:/proxy:3128", "two slashes are missing behind the proxy's scheme; "s.append(form)},
        {"https:proxy", "two slashes are missing behind the proxy's scheme; "s.append(form)},
        {"ftp://proxy", "the proxy's scheme is not known; the schemes are http, https, socks5 and socks5h"},
        {"socks4://proxy", "the proxy's scheme is not known; the schemes are http, https, socks5 and socks5h"},
        {"socks://proxy", "the proxy's scheme is not known; the schemes are http, https, socks5 and socks5h"},
        {"http://proxy:0", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://proxy:", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://proxy:65536", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://proxy:+1", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://proxy:http", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://[::1]3128", "the proxy's port is not a number from 1 to 65535; "s.append(form)},
        {"http://[::1", "a bracket without its pair in the proxy's address; write [ADDRESS]:PORT"},
        {"http://[proxy]:3128", "the proxy's host is no IPv6 address; brackets are for IPv6 addresses only"},
        {"http://[]:3128", "the proxy's host is no IPv6 address; brackets are for IPv6 addresses only"},
        {"http://[fe80::1%25eth0]:1",
            "the proxy's host is an IPv6 address with a zone; give an address that needs none, or a name"},
        {"http://fd00::1:3128", "the proxy's address has more than one colon; write an IPv6 address in brackets, and "
                                "credentials before an @"},
        {"user:secret:proxy:3128", "the proxy's address has more than one colon; write an IPv6 address in brackets, "
                                   "and credentials before an @"},
        {"http://10.0.0.256", "the proxy's host is no IPv4 address; an address has four numbers up to 255"},
        {"http://10.1", "the proxy's host is no IPv4 address; an address has four numbers up to 255"},
        {"http://0x7f000001", "the proxy's host is no IPv4 address; an address has four numbers up to 255"},
        {"http://a..b", "the proxy's host has an empty label (two dots, or one in front); remove the extra dot"},
        {"http://.a", "the proxy's host has an empty label (two dots, or one in front); remove the extra dot"},
        {"http://.", "the proxy's host has an empty label (two dots, or one in front); remove the extra dot"},
        {"http://-a", "the proxy's host has a label that starts or ends with a hyphen; check the spelling"},
        {"http://" + std::string(64, 'a'),
            "the proxy's host has a label of more than 63 characters; check the spelling"},
        {"http://pro*xy",
            "the proxy's host has a character that no name has; names have letters, digits, hyphens and dots"},
        {"http://proxy:3128/path",
            "something follows the proxy's host and port; remove it; write %2F, %3F and %23 for / ? # in a password"},
        {"http://proxy//",
            "something follows the proxy's host and port; remove it; write %2F, %3F and %23 for / ? # in a password"},
        {"http://proxy?x",
            "something follows the proxy's host and port; remove it; write %2F, %3F and %23 for / ? # in a password"},
        {"http://user:80/secret@proxy", // a port, or the start of a password
            "something follows the proxy's host and port; remove it; write %2F, %3F and %23 for / ? # in a password"},
        {"http://user:s@cret/x@proxy", // a host, or a part of the password
            "something follows the proxy's host and port; remove it; write %2F, %3F and %23 for / ? # in a password"},
        {"http://user:secret%@proxy",
            "a % that starts no escape in the proxy's credentials; write %25 for a % of a password"},
        {"http://user:secret%zz@proxy",
            "a % that starts no escape in the proxy's credentials; write %25 for a % of a password"},
        {"http://user%4:secret@proxy",
            "a % that starts no escape in the proxy's credentials; write %25 for a % of a password"},
        {"http://us%3Aer:secret@proxy",
            "the proxy's user name holds a colon; HTTP cannot carry it: another name is needed"},
        {"http://user:secret%0d%0aX-Forged:%201@proxy",
            "an escape of a control character in the proxy's credentials; remove it: it could not be sent, or would "
            "forge a header"},
        {"http://user%00:secret@proxy",
            "an escape of a control character in the proxy's credentials; remove it: it could not be sent, or would "
            "forge a header"},
        {"http://user:secret\r\nX: 1@proxy", "a control character or line end in the proxy's address; remove it"},
        {"http://proxy:3128\n", "a control character or line end in the proxy's address; remove it"},
        {"http://proxy\0:3128"s, "a control character or line end in the proxy's address; remove it"},
        {" http://proxy", "a space in the proxy's address; remove it, or write %20 where a password has one"},
        {"\"http://proxy\"", "the proxy's address begins with a quote; give it without quotes"},
        {"http://pr\xc3\xb6xy", "a character that is not ASCII in the proxy's address; write a host name in its xn-- "
                                "form, and the bytes of a password as %XX"},
        {"socks5://user:" + std::string(256, 's') + "@proxy",
            "the proxy's user name or password has more than 255 bytes; SOCKS5 cannot carry it"},
        {"http://" + std::string(10000000, 's'),
            "the proxy's address has 10000007 characters; at most 2048 can be used"},
    };
    for (const auto& r : rows) {
        INFO(r.text.substr(0, 100));
        const auto line = refusal(r.text);
        CHECK(line == "--proxy: " + r.wanted);
        CHECK(line.find("secret") == line.npos);
    }
}

TEST_CASE("proxy address: the origin is named, and cannot break the line") {
    try {
        parse_address("/etc/x\n\x1b[2Jy:3", "socks://u:secret@h");
        FAIL("accepted");
    } catch (const std::invalid_argument& refused) {
        CHECK(refused.what() == "/etc/x ?[2Jy:3: the proxy's scheme is not known; the schemes are http, https, socks5 "
                                "and socks5h"s);
    }
}

TEST_CASE("proxy address: a long user name is cut where it is shown") {
    const auto text = shown(parse_address("x", "http://" + std::string(500, 'u') + ":secret@h"));
    CHECK(text == "http://" + std::string(64, 'u') + ":***@h:80");
}
