// SPDX-License-Identifier: MIT
#include <stdexcept>

#include <catch2/catch.hpp>

#include "proxy/pac.hpp"

using namespace proxy;
using namespace std::string_literals;
using strings = std::vector<std::string>;

namespace {

strings seen(std::string_view text) {
    strings out;
    try {
        for (const auto& way : parse_pac_result(text))
            out.push_back(way.text + (way.proxy ? " = " + shown(*way.proxy) : way.direct() ? " = direct" : ""));
    } catch (const std::invalid_argument& wrong) {
        out = {"! "s + wrong.what()};
    }
    return out;
}

} // namespace

TEST_CASE("PAC result: what a script may return") {
    struct row {
        std::string_view text;
        strings wanted;
    };
    const row rows[] = {
        {"DIRECT", {"DIRECT = direct"}},
        {"direct;", {"DIRECT = direct"}},
        {"PROXY Proxy:3128", {"PROXY proxy:3128 = http://proxy:3128"}},
        {" PROXY  a:1 ;\tproxy b:2;;DIRECT ; ",
            {"PROXY a:1 = http://a:1", "PROXY b:2 = http://b:2", "DIRECT = direct"}},
        {"PROXY a", {"PROXY a:80 = http://a:80"}},
        {"HTTP a:1; HTTPS b", {"HTTP a:1 = http://a:1", "HTTPS b:443 = https://b:443"}},
        {"SOCKS5 a:1; SOCKS b:2; SOCKS4 c",
            {"SOCKS5 a:1 = socks5h://a:1", "SOCKS b:2", "SOCKS4 c:1080"}}, // version 4: nobody here can use it
        {"PROXY [fd00::1]:3128", {"PROXY [fd00::1]:3128 = http://[fd00::1]:3128"}},
        {"PROXY 10.0.0.1:8080", {"PROXY 10.0.0.1:8080 = http://10.0.0.1:8080"}},
    };
    for (const auto& r : rows) {
        INFO(r.text);
        CHECK(seen(r.text) == r.wanted);
    }
}

TEST_CASE("PAC result: garbage") {
    constexpr std::string_view may = "; it may return \"PROXY HOST:PORT\", \"DIRECT\" and the like";
    struct row {
        std::string text, wanted;
    };
    const row rows[] = {
        {"", "it returned nothing"s.append(may)},
        {" ; ;", "it returned nothing"s.append(may)},
        {"undefined", "it returned \"undefined\""s.append(may)},
        {"null", "it returned \"null\""s.append(may)},
        {"proxy:3128", "it returned \"proxy:3128\""s.append(may)},
        {"PROXYa:1", "it returned \"PROXYa:1\""s.append(may)},
        {"\x1b[2J\n" + std::string(100, 'x'), "it returned \"?[2J " + std::string(55, 'x') + "\""s.append(may)},
        {"DIRECT a:1", "something follows DIRECT in what it returned"s.append(may)},
        {"PROXY user:secret@a:1", "it returned no host and port after PROXY"s.append(may)},
        {"PROXY http://a:1", "it returned no host and port after PROXY"s.append(may)},
        {"PROXY a:1, b:2",
            "what it returned after PROXY: a space in the proxy's address; remove it, or write %20 where a "
            "password has one"},
        {"PROXY a:x", "what it returned after PROXY: the proxy's port is not a number from 1 to 65535; write "
                      "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT"},
        {"PROXY", "what it returned after PROXY: the proxy's host is missing; write http://HOST:PORT or "
                  "http://USER:PASSWORD@HOST:PORT"},
        {"SOCKS a..b", "what it returned after SOCKS: the proxy's host has an empty label (two dots, or one in front); "
                       "remove the extra dot"},
        {std::string(4097, ';'), "it returned more than 4096 characters"s.append(may)},
    };
    for (const auto& r : rows) {
        INFO(r.text.substr(0, 80));
        CHECK(seen(r.text) == strings{"! " + r.wanted});
    }
    std::string many;
    for (int i = 0; i < 32; ++i) many += "DIRECT;";
    CHECK(seen(many).size() == 32);
    CHECK(seen(many + "DIRECT") == strings{"! it returned more than 32 proxies"s.append(may)});
}

TEST_CASE("PAC result: proxies that the text of a script names") {
    const auto named = [](std::string_view script) {
        strings out;
        for (const auto& way : proxies_in_script(script)) out.push_back(way.text);
        return out;
    };
    struct row {
        std::string text;
        strings wanted;
    };
    const row rows[] = {
        {"const FindProxyForURL = (url, host) => { return \"PROXY proxy.corp.example:3128; DIRECT\"; };",
            {"PROXY proxy.corp.example:3128"}},
        {"return 'PROXY a:1'; return 'PROXY a:1; SOCKS5 b:2'", {"PROXY a:1", "SOCKS5 b:2"}},
        {"return `PROXY ${host}:3128`", {}},
        {"return \"PROXY \" + proxy", {}},
        {"// the PROXY of the site is in the cellar", {}},
        {"PROXY_NAME = 'x'; MYPROXY a:1", {}},
        {"return 'PROXY b:2'; // was PROXY a:1;\n/* PROXY c:3 */ if (u == 'http://x') 'PROXY d:4'",
            {"PROXY b:2", "PROXY d:4"}},
        {"/* PROXY a:1", {}},
        {"// PROXY a:1", {}},
        {"/", {}},
        {"PROXY ", {}},
        {"PROXY", {}},
        {"", {}},
        {std::string(100000, 'P'), {}},
    };
    for (const auto& r : rows) {
        INFO(r.text.substr(0, 80));
        CHECK(named(r.text) == r.wanted);
    }
    std::string many;
    for (int i = 1; i < 100; ++i) many += "'PROXY a:" + std::to_string(i) + "';";
    CHECK(named(many).size() == 32);
}
