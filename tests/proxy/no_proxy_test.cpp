// SPDX-License-Identifier: MIT
#include "proxy/no_proxy.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace proxy;

namespace {

struct row {
    std::string_view list, host;
    bool direct;
    std::uint16_t port = 443;
};

template <std::size_t N>
void check(no_proxy_reader who, const row (&rows)[N]) {
    for (const auto& r : rows) {
        INFO("\"" << r.list << "\" " << r.host << ":" << r.port);
        CHECK(goes_without_proxy(who, r.list, r.host, r.port) == r.direct);
    }
}

} // namespace

// Each row tried with golang.org/x/net/http/httpproxy.
TEST_CASE("no_proxy: as Docker reads it") {
    const row rows[] = {
        {"", "example.com", false},
        {"example.com", "example.com", true},
        {"example.com", "www.example.com", true},
        {"example.com", "a.b.example.com", true},
        {"example.com", "badexample.com", false},
        {"example.com", "EXAMPLE.com", true},
        {"EXAMPLE.COM", "www.example.com", true},
        {"example.com", "example.com.", false},
        {".example.com", "example.com", false},
        {".example.com", "www.example.com", true},
        {"*.example.com", "example.com", false},
        {"*.example.com", "www.example.com", true},
        {"*example.com", "www.example.com", false},
        {"com", "example.com", true},
        {"*", "example.com", true},
        {"a,*", "example.com", true},
        {"*:443", "example.com", false},
        {" example.com ,\tb", "example.com", true},
        {"a example.com", "example.com", false},
        {"example.com:443", "example.com", true},
        {"example.com:443", "example.com", false, 8883},
        {"example.com:", "example.com", true},
        {".example.com:443", "www.example.com", true},
        {":443", "example.com", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1:443", "10.0.0.1", true},
        {"10.0.0.1:80", "10.0.0.1", false},
        {"10.0.0.0/8", "10.1.2.3", true},
        {"10.0.0.0/8", "11.1.2.3", false},
        {"10.0.0.0/8", "10.example.com", false},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"10.0.0.0/", "10.0.0.0", false},
        {"010.0.0.0/8", "10.1.2.3", false},
        {"192.168.1.6/31", "192.168.1.7", true},
        {"0.0.0.0/0", "1.2.3.4", true},
        {"0.0.0.0/0", "fd00::1", false},
        {"::/0", "1.2.3.4", false},
        {"::ffff:10.0.0.0/104", "10.1.2.3", true},
        {"::ffff:10.1.2.3", "10.1.2.3", true},
        {"fd00::/8", "fd00::1", true},
        {"fd00::/129", "fd00::1", false},
        {"fd00::1", "fd00::1", true},
        {"fd00:0::1", "fd00::1", true},
        {"[fd00::1]", "fd00::1", false},
        {"[fd00::1]:443", "fd00::1", true},
        {"[fd00::1]:80", "fd00::1", false},
        {"fd00::1:443", "fd00::1", false},
        {".1", "10.0.0.1", false}, // a name is no part of an address
        {"", "localhost", true},
        {"", "LOCALHOST", false},
        {"", "127.9.9.9", true},
        {"", "::1", true},
        {"", "", false},
    };
    check(no_proxy_reader::go, rows);
}

// Each row tried with curl 7.88.1 and a proxy that counts.
TEST_CASE("no_proxy: as curl reads it") {
    const row rows[] = {
        {"", "example.com", false},
        {"example.com", "example.com", true},
        {"example.com", "www.example.com", true},
        {"example.com", "badexample.com", false},
        {".example.com", "example.com", true},
        {".example.com", "www.example.com", true},
        {".example.com", "badexample.com", false},
        {"..example.com", "example.com", false},
        {"..example.com", "www.example.com", false},
        {"EXAMPLE.com", "www.example.COM", true},
        {"com", "example.com", true},
        {"a,example.com", "example.com", true},
        {"a example.com", "example.com", true},
        {"\texample.com", "example.com", true},
        {" , example.com , ", "example.com", true},
        {"a;example.com", "example.com", false},
        {"*", "example.com", true},
        {"*,a", "example.com", false},
        {"a,*", "example.com", false},
        {"*.example.com", "www.example.com", false},
        {"example.com.", "example.com", true},
        {"example.com", "example.com.", true},
        {"example.com..", "x.example.com", false},
        {"example.com:443", "example.com", false},
        {".", "example.com", false},
        {"10.0.0.1", "10.0.0.1", true},
        {"10.0.0.1:443", "10.0.0.1", false},
        {"10.0.0.0/8", "10.1.2.3", true},
        {"10.0.0.0/8", "11.1.2.3", false},
        {"10.0.0.0/12", "10.15.0.1", true},
        {"10.0.0.0/12", "10.16.0.1", false},
        {"10.0.0.0/31", "10.0.0.1", true},
        {"10.0.0.0/33", "10.0.0.0", false},
        {"10.0.0.0/-1", "10.0.0.0", false},
        {"10.0.0.0/", "10.0.0.0", true},
        {"10.0.0.0/x", "10.0.0.0", true},
        {"10.0.0.0/0", "1.2.3.4", false},
        {"10.0.0.0/08", "10.1.2.3", true},
        {"010.0.0.0/8", "10.1.2.3", false},
        {"10.0.0.0/8", "h10.0.0.1", false},
        {"0.0.10", "10.0.0.10", false},
        {"::1", "::1", true},
        {"[::1]", "::1", false},
        {"fd00::1", "FD00::1", true},
        {"fd00:0::1", "fd00::1", false},
        {"fd00::/8", "fd00::1", false},
        {"", "localhost", false},
        {"", "127.0.0.1", false},
    };
    check(no_proxy_reader::curl, rows);
}

TEST_CASE("no_proxy: as apt reads it") {
    const row rows[] = {
        {"", "deb.example", false},
        {"deb.example", "deb.example", true},
        {"deb.example", "a.deb.example", true},
        {"deb.example", "mydeb.example", true}, // any end will do
        {".deb.example", "deb.example", false},
        {".deb.example", "a.deb.example", true},
        {"DEB.example", "deb.EXAMPLE", true},
        {"a,deb.example", "deb.example", true},
        {"a, deb.example", "deb.example", false},
        {"*", "deb.example", false},
        {",,", "deb.example", false},
        {"10.0.0.0/8", "10.0.0.1", false},
        {"", "localhost", false},
    };
    check(no_proxy_reader::apt, rows);
}

TEST_CASE("no_proxy: without effect on those that do not read it") {
    CHECK_FALSE(goes_without_proxy(no_proxy_reader::nobody, "*", "example.com", 443));
    CHECK_FALSE(goes_without_proxy(no_proxy_reader::nobody, "localhost", "localhost", 443));
}

TEST_CASE("no_proxy: a large list is read in one pass") {
    const std::string commas(4 << 20, ','), blanks(4 << 20, ' '), colons(4 << 20, ':');
    for (const auto who : {no_proxy_reader::go, no_proxy_reader::curl, no_proxy_reader::apt})
        for (const auto* const list : {&commas, &blanks, &colons}) CHECK_FALSE(goes_without_proxy(who, *list, "a", 1));
}
