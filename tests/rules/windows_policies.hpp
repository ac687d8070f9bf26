// SPDX-License-Identifier: MIT
//
// Policies to write rules and change requests from, and what is done with the rules in every test of a format.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/verdict/model.hpp"

namespace policies {

inline rules::ip_set addresses(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> out;
    for (const auto& text : texts) {
        std::string fault;
        const auto p = rules::read_prefix(text, fault);
        if (!p) throw std::invalid_argument(text + ": " + fault);
        out.push_back(*p);
    }
    return rules::set_of(out);
}

inline rules::flow flow(std::string id, std::vector<rules::transport> over, std::vector<std::uint16_t> ports,
    std::vector<std::string> names, const std::vector<std::string>& to, rules::rung how) {
    rules::flow out;
    out.id = std::move(id);
    out.over = std::move(over);
    out.ports = std::move(ports);
    out.names = std::move(names);
    out.addresses = addresses(to);
    out.how = how;
    return out;
}

/// A hub, a registry with a wildcard, name and time servers, a storage account of which only the name is known.
inline rules::policy site() {
    using rules::rung;
    const auto tcp = rules::transport::tcp, udp = rules::transport::udp;
    rules::policy out;
    out.id = "0123456789ab";
    out.owner = "plant-it@contoso.example";
    out.reason = "CHG-4711: line 3";
    out.expires = "2027-06-30";
    out.flows.push_back(flow("iot-hub", {tcp}, {443, 5671, 8883}, {"contoso.azure-devices.net"},
        {"203.0.113.10/32", "203.0.113.64/27", "2001:db8:2::10/128"}, rung::resolved));
    out.flows.back().why = "IoT Hub: messages, identity of modules";
    out.flows.back().source = "facts/azure.md 2.1";
    out.flows.back().tags = {"AzureIoTHub.WestEurope"};
    out.flows.back().evidence = {"contoso.azure-devices.net had 203.0.113.10 (10.9.0.53:53)"};
    out.flows.push_back(flow("acr", {tcp}, {443}, {"*.azurecr.io", "mcr.microsoft.com"},
        {"203.0.113.128/25", "2001:db8:2:1::/64"}, rung::tag));
    out.flows.back().tags = {"AzureContainerRegistry"};
    out.flows.back().need = rules::need::alternative;
    out.flows.push_back(flow("dns", {tcp, udp}, {53}, {}, {"10.9.0.53/32"}, rung::given));
    out.flows.push_back(flow("ntp", {udp}, {123}, {"pool.ntp.org"}, {"203.0.113.123/32"}, rung::resolved));
    out.flows.push_back(flow("blob", {tcp}, {443}, {"contoso.blob.core.windows.net"}, {}, rung::names_only));
    out.remarks = {"blob: no address was found, only targets that hold names can let it out"};
    return out;
}

/// Every flow by address: what each of the four formats can hold.
inline rules::policy by_address() {
    auto out = site();
    out.flows.pop_back();
    out.remarks.clear();
    return out;
}

inline rules::policy only_allowing(rules::policy of) {
    of.stance = rules::stance::allow_only;
    return of;
}

inline const rules::format& row(std::string_view name) {
    const auto* found = rules::find_format(name);
    if (found == nullptr) throw std::runtime_error("no format " + std::string(name));
    return *found;
}

/// The one file that a format writes.
inline std::string text(std::string_view format, const rules::policy& of) {
    return rules::write_rules(row(format), of).files.at(0).text;
}

inline rules::ruleset read(std::string_view format, const std::string& text) { return row(format).read({{"f", text}}); }

/// What the reader says to a text; "": it reads it.
inline std::string complaint(std::string_view format, const std::string& text) {
    try {
        read(format, text);
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    if (at == text.npos) throw std::runtime_error("not there: " + std::string(what));
    return text.replace(at, what.size(), with);
}

inline rules::packet packet(std::string_view to, int protocol, std::uint16_t port, std::string name = "") {
    return {rules::read_address(to).value(), protocol, port, std::move(name), {}};
}

} // namespace policies
