// SPDX-License-Identifier: MIT
#include "rules/policy/needed.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/plan/subjects.hpp"
#include "rules/proxy_shown.hpp"

namespace rules {
namespace {

struct upstream_way {
    std::string_view word;
    upstream by;
    std::string_view protocol; ///< of a path
};

constexpr std::array<upstream_way, 4> ways_up{
    {{"amqp", upstream::amqp, "amqp"}, {"amqpws", upstream::amqp_ws, "amqp_ws"}, {"mqtt", upstream::mqtt, "mqtt"},
        {"mqttws", upstream::mqtt_ws, "mqtt_ws"}}};

bool used(upstream by, const port_protocol& port) {
    if (port.need != need::alternative || by == upstream::any) return true;
    return std::any_of(ways_up.begin(), ways_up.end(),
        [&](const upstream_way& w) { return w.by == by && w.protocol == port.protocol; });
}

std::vector<transport> transports_of(std::string_view protocol) {
    if (protocol == "dns") return {transport::tcp, transport::udp};
    if (protocol == "ntp") return {transport::udp};
    return {transport::tcp};
}

// A clock and names are optional to a check, and no device works without them.
bool always_needed(const endpoint& row) { return row.service == "ntp" || row.service == "dns"; }

std::vector<std::string> tags_of(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto one = list.substr(0, comma);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (!one.empty()) out.emplace_back(one);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

class collector {
public:
    collector(const site& of, const catalog& from, const need_options& how,
        const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers,
        const proxy_knowledge& proxies)
        : site_(of), catalog_(from), how_(how), layers_(layers), proxies_(proxies), of_(of, from) {
        if (!proxies.only.empty()) carried_.push_back({proxies.only, {}});
    }

    std::vector<needed_host> collect() {
        check_also();
        for (const auto& row : catalog_.endpoints) {
            if (row.direction != "out" || !exists_in(row, site_.cloud)) continue;
            if (row.service == "dns")
                add(row, {});
            else
                for (const auto& one : of_.subjects_of(row))
                    for (const auto& name : names_of(row, one)) add(row, one, name);
        }
        for (const auto& own : site_.endpoints) add_own(own);
        auto all = proxies_needed();
        all.insert(all.end(), std::make_move_iterator(out_.begin()), std::make_move_iterator(out_.end()));
        return all;
    }

private:
    bool asked(const endpoint& row) const {
        return std::find(how_.also.begin(), how_.also.end(), row.service) != how_.also.end();
    }

    void check_also() const {
        std::set<std::string> known;
        for (const auto& row : catalog_.endpoints)
            if (row.direction == "out") known.insert(row.service);
        for (const auto& word : how_.also)
            if (!known.contains(word))
                throw std::invalid_argument(fmt::format(
                    "--also {}: the catalog has no such service; there are: {}", word, fmt::join(known, ", ")));
    }

    // Where a registry's layers are, only its own answer says; without one, the name that Microsoft documents.
    std::vector<std::string> names_of(const endpoint& row, const subject& one) const {
        std::string missing;
        if (!row.after.empty()) {
            const auto found = layers_.find({row.service, one.host});
            if (found != layers_.end() && !how_.wide) return found->second;
            auto wide = of_.expand(row.rule_host, one, missing);
            return wide.empty() || !missing.empty() ? std::vector<std::string>() : std::vector{wide};
        }
        auto name = of_.expand(how_.wide && !row.rule_host.empty() ? row.rule_host : row.host, one, missing);
        // DPS will name the hub: rules without one would let the device be provisioned and then lock it out.
        if (missing == "hub" && site_.dps && !row.rule_host.empty()) {
            missing.clear();
            name = of_.expand(row.rule_host, one, missing);
        }
        return name.empty() || !missing.empty() ? std::vector<std::string>() : std::vector{name};
    }

    bool wanted(const endpoint& row, const port_protocol& port) const {
        if (asked(row)) return true;
        if (row.probe == "asked" || !used(how_.by, port)) return false;
        // A region is given for the registry's dedicated data endpoints: there, layers come from them.
        return always_needed(row) || row.when == "region" || of_.need_of(row, port.need) != need::optional;
    }

    void add(const endpoint& row, const subject& one, const std::string& name = {}) {
        for (const auto& port : row.ports) {
            if (!wanted(row, port)) continue;
            const auto number = static_cast<std::uint16_t>(one.port != 0 ? one.port : port.port);
            const auto way = way_to(proxies_, row.service, netprobe::lower(name), port.protocol);
            carry(way, name, number);
            if (!way.direct || only_websocket(row, port, name)) continue;
            auto& host = host_of(row, name, transports_of(port.protocol));
            if (std::find(host.ports.begin(), host.ports.end(), number) == host.ports.end())
                host.ports.push_back(number);
            std::sort(host.ports.begin(), host.ports.end());
            host.also_by_proxy = host.also_by_proxy || !way.proxies.empty();
            // Whatever alternative is chosen is needed once it is, by a module that has no proxy for it.
            const auto how = of_.need_of(row, port.need);
            const bool chosen = how == need::alternative && !way.spare;
            if (how == need::required || chosen || always_needed(row)) host.need = need::required;
        }
    }

    // Where all protocols would do and the WebSocket ones have to go by a proxy, the site can set no other: nobody
    // opens 5671 for it.
    bool only_websocket(const endpoint& row, const port_protocol& port, const std::string& name) const {
        if (how_.by != upstream::any || port.need != need::alternative) return false;
        return !way_to(proxies_, row.service, netprobe::lower(name), "amqp_ws").direct;
    }

    void carry(const way_there& way, const std::string& name, std::uint16_t port) {
        for (const auto& by : way.proxies) {
            auto at = std::find_if(carried_.begin(), carried_.end(), [&](const auto& one) { return one.first == by; });
            if (at == carried_.end()) at = carried_.emplace(at, by, std::vector<std::string>());
            const auto what = fmt::format("{}{}:{}", name.starts_with("*.") ? "names below " : "",
                name.substr(name.starts_with("*.") ? 2 : 0), port);
            if (std::find(at->second.begin(), at->second.end(), what) == at->second.end()) at->second.push_back(what);
        }
    }

    std::vector<needed_host> proxies_needed() const {
        std::vector<needed_host> out;
        for (const auto& [address, what] : carried_) {
            const auto proxy = read_shown_proxy(address);
            if (!proxy) throw std::invalid_argument(fmt::format("the proxy {}: give it with --proxy URL", address));
            needed_host made;
            made.service = "proxy";
            made.name = netprobe::lower(proxy->host);
            made.over = {transport::tcp};
            made.ports = {static_cast<std::uint16_t>(proxy->port)};
            made.why =
                proxies_.only.empty() ? "the proxy that the device goes by" : "the proxy that everything else goes by";
            made.carries = what;
            const auto same = std::find_if(out.begin(), out.end(), [&](const needed_host& known) {
                return known.name == made.name && known.ports == made.ports; // with another login
            });
            if (same == out.end())
                out.push_back(std::move(made));
            else
                same->carries.insert(same->carries.end(), what.begin(), what.end());
        }
        return out;
    }

    needed_host& host_of(const endpoint& row, const std::string& name, std::vector<transport> over) {
        for (auto& known : out_)
            if (known.service == row.service && known.name == name && known.over == over) return known;
        needed_host made;
        made.service = row.service;
        made.name = netprobe::lower(name);
        made.over = std::move(over);
        made.need = need::optional;
        // A DPS of the site's own name, a parent perhaps, is in no range of Azure's.
        const bool azure = row.service != "dps" || made.name.find(".azure-devices-provisioning.") != std::string::npos;
        if (azure) made.tags = tags_of(row.service_tag);
        made.why = plain_text(row.purpose);
        made.source = plain_text(row.source);
        if (name.starts_with("*.")) made.narrower = narrower_than(row);
        return out_.emplace_back(std::move(made));
    }

    std::string narrower_than(const endpoint& row) const {
        if (row.service == "iot_hub" && site_.hub.empty())
            return "the hub is not known before the device is provisioned, give --hub NAME, or make the rules again "
                   "then";
        if (row.service == "acr_data" && site_.region.empty())
            return "with dedicated data endpoints (Premium) the registry names hosts of its own, give --region, or "
                   "--report with the layers host that egress-check saw";
        if (row.service == "acr_data")
            return "with dedicated data endpoints (Premium) this flow is not needed, a report of egress-check that "
                   "followed the layers knows, give --report";
        if (!row.after.empty())
            return "a report of egress-check that followed the layers knows the host, give --report";
        return {};
    }

    void add_own(const extra_endpoint& own) {
        const auto way = way_to(proxies_, "endpoint", own.host, own.protocol);
        carry(way, own.host, static_cast<std::uint16_t>(own.port));
        if (!way.direct) return;
        needed_host made;
        made.service = "endpoint";
        made.name = own.host;
        made.over = transports_of(own.protocol);
        made.ports = {static_cast<std::uint16_t>(own.port)};
        made.why = plain_text(own.purpose);
        made.also_by_proxy = !way.proxies.empty();
        out_.push_back(std::move(made));
    }

    const site& site_;
    const catalog& catalog_;
    const need_options& how_;
    const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers_;
    const proxy_knowledge& proxies_;
    site_subjects of_;
    std::vector<needed_host> out_;
    std::vector<std::pair<std::string, std::vector<std::string>>> carried_; // by which proxy what
};

} // namespace

std::optional<upstream> upstream_from(std::string_view word) noexcept {
    if (netprobe::same_but_for_case(word, "any")) return upstream::any;
    for (const auto& w : ways_up)
        if (netprobe::same_but_for_case(word, w.word)) return w.by;
    return {};
}

std::vector<needed_host> needed_hosts(const site& of, const catalog& from, const need_options& how,
    const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers,
    const proxy_knowledge& proxies) {
    return collector(of, from, how, layers, proxies).collect();
}

} // namespace rules
