// SPDX-License-Identifier: MIT
#include "rules/diagnose/led_elsewhere.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/name_reading.hpp"

namespace rules::diagnosis {
namespace {

// Where the aliases of hubs, provisioning, registries and storage go, in all clouds. Recalled: an alias of which
// nothing is here makes a service that fails look led away, and no service that answers.
constexpr std::array of_microsoft{"azure-devices.net", "azure-devices-provisioning.net", "azurecr.io", "azcr.io",
    "windows.net", "azure.com", "azure.net", "cloudapp.net", "trafficmanager.net", "azurefd.net", "azureedge.net",
    "msedge.net", "microsoft.com", "azure-devices.us", "azure-devices-provisioning.us", "azurecr.us", "azure.us",
    "usgovcloudapi.net", "usgovcloudapp.net", "usgovtrafficmanager.net", "azure-devices.cn",
    "azure-devices-provisioning.cn", "azurecr.cn", "azure.cn", "chinacloudapi.cn", "chinacloudapp.cn",
    "trafficmanager.cn"};

bool gives(const netprobe::dns_answer& a, const std::string& address) {
    const auto all = addresses_of(a);
    return std::ranges::find(all, address) != all.end();
}

std::string foreign_alias(const netprobe::resolve_observation& name, const std::string& address) {
    // A name of the site's own may be any alias, and Microsoft's pages are on the edges of others.
    if (!is_microsofts(name.name) || name.name.ends_with("microsoft.com")) return {};
    const auto own = [](const auto& r) { return r.type == "CNAME" && is_microsofts(r.data); };
    for (const auto& a : name.answers)
        if (const auto to = last_alias(a); gives(a, address) && !to.empty() && std::ranges::none_of(a.records, own))
            return to;
    return {};
}

// Every service of a stand-in is at one address, and of a lab; of a filter's page only what it filters.
std::string shared_with(const inquiry& in, std::size_t index, const std::string& address) {
    const auto at_it = [&](std::size_t i) {
        return std::ranges::any_of(
            in.name_of(i).answers, [&](const netprobe::dns_answer& a) { return gives(a, address); });
    };
    std::string other;
    bool elsewhere = false;
    const auto& here = in.path(index).seen.to;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& to = in.path(i).seen.to;
        if (by_proxy(in.path(i).seen) || to.host == here.host || !public_name_of(in, i) || !from_dns(in.name_of(i)))
            continue;
        if (!at_it(i))
            elsewhere = elsewhere || !in.name_of(i).addresses.empty();
        else if ((to.service == "iot_hub") != (here.service == "iot_hub")) // no two others: one edge serves many
            other = to.host;
    }
    return elsewhere ? other : std::string();
}

// The name leads to its service at another port, or by another of its addresses.
bool serves(const inquiry& in, std::string_view host) {
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.path(i).seen.to.host == host && in.works(i) && !by_proxy(in.path(i).seen)) return true;
    return false;
}

} // namespace

bool is_microsofts(std::string_view name) {
    const auto lower = netprobe::lower(name);
    return lower.ends_with("-msedge.net") || std::ranges::any_of(of_microsoft, [&](std::string_view domain) {
        return lower == domain || (lower.ends_with(domain) && lower[lower.size() - domain.size() - 1] == '.');
    });
}

std::string led_elsewhere(const inquiry& in, std::size_t index, const std::string& address) {
    const auto& name = in.name_of(index);
    if (by_proxy(in.path(index).seen) || !public_name_of(in, index) || !from_dns(name) || in.served_at(address))
        return {};
    if (serves(in, in.path(index).seen.to.host)) return {};
    if (std::ranges::any_of(name.answers, [](const auto& a) { return through_privatelink(a); })) return {};
    if (std::ranges::none_of(name.answers, [&](const auto& a) { return gives(a, address); })) return {};
    if (is_shared(address))
        return address + " is of the space that carriers share, where no service of the Internet is";
    if (const auto to = foreign_alias(name, address); !to.empty())
        return fmt::format("{} is an alias of {}, which is not Microsoft's", name.name, to);
    if (const auto other = shared_with(in, index, address); !other.empty())
        return fmt::format("{} has the same address, {}, and is another service", other, address);
    return {};
}

void tell_who_led(suspicion& s, const inquiry& in, std::size_t index) {
    const auto* here = connection(in.path(index).seen);
    for (const auto& a : in.name_of(index).answers) {
        if (!a.rcode) continue;
        s.resolvers.insert(plain_address(a.resolver));
        const auto all = addresses_of(a);
        if (here && std::ranges::find(all, here->address) != all.end()) s.evidence.push_back(sentence(a));
    }
    if (s.resolvers.size() == 1) s.box = *s.resolvers.begin();
}

} // namespace rules::diagnosis
