// SPDX-License-Identifier: MIT
#include "proxy/wpad.hpp"

#include <catch2/catch.hpp>

using urls = std::vector<std::string>;

TEST_CASE("wpad: the search domains and what is above them, but nobody else's") {
    struct row {
        urls domains, expected;
    };
    const row rows[] = {
        {{}, {}},
        {{"corp.example"}, {"http://wpad.corp.example/wpad.dat"}},
        {{"plant.corp.example."}, {"http://wpad.plant.corp.example/wpad.dat", "http://wpad.corp.example/wpad.dat"}},
        {{"plant.corp.example", "corp.example"},
            {"http://wpad.plant.corp.example/wpad.dat", "http://wpad.corp.example/wpad.dat"}},
        {{"local"}, {}},
        {{"site.co.uk"}, {"http://wpad.site.co.uk/wpad.dat"}}, // wpad.co.uk is a stranger's
        {{"site.com.au"}, {"http://wpad.site.com.au/wpad.dat"}},
        {{"", "."}, {}},
    };
    for (const auto& [domains, expected] : rows) CHECK(proxy::wpad_urls(domains) == expected);
}

TEST_CASE("wpad: a list of any length asks for sixteen files at most") {
    std::string deep = "example.org";
    for (int i = 0; i < 100; ++i) deep = "x" + std::to_string(i) + "." + deep;
    CHECK(proxy::wpad_urls({deep, deep}).size() == 16);
}
