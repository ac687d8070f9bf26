// SPDX-License-Identifier: MIT
//
// Policies that cloud formats are tried with, and how they are tried: written, read back, proved, and proved again
// after each of a list of changes, which has to be found or refused.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "golden.hpp"
#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"
#include "rules/verdict/model.hpp"

namespace cloud_policies {

inline rules::ip_set addresses(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> all;
    for (const auto& text : texts) {
        std::string fault;
        all.push_back(rules::read_prefix(text, fault).value());
    }
    return rules::set_of(all);
}

inline rules::flow flow(std::string id, std::vector<std::uint16_t> ports, std::vector<std::string> names,
    const std::vector<std::string>& to, rules::rung how) {
    rules::flow out;
    out.id = std::move(id);
    out.over = {rules::transport::tcp};
    out.ports = std::move(ports);
    out.names = std::move(names);
    out.addresses = addresses(to);
    out.how = how;
    out.why = "why " + out.id;
    return out;
}

/// A hub on three ports, a wildcard with addresses from a service tag, names without addresses, plain HTTP, a resolver
/// over both protocols, NTP by address.
inline rules::policy site() {
    using rules::rung;
    rules::policy out;
    out.id = "0123456789ab";
    out.owner = "ops@example.com";
    out.flows.push_back(flow("iot-hub", {443, 5671, 8883}, {"contoso.azure-devices.net"},
        {"203.0.113.10/32", "2001:db8::10/128"}, rung::resolved));
    out.flows.push_back(flow("acr-data", {443}, {"*.data.azurecr.io", "contoso.azurecr.io"},
        {"198.51.100.0/27", "198.51.100.64/26", "2001:db8:1::/48"}, rung::tag));
    out.flows.back().tags = {"AzureContainerRegistry.WestEurope"};
    out.flows.push_back(flow("mcr", {443}, {"*.data.mcr.microsoft.com", "mcr.microsoft.com"}, {}, rung::names_only));
    out.flows.push_back(flow("packages", {80, 443}, {"packages.example.com"}, {"192.0.2.80/32"}, rung::resolved));
    out.flows.push_back(flow("dns", {53}, {}, {"10.0.0.53/32"}, rung::given));
    out.flows.back().over = {rules::transport::tcp, rules::transport::udp};
    out.flows.push_back(flow("ntp", {123}, {}, {"10.0.0.123/32"}, rung::given));
    out.flows.back().over = {rules::transport::udp};
    return out;
}

/// The same behind a gateway, for two networks of devices.
inline rules::policy gateway() {
    auto out = site();
    out.hook = rules::hook::gateway;
    out.devices = addresses({"10.20.0.0/24", "10.30.0.0/25"});
    return out;
}

inline const rules::format& format_called(std::string_view name) {
    const auto* found = rules::find_format(name);
    REQUIRE(found);
    return *found;
}

/// What a proof says of changed text: "holds", "leak", "blocked", or "refused: WHY".
inline std::string judged(const rules::format& in, const rules::policy& of, std::vector<rules::output_file> files) {
    try {
        const auto found = rules::prove_by_model(in, files, of);
        return found.leak_count > 0      ? "leak"
               : found.blocked_count > 0 ? "blocked"
               : found.holds()           ? "holds"
                                         : "nothing";
    } catch (const std::invalid_argument& refused) {
        return std::string("refused: ") + refused.what();
    }
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto comments = text.rfind("egress-policy/1"); // what is meant stays as it was
    const auto at = text.find(from, comments == text.npos ? 0 : text.find('\n', comments));
    INFO("looked for " << from << " in\n" << text);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

/// Written twice the same, proved, every rule needed, and the policy in the comments is the one that was written.
inline rules::exported proved(const rules::format& in, const rules::policy& of) {
    const auto out = rules::write_rules(in, of);
    CHECK(out.files.front().text == rules::write_rules(in, of).files.front().text);
    const auto found = rules::prove_by_model(in, out.files, of);
    INFO(in.name << "\n" << out.files.front().text);
    for (const auto& m : found.leaks) UNSCOPED_INFO("leak " << rules::text_of(m.sent) << " by " << m.rule);
    for (const auto& m : found.blocked) UNSCOPED_INFO("blocked " << rules::text_of(m.sent) << " by " << m.rule);
    for (const auto& s : found.surplus) UNSCOPED_INFO("surplus " << s);
    CHECK(found.holds());
    CHECK(found.surplus.empty());
    return out;
}

/// Against tests/golden/rules_FILE.
inline void check_golden(const rules::format& in, const rules::policy& of) {
    for (const auto& file : rules::write_rules(in, of).files)
        CHECK(golden("rules_" + file.name, file.text) == file.text);
}

/// One change of a file, and how its judgement begins.
struct change {
    const char *from, *to, *judgement;
};

inline void check_changes(const rules::format& in, const rules::policy& of, const std::vector<change>& all) {
    const auto written = rules::write_rules(in, of);
    for (const auto& one : all) {
        auto files = written.files;
        files.front().text = replaced(files.front().text, one.from, one.to);
        const auto judgement = judged(in, of, files);
        INFO(in.name << ": " << one.from << " -> " << one.to << ": " << judgement);
        CHECK(judgement.starts_with(one.judgement));
        CHECK(judgement.find('\n') == std::string::npos);
    }
}

} // namespace cloud_policies
