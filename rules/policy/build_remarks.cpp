// SPDX-License-Identifier: MIT
#include "rules/policy/build_remarks.hpp"

#include <string_view>

#include <fmt/format.h>

namespace rules {
namespace {

// Above so many addresses a rule is no longer a narrow one, and its reader is told.
constexpr double many_addresses = 1000;

// "1 block", "2 blocks".
std::string counted(double n, std::string_view one, std::string_view many) {
    return fmt::format("{:.0f} {}", n, n > 0.5 && n < 1.5 ? one : many);
}

std::string blocks_in(const ip_set& all, ip_family family, std::string_view word) {
    const auto n = static_cast<double>(prefixes_of(all, family).size());
    return counted(n, fmt::format("{}block", word), fmt::format("{}blocks", word));
}

std::string price_remark(const flow& f, const ip_set& published) {
    return fmt::format("flow {} by address opens {} in {} and {}, service tag {}", f.id,
        counted(addresses_in(published, ip_family::v4), "IPv4 address", "IPv4 addresses"),
        blocks_in(published, ip_family::v4, ""), blocks_in(published, ip_family::v6, "IPv6 "),
        fmt::join(f.tags, " + "));
}

} // namespace

std::vector<std::string> rung_remarks(
    const flow& f, const needed_host& one, const ip_set& resolved, const ip_set& published, bool tags_given) {
    std::vector<std::string> out;
    if (f.how == rung::tag) {
        out.push_back(price_remark(f, published));
        if (addresses_in(published, ip_family::v4) > many_addresses)
            out.emplace_back(
                "of these addresses nearly all serve other customers of Azure, use names where the target can");
        if (!subtract(resolved, published).empty())
            out.push_back(fmt::format(
                "{} resolved to addresses outside its service tag, rules hold them besides, is the file old",
                one.name));
    } else if (f.how == rung::resolved) {
        if (!one.tags.empty())
            out.push_back(fmt::format(
                "flow {} by address holds what {} resolved to once, Microsoft changes addresses without notice, {}",
                f.id, one.name, tags_given ? "refresh it" : "refresh it or give --service-tags FILE"));
    } else {
        out.push_back(fmt::format("no addresses are known for {}, targets that hold no names cannot have flow {}, {}",
            one.name, f.id,
            one.tags.empty() ? "it is in no service tag"
            : tags_given     ? "nor are there any in the file of service tags"
                             : "give --service-tags FILE"));
    }
    return out;
}

std::string no_resolver_remark(const std::vector<ip_address>& others, bool ipv4) {
    if (others.empty()) return "no resolver is known, and no rule lets questions to one out, give --resolver ADDRESS";
    std::vector<std::string> texts;
    for (const auto& address : others) texts.push_back(text_of(address));
    return fmt::format("no {0} resolver is known, and with {1} no rule lets questions to {2} out, give --resolver with "
                       "an {0} address, or leave {1} out",
        ipv4 ? "IPv4" : "IPv6", ipv4 ? "--ipv4" : "--ipv6", fmt::join(texts, " and "));
}

std::vector<std::string> proxy_remarks(
    const std::vector<needed_host>& all, const found& known, const policy_request& how) {
    const auto& site_proxy = known.proxies.site_proxy;
    const auto used = upstream_from(known.upstream_protocol);
    const bool websocket = used == upstream::amqp_ws || used == upstream::mqtt_ws;
    std::vector<std::string> out;
    std::string twice;
    bool any = false, other_ports = false;
    for (const auto& one : all) {
        any = any || one.service == "proxy";
        if (one.also_by_proxy) twice += (twice.empty() ? "" : ", ") + one.name;
        if (one.service != "iot_hub" && one.service != "parent") continue;
        other_ports = other_ports || one.ports != std::vector<std::uint16_t>{443};
    }
    if (!any) {
        if (!site_proxy.empty() && !how.no_proxy)
            out.push_back(fmt::format("everything gets out directly, and no part of the device is known to be set to "
                                      "the proxy {}, so no rule lets it be reached, give --proxy URL if it is used",
                site_proxy));
        return out;
    }
    if (!twice.empty())
        out.push_back(fmt::format("{} can be reached directly as well as by the proxy, and rules allow both, give "
                                  "--proxy URL for the proxy alone, where every part of the device is set to it",
            twice));
    if (how.needs.by == upstream::any && !websocket && !other_ports)
        out.emplace_back("by a proxy only AmqpWs and MqttWs get out, give --upstream-protocol Amqp or Mqtt if the "
                         "device uses one of these, which goes to its port directly");
    return out;
}

} // namespace rules
