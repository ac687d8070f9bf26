// SPDX-License-Identifier: MIT
#include <algorithm>

#include <catch2/catch.hpp>

#include "rules/site.hpp"

#include "tools/standin/service.hpp"

using namespace standin;

TEST_CASE("service: which part answers for a name") {
    struct row {
        const char* name;
        std::optional<part> what;
    };
    const std::string long_label(64, 'a');
    for (const auto& [name, what] : {
             row{"contoso.azure-devices.net", part::hub},
             row{"CONTOSO.Azure-Devices.NET.", part::hub},
             row{"contoso.azure-devices.us", part::hub},
             row{"contoso.azure-devices.cn", part::hub},
             row{"contoso.device.azure-devices.net", part::hub_device},
             row{"contoso.service.azure-devices.net", std::nullopt}, // not for devices
             row{"a.b.c.azure-devices.net", std::nullopt},
             row{"azure-devices.net", std::nullopt},
             row{".azure-devices.net", std::nullopt},
             row{"contoso..azure-devices.net", std::nullopt},
             row{"global.azure-devices-provisioning.net", part::dps},
             row{"other.azure-devices-provisioning.net", std::nullopt},
             row{"mcr.microsoft.com", part::mcr},
             row{"x.mcr.microsoft.com", std::nullopt},
             row{"westeurope.data.mcr.microsoft.com", part::mcr_data},
             row{"mcr.azure.cn", part::mcr},
             row{"acme.azurecr.io", part::acr},
             row{"acme.westeurope.geo.azurecr.io", part::acr},
             row{"acme.westeurope.data.azurecr.io", part::acr_data},
             row{"acme.usgovvirginia.data.azurecr.us", part::acr_data},
             row{"x1.blob.core.windows.net", part::blob},
             row{"registry-1.docker.io", part::docker_hub},
             row{"auth.docker.io", part::docker_auth},
             row{"production.cloudfront.docker.com", part::docker_data},
             row{"docker.io", std::nullopt},
             row{"packages.microsoft.com", part::packages},
             row{"aka.ms", part::short_link},
             row{"raw.githubusercontent.com", part::raw_files},
             row{"pool.ntp.org", part::time},
             row{"2.debian.pool.ntp.org", part::time},
             row{"evil.example", std::nullopt},
             row{"contoso.azure-devices.net.evil.example", std::nullopt},
             row{"a b.azure-devices.net", std::nullopt},
             row{"", std::nullopt},
             row{".", std::nullopt},
         }) {
        INFO(name);
        CHECK(part_for(name, {}) == what);
    }
    CHECK_FALSE(part_for(long_label + ".azure-devices.net", {}));
    CHECK_FALSE(part_for(std::string("a\0b.azure-devices.net", 22), {}));
}

TEST_CASE("service: extra names are stood for, and only those") {
    const extra_names extra{{"hub.example.com"}, {"registry.example.com"}};
    CHECK(part_for("Hub.Example.com", extra) == part::hub);
    CHECK(part_for("registry.example.com", extra) == part::acr);
    CHECK_FALSE(part_for("other.example.com", extra));
    CHECK(state_of("example.com", extra) == name_state::parent_of_served);
    CHECK(state_of("example.com", {}) == name_state::unknown);
    const auto all = served_patterns(extra);
    CHECK(std::count(all.begin(), all.end(), "hub.example.com") == 1);
    CHECK(std::count(all.begin(), all.end(), "*.azure-devices.net") == 1);
}

TEST_CASE("service: names above served ones exist") {
    for (const auto* name : {"azure-devices.net", "net", "device.azure-devices.us", "data.mcr.microsoft.com",
             "any.data.azurecr.io", "microsoft.com", "ms", "", "."}) {
        INFO(name);
        // "device.azure-devices.us" is itself a name of the hub's pattern
        const auto state = state_of(name, {});
        CHECK(state == (part_for(name, {}) ? name_state::served : name_state::parent_of_served));
    }
    for (const auto* name : {"example", "x.y.azure-devices.net", "azure-devices.org", "sub.aka.ms"})
        CHECK(state_of(name, {}) == name_state::unknown);
}

TEST_CASE("service: host names") {
    CHECK(is_host_name("a.b-c.d_e"));
    CHECK(is_host_name(std::string(63, 'x') + ".net"));
    for (const auto& bad : {std::string(), std::string("."), std::string("a..b"), std::string("a."), std::string("a b"),
             std::string("\xc3\xa4.net"), std::string(64, 'x'), std::string("*.net"), std::string("a/b")})
        CHECK_FALSE(is_host_name(bad));
    std::string long_name = "a";
    while (long_name.size() < 252) long_name += ".a";
    CHECK(is_host_name(long_name));
    CHECK_FALSE(is_host_name(long_name + ".a"));
}

TEST_CASE("service: every part has a word of its own, every cloud its hub, registry and storage") {
    std::vector<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(part::time); ++i) words.push_back(to_string(static_cast<part>(i)));
    std::sort(words.begin(), words.end());
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
    CHECK(std::count(words.begin(), words.end(), "?") == 0);
    for (const auto in : {rules::cloud::public_, rules::cloud::usgov, rules::cloud::china}) {
        CHECK(part_for("x." + std::string(rules::hub_suffix(in)), {}) == part::hub);
        CHECK(part_for("x." + std::string(rules::registry_suffix(in)), {}) == part::acr);
        CHECK(part_for("x." + std::string(rules::storage_suffix(in)), {}) == part::blob);
    }
}
