// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cloud_policies.hpp"

using namespace cloud_policies;

namespace {

const std::vector<std::string> languages{"nsg-arm", "nsg-bicep", "nsg-terraform"};

} // namespace

TEST_CASE("network security group: what is written is what the policy wants") {
    for (const auto& name : languages)
        for (const auto& of : {site(), gateway()}) {
            const auto out = proved(format_called(name), of);
            REQUIRE(out.cannot.size() == 1);
            CHECK(out.cannot.front().find("flow mcr is missing") == 0);
            CHECK(out.files.front().text.find("AzureContainerRegistry.WestEurope") != std::string::npos);
        }
}

TEST_CASE("network security group: golden files") {
    for (const auto& name : languages) check_golden(format_called(name), site());
}

TEST_CASE("network security group: both families of devices, rules of one family each") {
    auto of = gateway();
    of.devices = addresses({"10.20.0.0/24", "2001:db8:20::/64"});
    for (const auto& name : languages) proved(format_called(name), of);
    of.devices = addresses({"2001:db8:20::/64"});
    proved(format_called("nsg-arm"), of);
}

TEST_CASE("network security group: it cannot only add") {
    auto of = site();
    of.stance = rules::stance::allow_only;
    CHECK_THROWS_WITH(rules::write_rules(format_called("nsg-arm"), of), Catch::Contains("cannot express allow-only"));
}

TEST_CASE("network security group: more prefixes or rules than it takes") {
    auto of = site();
    std::vector<std::string> many;
    for (int i = 0; i < 4100; ++i)
        many.push_back("100.64." + std::to_string(i / 128) + "." + std::to_string(i % 128 * 2) + "/32");
    of.flows[0].addresses = addresses(many);
    const auto out = rules::write_rules(format_called("nsg-arm"), of);
    REQUIRE(out.cannot.size() == 2);
    CHECK(out.cannot[1].find("prefixes are more than the 4000") != std::string::npos);
    of = site();
    of.flows.clear();
    for (int i = 0; i < 4000; ++i)
        of.flows.push_back(flow("f" + std::to_string(i), {443}, {}, {"10.0.0.1/32"}, rules::rung::given));
    CHECK_THROWS_WITH(rules::write_rules(format_called("nsg-arm"), of), Catch::Contains("give fewer flows"));
    of.flows.resize(1000); // no room between them
    CHECK(judged(format_called("nsg-arm"), of, rules::write_rules(format_called("nsg-arm"), of).files) == "holds");
}

TEST_CASE("network security group: changed files are found or refused") {
    check_changes(format_called("nsg-arm"), site(),
        {{"\"Deny\"", "\"Allow\"", "leak"}, {"\"direction\": \"Outbound\"", "\"direction\": \"Inbound\"", "refused"},
            {"\"priority\": 4096", "\"priority\": 99", "refused"},
            {"\"priority\": 4096", "\"priority\": 100", "refused"},
            {"\"priority\": 110", "\"priority\": 4097", "refused"}, {"\"8883\"", "\"8882\"", "leak"},
            {"\"203.0.113.10/32\"", "\"203.0.113.10/31\"", "leak"},
            {"\"203.0.113.10/32\"", "\"203.0.113.11/31\"", "refused"},
            {"\"203.0.113.10/32\"", "\"2001:db8::11/128\"", "leak"},
            {"\"203.0.113.10/32\"", "\"203.0.113.10/32\", \"2001:db8::11/128\"", "refused"},
            {"\"203.0.113.10/32\"", "\"Internet\"", "refused"},
            {"\"AzureContainerRegistry.WestEurope\"", "\"*\"", "leak"},
            {"\"AzureContainerRegistry.WestEurope\"", "\"AzureCloud\"", "refused"}, {"\"Tcp\"", "\"*\"", "leak"},
            {"\"Tcp\"", "\"Icmp\"", "refused"},
            {"\"sourcePortRange\": \"*\"", "\"sourcePortRange\": \"1024\"", "refused"},
            {"\"AzureContainerRegistry.WestEurope\"", "\"Internet\"", "refused"},
            {"\"AzureContainerRegistry.WestEurope\"", "\"AzureContainerRegistry\"", "refused"},
            {"deny-rest", "acr-data-tcp-1", "refused"}, {"acr-data-tcp-1", "iot-hub-tcp-9", "refused"}});
    check_changes(format_called("nsg-terraform"), site(),
        {{"\"Deny\"", "\"Allow\"", "leak"}, {"${var.location}", "${var.other}", "refused"},
            {"\"8883\"", "\"8882\"", "leak"}});
    check_changes(format_called("nsg-bicep"), site(),
        {{"'Deny'", "'Allow'", "leak"}, {"'8883'", "'8882'", "leak"}, {"priority: 110", "priority: 100", "refused"}});
}

TEST_CASE("network security group: the first by priority decides, whatever the order in the file") {
    const auto& in = format_called("nsg-arm");
    auto files = rules::write_rules(in, site()).files;
    auto& text = files.front().text;
    text = replaced(text, "\"priority\": 100,", "\"priority\": 4096,");
    const auto last = text.rfind("\"priority\": 4096,");
    text.replace(last, 17, "\"priority\": 100,"); // deny-rest comes first now
    CHECK(judged(in, site(), files) == "blocked");
}

TEST_CASE("network security group: tags are compared with those that the comments list for the flow") {
    auto of = site();
    of.flows[1].tags = {"AzureContainerRegistry.WestEurope", "Storage.WestEurope"};
    for (const auto& name : languages) {
        const auto& in = format_called(name);
        const auto out = proved(in, of);
        const auto& text = out.files.front().text;
        CHECK(text.find("service tags are taken for the ranges known at export") != text.npos);
        CHECK(text.find("egress-policy/1 tag AzureContainerRegistry.WestEurope Storage.WestEurope") != text.npos);
        for (const auto& [to, says] : {std::pair<std::string, std::string>{"Internet!", "damaged"},
                 {"AzureCloud", "is none that the file's comments have"},
                 {"", "service tag Storage.WestEurope is none that the file's comments have"},
                 {"AzureContainerRegistry.WestEurope", "service tag Storage.WestEurope is none"}}) {
            auto files = out.files;
            const auto at = files.front().text.find("Storage.WestEurope"); // in the comments
            REQUIRE(at != text.npos);
            files.front().text.replace(at, 18, to);
            const auto judgement = judged(in, of, files);
            INFO(name << ": " << to << ": " << judgement);
            CHECK(judgement.starts_with("refused"));
            if (says != "damaged") CHECK(judgement.find(says) != judgement.npos);
        }
    }
    // A tag that is gone: in the rules of one transport, or of one family of devices.
    auto files = rules::write_rules(format_called("nsg-arm"), of).files;
    files.front().text =
        replaced(files.front().text, "\"Storage.WestEurope\"", "\"AzureContainerRegistry.WestEurope\"");
    CHECK(judged(format_called("nsg-arm"), of, files).find("service tag Storage.WestEurope is missing") !=
          std::string::npos);
    // Of an address that none of its tags holds, the rung decides: an exporter is given no tags without it.
    of.flows[1].how = rules::rung::resolved;
    const auto by_address = proved(format_called("nsg-arm"), of);
    CHECK(by_address.files.front().text.find("WestEurope") == std::string::npos);
}

TEST_CASE("network security group: addresses outside the tags are in a rule of their own") {
    auto of = site();
    of.flows[1].addresses = addresses({"198.51.100.0/27", "198.51.100.64/26", "2001:db8:1::/48", "192.0.2.77/32"});
    of.flows[1].tags = {"AzureContainerRegistry.WestEurope", "192.0.2.77/32"};
    for (const auto& name : languages) {
        const auto& in = format_called(name);
        const auto out = proved(in, of); // complete, and no rule is surplus
        const auto& text = out.files.front().text;
        CHECK(text.find("egress-policy/1 tag AzureContainerRegistry.WestEurope 192.0.2.77/32") != text.npos);
        CHECK(text.find("AzureContainerRegistry.WestEurope") != text.npos);
        CHECK(text.find("acr-data-tcp-2") != text.npos);
        const auto found = rules::prove_by_model(in, out.files, of);
        CHECK(std::any_of(found.remarks.begin(), found.remarks.end(), [](const auto& remark) {
            return remark.find("rests on the service tags being the ranges known at export: "
                               "AzureContainerRegistry.WestEurope") != remark.npos;
        }));
        const std::string quote = name == "nsg-bicep" ? "'" : "\"";
        auto files = out.files; // the rule that adds them names others
        files.front().text = replaced(text, quote + "192.0.2.77/32" + quote, quote + "192.0.2.78/32" + quote);
        CHECK(judged(in, of, files) == "leak");
        // Another address besides: the tag would stand for this one, too, and the rule of its own adds nothing.
        for (const auto* changed : {"192.0.2.999/32", "192.0.2.77/33"}) {
            files = out.files;
            files.front().text.replace(text.find("192.0.2.77/32"), 13, changed);
            INFO(changed);
            CHECK(judged(in, of, files).starts_with("refused"));
        }
    }
    // Without its addresses a tag would stand for nothing: then there is none.
    of.flows[1].tags = {"AzureContainerRegistry.WestEurope", "0.0.0.0/0", "::/0"};
    CHECK(proved(format_called("nsg-arm"), of).files.front().text.find("\"AzureContainerRegistry.WestEurope\"") ==
          std::string::npos);
    const auto plain =
        rules::prove_by_model(format_called("nsg-arm"), rules::write_rules(format_called("nsg-arm"), of).files, of);
    CHECK(std::none_of(plain.remarks.begin(), plain.remarks.end(),
        [](const auto& remark) { return remark.find("service tags") != remark.npos; }));
}

TEST_CASE("network security group: Terraform is given every member of every rule") {
    const auto text = rules::write_rules(format_called("nsg-terraform"), site()).files.front().text;
    const auto all =
        nlohmann::json::parse(text)["resource"]["azurerm_network_security_group"]["egress"]["security_rule"];
    const std::set<std::string> members{"access", "description", "destination_address_prefix",
        "destination_address_prefixes", "destination_application_security_group_ids", "destination_port_range",
        "destination_port_ranges", "direction", "name", "priority", "protocol", "source_address_prefix",
        "source_address_prefixes", "source_application_security_group_ids", "source_port_range", "source_port_ranges"};
    REQUIRE(all.size() > 3);
    for (const auto& rule : all) {
        std::set<std::string> has;
        for (const auto& [key, value] : rule.items()) has.insert(key);
        CHECK(has == members);
    }
    check_changes(format_called("nsg-terraform"), site(),
        {{"\"source_port_ranges\": []", "\"source_port_ranges\": [\"1024\"]", "refused"},
            {"\"destination_application_security_group_ids\": []",
                "\"destination_application_security_group_ids\": [\"x\"]", "refused"},
            {"\"destination_port_range\": \"\"", "\"destination_port_range\": \"*\"", "refused"},
            {"\"source_port_ranges\"", "\"other\"", "refused"}});
}
