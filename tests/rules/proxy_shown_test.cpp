// SPDX-License-Identifier: MIT
#include "rules/proxy_shown.hpp"

#include <catch2/catch.hpp>

TEST_CASE("proxy shown: scheme, login, host and port") {
    const struct {
        const char* text;
        const char* scheme;
        const char* login;
        const char* host;
        int port;
        const char* place;
    } table[] = {
        {"http://edge:***@proxy.corp.example:3128", "http", "edge:***", "proxy.corp.example", 3128,
            "proxy.corp.example:3128"},
        {"https://***@proxy:8443/", "https", "***", "proxy", 8443, "proxy:8443"},
        {"HTTP://proxy:3128", "http", "", "proxy", 3128, "proxy:3128"},
        {"proxy:3128", "http", "", "proxy", 3128, "proxy:3128"},
        {"http://proxy", "http", "", "proxy", 80, "proxy:80"},
        {"https://proxy", "https", "", "proxy", 443, "proxy:443"},
        {"socks5h://proxy", "socks5h", "", "proxy", 1080, "proxy:1080"},
        {"http://[fd00::1]:3128", "http", "", "fd00::1", 3128, "[fd00::1]:3128"},
        {"socks5://[fd00::1]", "socks5", "", "fd00::1", 1080, "[fd00::1]:1080"},
        {"http://edge%40corp:***@proxy:1", "http", "edge%40corp:***", "proxy", 1, "proxy:1"},
    };
    for (const auto& row : table) {
        INFO(row.text);
        const auto p = rules::read_shown_proxy(row.text);
        REQUIRE(p);
        CHECK(p->scheme == row.scheme);
        CHECK(p->login == row.login);
        CHECK(p->host == row.host);
        CHECK(p->port == row.port);
        CHECK(p->place() == row.place);
        CHECK(p->socks() == p->scheme.starts_with("socks"));
    }
}

TEST_CASE("proxy shown: what is no address, or unfit for a file of settings") {
    for (const auto* text : {"", "http://", "ftp://proxy:21", "http://proxy:0", "http://proxy:99999", "http://proxy:x",
             "http://[fd00::1", "http://[fd00::1]3128", "http://a b:1", "http://a\"b:1", "http://a\nb:1",
             "http://a\\b:1", "http://a'b:1", "http://\xc3\xbc:1", "http://:3128", "http://edge:***@"}) {
        INFO(text);
        CHECK_FALSE(rules::read_shown_proxy(text));
    }
}
