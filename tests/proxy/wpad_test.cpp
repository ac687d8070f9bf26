// SPDX-License-Identifier: MIT
#include "proxy/wpad.hpp"

#include <catch2/catch.hpp>

using namespace proxy;
using strings = std::vector<std::string>;

namespace {

// The domains only.
strings seen(const strings& search) {
    strings out;
    for (const auto& url : wpad_urls(search)) {
        REQUIRE(url.starts_with("http://wpad."));
        REQUIRE(url.ends_with("/wpad.dat"));
        out.push_back(url.substr(12, url.size() - 12 - 9));
    }
    return out;
}

} // namespace

TEST_CASE("WPAD: candidates of a search domain") {
    struct row {
        std::string search;
        strings wanted;
    };
    const row rows[] = {
        {"corp.example.com", {"corp.example.com", "example.com"}},
        {"a.b.c.example.com", {"a.b.c.example.com", "b.c.example.com", "c.example.com", "example.com"}},
        {"Example.COM.", {"example.com"}},
        {"site.example.co.uk", {"site.example.co.uk", "example.co.uk"}},
        {"example.com.au", {"example.com.au"}},
        {"example.school.nz", {"example.school.nz"}},
        {"werk.example.de", {"werk.example.de", "example.de"}},
        {"corp.local", {"corp.local"}},
        // Names that anybody could register.
        {"com", {}},
        {"co.uk", {}},
        {"com.au", {}},
        {"bmw.de", {}}, // nobody's mistake, and not told from co.uk
        {"local", {}},
        {"", {}},
        {".", {}},
        // No names.
        {"10.0.0.1", {}},
        {"[fd00::1]", {}},
        {"fd00::1", {}},
        {"a b.example.com", {}},
        {"x\n.example.com", {}},
        {"../example.com", {}},
        {"user@example.com", {}},
        {"b\xc3\xbcro.example.com", {}},
    };
    for (const auto& r : rows) {
        INFO(r.search);
        CHECK(seen({r.search}) == r.wanted);
    }
}

TEST_CASE("WPAD: several domains, each address once, not many") {
    CHECK(seen({"a.example.com", "b.example.com", "a.example.com"}) ==
          strings{"a.example.com", "example.com", "b.example.com"});
    CHECK(seen({}).empty());
    strings many;
    for (int i = 0; i < 100; ++i) many.push_back("s" + std::to_string(i) + ".example.com");
    CHECK(seen(many).size() == 16);
    std::string deep = "example.com";
    while (deep.size() < 250) deep.insert(0, "a.");
    CHECK(seen({deep}).size() == 16);
}
