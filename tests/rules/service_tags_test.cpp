// SPDX-License-Identifier: MIT
#include "rules/policy/service_tags.hpp"

#include <chrono>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace {

std::string tag(std::string_view name, std::string_view region, std::string_view prefixes, std::string_view more = "") {
    return fmt::format(
        R"({{"name":"{0}","id":"{0}","properties":{{"changeNumber":7,"region":"{1}","regionId":18,"platform":"Azure",)"
        R"("systemService":"AzureIoTHub","addressPrefixes":[{2}],"networkFeatures":["API","NSG"]{3}}}}})",
        name, region, prefixes, more);
}

std::string file(const std::vector<std::string>& tags, std::string_view cloud = "Public") {
    return fmt::format(R"({{"changeNumber":363,"cloud":"{}","values":[{}]}})", cloud, fmt::join(tags, ","));
}

rules::service_tags read(const std::string& json, std::optional<rules::cloud> expected = {}) {
    // A copy of exactly this size: the sanitizer sees a read past its end.
    const std::vector<char> exact(json.begin(), json.end());
    return rules::read_service_tags({exact.data(), exact.size()}, "tags.json", expected);
}

std::string fault_of(const std::string& json, std::optional<rules::cloud> expected = {}) {
    try {
        read(json, expected);
        return "read";
    } catch (const std::invalid_argument& wrong) {
        return wrong.what();
    }
}

std::string text_of(const rules::ip_set& all) {
    std::string out;
    for (const auto& p : rules::prefixes_of(all)) out += (out.empty() ? "" : " ") + rules::text_of(p);
    return out;
}

const std::string some = file({tag("AzureIoTHub", "", R"("10.0.0.0/24","10.0.2.0/24","10.0.3.0/24","2603::/40")"),
    tag("AzureIoTHub.WestEurope", "westeurope", R"("10.0.0.0/24")"),
    tag("AzureIoTHub.NorthEurope", "northeurope", R"("10.0.2.0/24")"),
    tag("AzureIoTHub.GermanyWestCentral", "germanywc", R"("10.0.3.0/24")"),
    tag("AzureFrontDoor.FirstParty", "", R"("192.0.2.0/24")"),
    tag("AzureCloud.germanywc", "germanywc", R"("10.0.0.0/8")"),
    tag("MicrosoftContainerRegistry", "", R"("198.51.100.0/24")"),
    tag("AzureIoTHubExtra.WestEurope", "westeurope", R"("203.0.113.0/24")")});

} // namespace

TEST_CASE("service tags: a file as Microsoft writes it") {
    const auto all = read(some, rules::cloud::public_);
    CHECK(all.change_number == 363);
    CHECK(all.cloud == rules::cloud::public_);
    REQUIRE(all.tags.size() == 8);
    CHECK(all.tags[0].name == "AzureIoTHub");
    CHECK(all.tags[0].region.empty());
    CHECK(all.tags[1].region == "westeurope");
    CHECK(all.tags[1].system_service == "AzureIoTHub");
    CHECK(all.tags[1].features == std::vector<std::string>{"API", "NSG"});
    CHECK(text_of(all.tags[0].addresses) == "10.0.0.0/24 10.0.2.0/23 2603::/40");
    // A mark at its beginning, features that are null, keys that may come, in any depth; no tag; no prefix.
    CHECK(read("\xef\xbb\xbf" + some).tags.size() == 8);
    CHECK(read(
        R"({"values":[{"properties":{"networkFeatures":null,"new":[[{"a":[1,-2,0.5,null,true]}]],"addressPrefixes":[]},"name":"A"}],)"
        R"("cloud":"Public","changeNumber":0,"more":{"name":[]}})")
              .tags.at(0)
              .addresses.empty());
    CHECK(read(file({})).tags.empty());
    CHECK(read(file({}, "AzureGovernment"), rules::cloud::usgov).cloud == rules::cloud::usgov);
    CHECK(read(file({}, "AzureChina"), rules::cloud::china).cloud == rules::cloud::china);
}

TEST_CASE("service tags: every damage is one line with its place and the remedy") {
    struct row {
        std::string json, says;
    };
    const auto hub = [](std::string_view prefixes) {
        return file({tag("A", "", ""), tag("AzureIoTHub", "", prefixes)});
    };
    std::string deep = R"({"more":)";
    for (int i = 0; i < 100000; ++i) deep += "[";
    std::string deep_objects = R"({"more":)";
    for (int i = 0; i < 100000; ++i) deep_objects += R"({"a":)";
    for (const auto& [json, says] :
        {row{"", "ends in the middle"}, row{"[]", "a list does not belong"}, row{"7", "a number does not belong"},
            row{"{}", "\"cloud\" is missing"}, row{some.substr(0, some.size() / 2), "ends in the middle"},
            row{some + "x", "no JSON here"}, row{some.substr(0, some.size() - 1), "tags.json: byte"},
            row{"<html>", "no JSON"}, row{deep, "nests too deep"}, row{deep_objects, "nests too deep"},
            row{hub(R"("10.0.0.1/24")"),
                "AzureIoTHub, addressPrefixes[0]: \"10.0.0.1/24\": host bits are set: the block is 10.0.0.0/24"},
            row{hub(R"("10.0.0.0/8","010.0.0.0/8")"),
                "AzureIoTHub, addressPrefixes[1]: \"010.0.0.0/8\": \"010\" is octal"},
            row{hub(R"("10.0.0.0/33")"), "from 0 to 32"}, row{hub(R"("")"), "an address is missing"},
            row{hub("7"), "addressPrefixes[0]: a number does not"}, row{hub("null"), "null does not belong"},
            row{hub("{}"), "an object does not belong"}, row{hub("[]"), "a list does not belong"},
            row{hub(R"("10.0.0.0\u0000/8")"), "zero bytes"},
            row{hub("\"10.0.0.0\xff/8\""), "after A: it is no JSON here"},
            row{file({tag("X", "", ""), tag("x", "", "")}), "tag x is there twice"},
            row{file({tag("a b", "", "")}), "\"a b\" is no name"}, row{file({tag("", "", "")}), "it is empty"},
            row{file({tag("A", "we'st", "")}), "is no name of Azure's"},
            row{file({tag(std::string(81, 'A'), "", "")}), "is no name of Azure's"},
            row{file({}, "Mars"), "cloud \"Mars\" is not known"},
            row{file({tag("A", "", "", R"(,"region":"westeurope")")}), "A, \"region\": \"region\" is there twice"},
            row{R"({"changeNumber":1,"cloud":"Public","values":{}})", "\"values\": an object does not belong"},
            row{R"({"changeNumber":1,"cloud":"Public","values":null})", "\"values\": null does not belong"},
            row{R"({"changeNumber":1,"cloud":"Public"})", "\"values\" is missing"},
            row{R"({"changeNumber":"1","cloud":"Public","values":[]})", "\"changeNumber\": a text does not belong"},
            row{R"({"changeNumber":-1,"cloud":"Public","values":[]})", "\"changeNumber\": a negative number"},
            row{R"({"changeNumber":1.5,"cloud":"Public","values":[]})", "\"changeNumber\": a fraction"},
            row{R"({"changeNumber":1,"cloud":["Public"],"values":[]})", "\"cloud\": a list"},
            row{R"({"changeNumber":1,"cloud":true,"values":[]})", "\"cloud\": true or false"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[],"values":[]})", "\"values\" is there twice"},
            row{R"({"changeNumber":1,"cloud":"Public","values":["A"]})", "values[0]: a text does not belong"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[{"name":"A"}]})", "A: \"properties\" is missing"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[{"properties":{}}]})",
                "values[0]: \"addressPrefixes\" is missing"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[{"properties":{"addressPrefixes":[]}}]})",
                "values[0]: \"name\" is missing"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[{"name":"A","properties":[]}]})",
                "\"properties\": a list"},
            row{R"({"changeNumber":1,"cloud":"Public","values":[{"name":"A","properties":{"addressPrefixes":"10.0.0.0/8"}}]})",
                "\"addressPrefixes\": a text"}}) {
        const auto said = fault_of(json);
        CAPTURE(json.substr(0, 200), said);
        CHECK(said.starts_with("tags.json: "));
        CHECK(said.find(says) != std::string::npos);
        CHECK(said.find("; ") != std::string::npos); // a remedy
        CHECK(said.find('\n') == std::string::npos);
    }
    CHECK(fault_of(std::string(rules::max_service_tag_bytes + 1, ' ')).find("larger than 50 MB") != std::string::npos);
}

TEST_CASE("service tags: another cloud's file is refused") {
    CHECK(fault_of(file({}, "AzureChina"), rules::cloud::public_)
              .find("is of cloud AzureChina, and the site is in Public") != std::string::npos);
    CHECK(fault_of(file({}), rules::cloud::usgov).find("say --cloud") != std::string::npos);
    CHECK(fault_of(file({}), {}) == "read");
}

TEST_CASE("service tags: a file cut anywhere is refused, never a part of it taken") {
    for (std::size_t size = 0; size < some.size(); ++size) REQUIRE(fault_of(some.substr(0, size)) != "read");
}

TEST_CASE("service tags: found in any case, and by region") {
    const auto all = read(some);
    const auto name = [](const rules::service_tag* t) { return t == nullptr ? std::string("none") : t->name; };
    CHECK(name(find(all, "azureiothub.WESTEUROPE")) == "AzureIoTHub.WestEurope");
    CHECK(name(find(all, "AzureIoTHub.")) == "none");
    CHECK(name(find(all, "")) == "none");
    CHECK(name(find_in_region(all, "AzureIoTHub", "westeurope")) == "AzureIoTHub.WestEurope");
    CHECK(name(find_in_region(all, "azureiothub", "GermanyWestCentral")) == "AzureIoTHub.GermanyWestCentral");
    CHECK(name(find_in_region(all, "AzureIoTHub", "germanywc")) ==
          "AzureIoTHub.GermanyWestCentral"); // the file's own short name
    CHECK(name(find_in_region(all, "AzureCloud", "germanywc")) == "AzureCloud.germanywc");
    CHECK(name(find_in_region(all, "AzureIoTHub", "")) == "none");
    CHECK(name(find_in_region(all, "AzureIoTHub", "eastus")) == "none");
    CHECK(name(find_in_region(all, "AzureFrontDoor", "westeurope")) == "none");
    CHECK(name(find_in_region(all, "AzureIoT", "westeurope")) == "none");
    CHECK(is_in_region(all.tags[1], "WestEurope"));
    CHECK(is_in_region(all.tags[3], "germanywestcentral"));
    CHECK(!is_in_region(all.tags[0], ""));
    CHECK(!is_in_region(all.tags[0], "westeurope"));
}

TEST_CASE("service tags: what a catalog row's tags come to") {
    const auto all = read(some);
    struct row {
        std::string tags;
        std::vector<std::string> regions;
        std::string names, missing, addresses;
    };
    for (const auto& r : {row{"AzureIoTHub", {}, "AzureIoTHub", "", "10.0.0.0/24 10.0.2.0/23 2603::/40"},
             row{"AzureIoTHub", {"westeurope"}, "AzureIoTHub.WestEurope", "", "10.0.0.0/24"},
             row{"AzureIoTHub", {"westeurope", "northeurope"}, "AzureIoTHub.WestEurope AzureIoTHub.NorthEurope", "",
                 "10.0.0.0/24 10.0.2.0/24"},
             // The pair alone would be the wrong half: the site's own region has none of this service.
             row{"AzureIoTHubExtra", {"northeurope", "westeurope"}, "", "AzureIoTHubExtra", ""},
             row{"MicrosoftContainerRegistry", {"northeurope", "westeurope"}, "MicrosoftContainerRegistry", "",
                 "198.51.100.0/24"},
             row{"MicrosoftContainerRegistry, AzureFrontDoor.FirstParty", {"westeurope"},
                 "MicrosoftContainerRegistry AzureFrontDoor.FirstParty", "", "192.0.2.0/24 198.51.100.0/24"},
             row{"Nope, AzureIoTHub,,AzureIoTHub", {"westeurope"}, "AzureIoTHub.WestEurope", "Nope", "10.0.0.0/24"},
             row{"", {}, "", "", ""}}) {
        CAPTURE(r.tags);
        const auto choice = rules::choose_tags(all, r.tags, r.regions);
        CHECK(fmt::format("{}", fmt::join(choice.names, " ")) == r.names);
        CHECK(fmt::format("{}", fmt::join(choice.missing, " ")) == r.missing);
        CHECK(text_of(choice.addresses) == r.addresses);
    }
    const auto price = rules::price_of(rules::choose_tags(all, "AzureIoTHub", {}).addresses);
    CHECK(price.v4_prefixes == 2);
    CHECK(price.v6_prefixes == 1);
    CHECK(price.v4_addresses == 768);
}

TEST_CASE("service tags: a region that is in no tag is refused, with those that are spelt alike") {
    const auto all = read(some);
    struct row {
        std::string region, says;
    };
    for (const auto& [region, says] : {row{"westeurop", "--region westeurop: no tag of the file of service tags is of "
                                                        "that region; there is westeurope"},
             row{"weseurope", "there is westeurope"}, row{"europe", "there is westeurope, northeurope"},
             row{"germanywest", "there is germanywc, germanywestcentral"},
             row{"nowhere", "that region; give its short name, such as westeurope, or leave it out"},
             row{"uk", "give its short name"}}) {
        INFO(region);
        CHECK_THROWS_WITH(rules::choose_tags(all, "AzureIoTHub", {region}), Catch::Contains(says));
        CHECK_THROWS_WITH(rules::choose_tags(all, "AzureIoTHub", {region, "westeurope"}), Catch::Contains(says));
    }
    CHECK_NOTHROW(rules::choose_tags(all, "AzureIoTHub", {"westeurope", "nowhere"})); // a pair that the file lacks
}

TEST_CASE("service tags: what changed, as sets") {
    const auto before = read(file({tag("B", "", R"("10.0.0.0/23","2603::/40")"), tag("Same", "", R"("10.0.0.0/23")"),
        tag("Gone", "", R"("10.9.0.0/16")"), tag("Empty", "", "")}));
    const auto after =
        read(file({tag("New", "", R"("192.0.2.0/24")"), tag("B", "", R"("10.0.1.0/24","10.0.2.0/24","2603::/40")"),
            tag("Same", "", R"("10.0.1.0/24","10.0.0.0/24")"), tag("Empty", "", "")}));
    const auto changes = diff(before, after);
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].name == "B");
    CHECK(text_of(changes[0].gained) == "10.0.2.0/24");
    CHECK(text_of(changes[0].lost) == "10.0.0.0/24");
    CHECK((changes[1].name == "Gone" && changes[1].vanished && !changes[1].appeared && changes[1].gained.empty()));
    CHECK(text_of(changes[1].lost) == "10.9.0.0/16");
    CHECK((changes[2].name == "New" && changes[2].appeared && changes[2].lost.empty()));
    CHECK(diff(before, before).empty());
    CHECK(rules::diff(rules::service_tags{}, {}).empty());
    const auto back = diff(after, before);
    REQUIRE(back.size() == 3);
    CHECK(back[0].gained == changes[0].lost);
}

TEST_CASE("service tags: 80,000 prefixes of one tag take no time to speak of") {
    std::string prefixes;
    for (int i = 0; i < 80000; ++i)
        prefixes += fmt::format("{}\"{}.{}.{}.0/24\"", i == 0 ? "" : ",", 1 + i / 65536, i / 256 % 256, i % 256);
    const auto began = std::chrono::steady_clock::now();
    CHECK(rules::addresses_in(read(file({tag("Big", "", prefixes)})).tags[0].addresses, rules::ip_family::v4) >
          256 * 70000.0);
    CHECK(std::chrono::steady_clock::now() - began <
          std::chrono::seconds(10)); // quadratic would be minutes; this machine may be starved
}
