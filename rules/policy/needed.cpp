// SPDX-License-Identifier: MIT
#include "rules/policy/needed.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/plan/subjects.hpp"

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
        const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers)
        : site_(of), catalog_(from), how_(how), layers_(layers), of_(of, from) {}

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
        return std::move(out_);
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
            auto& host = host_of(row, name, transports_of(port.protocol));
            if (std::find(host.ports.begin(), host.ports.end(), number) == host.ports.end())
                host.ports.push_back(number);
            std::sort(host.ports.begin(), host.ports.end());
            // Whatever alternative is chosen is needed once it is.
            const auto how = of_.need_of(row, port.need);
            if (how == need::required || always_needed(row)) host.need = need::required;
        }
    }

    needed_host& host_of(const endpoint& row, const std::string& name, std::vector<transport> over) {
        for (auto& known : out_)
            if (known.service == row.service && known.name == name && known.over == over) return known;
        needed_host made;
        made.service = row.service;
        made.name = netprobe::lower(name);
        made.over = std::move(over);
        made.need = need::optional;
        made.tags = tags_of(row.service_tag);
        made.why = plain_text(row.purpose);
        made.source = plain_text(row.source);
        if (name.starts_with("*.")) made.narrower = narrower_than(row);
        return out_.emplace_back(std::move(made));
    }

    std::string narrower_than(const endpoint& row) const {
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
        needed_host made;
        made.service = "endpoint";
        made.name = own.host;
        made.over = transports_of(own.protocol);
        made.ports = {static_cast<std::uint16_t>(own.port)};
        made.why = "given with --endpoint";
        out_.push_back(std::move(made));
    }

    const site& site_;
    const catalog& catalog_;
    const need_options& how_;
    const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers_;
    site_subjects of_;
    std::vector<needed_host> out_;
};

} // namespace

std::optional<upstream> upstream_from(std::string_view word) noexcept {
    if (netprobe::same_but_for_case(word, "any")) return upstream::any;
    for (const auto& w : ways_up)
        if (netprobe::same_but_for_case(word, w.word)) return w.by;
    return {};
}

std::vector<needed_host> needed_hosts(const site& of, const catalog& from, const need_options& how,
    const std::map<std::pair<std::string, std::string>, std::vector<std::string>>& layers) {
    return collector(of, from, how, layers).collect();
}

} // namespace rules
