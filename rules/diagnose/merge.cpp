// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <regex>
#include <tuple>

#include "rules/diagnose.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/proxy_shown.hpp"

namespace rules::diagnosis {
namespace {

// A finding that lists more than this is not read.
constexpr std::size_t max_evidence = 8;
constexpr std::size_t max_values = 4;
// Whoever gets the advice must be able to act on it without the rest of the report.
constexpr std::size_t max_hosts = 10;

// Groups of suspicions that are one root cause: same cause and a shared key, through any chain of them.
std::vector<std::vector<std::size_t>> group(const std::vector<suspicion>& all) {
    std::vector<std::size_t> root(all.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    };
    std::map<std::pair<std::string, std::string>, std::size_t> first;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (const auto& key : all[i].keys) {
            const auto [at, is_new] = first.try_emplace({all[i].cause, key}, i);
            const auto a = find(at->second), b = find(i);
            root[std::max(a, b)] = std::min(a, b);
        }
    std::map<std::size_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < all.size(); ++i) groups[find(i)].push_back(i);
    std::vector<std::vector<std::size_t>> in_order;
    for (auto& [head, members] : groups) in_order.push_back(std::move(members));
    return in_order;
}

// Of paths to one place that ended the same, each took another time: that says no more than the first of them.
std::string without_times(const std::string& line) {
    static const std::regex time("[0-9.]+ (ms|s|minutes|hours|days)\\b");
    return std::regex_replace(line, time, "");
}

// `weighs`: what it says of proof, place and advice counts for the whole.
void absorb(suspicion& into, const suspicion& other, bool weighs) {
    const auto append = [](auto& to, const auto& from) {
        for (const auto& value : from)
            if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
    };
    append(into.breaks, other.breaks);
    append(into.touches, other.touches);
    for (const auto& line : other.evidence)
        if (std::ranges::none_of(into.evidence,
                [shown = without_times(line)](const auto& known) { return without_times(known) == shown; }))
            into.evidence.push_back(line);
    into.hosts.insert(other.hosts.begin(), other.hosts.end());
    into.ports.insert(other.ports.begin(), other.ports.end());
    into.addresses.insert(other.addresses.begin(), other.addresses.end());
    into.resolvers.insert(other.resolvers.begin(), other.resolvers.end());
    if (!weighs) return;
    into.proved = into.proved && other.proved;
    if (into.box.empty()) into.box = other.box;
    if (into.control.empty()) into.control = other.control;
    if (into.where != other.where) into.where.clear();
    if (into.who != other.who) into.who.clear();
    if (into.advice != other.advice) into.advice.clear();
    if (other.severity) into.severity = into.severity ? std::min(*into.severity, *other.severity) : *other.severity;
}

// What is lost with the paths that it breaks: something required, or the last alternative of a group. A site that has a
// proxy is meant to use it: that its direct way is closed is no fault, whether the proxy works or not.
severity severity_of(const inquiry& in, const suspicion& s) {
    const bool lost = std::any_of(s.breaks.begin(), s.breaks.end(),
        [&](auto i) { return needed(in.path(i)) != need::optional && !in.replaced(i) && !in.beside_proxy(i); });
    return lost ? severity::error : s.severity.value_or(severity::note);
}

template <typename Values>
std::string joined(const Values& values, std::size_t at_most, std::string_view otherwise) {
    std::string text;
    std::size_t count = 0;
    for (const auto& v : values) {
        if (count++ == at_most) return text + " and " + std::to_string(values.size() - at_most) + " more";
        text += (text.empty() ? "" : ", ") + v;
    }
    return text.empty() ? std::string(otherwise) : text;
}

// The paths of a suspicion in the order of the plan: the hub before what is only sometimes needed.
std::vector<std::size_t> paths_of(const suspicion& s) {
    std::set<std::size_t> all(s.breaks.begin(), s.breaks.end());
    all.insert(s.touches.begin(), s.touches.end());
    return {all.begin(), all.end()};
}

std::string hosts_text(const inquiry& in, const suspicion& s) {
    std::vector<std::string> hosts;
    const auto add = [&](const std::string& host) {
        if (s.hosts.contains(host) && std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
    };
    for (const auto i : paths_of(s)) add(in.path(i).seen.to.host);
    for (const auto& host : s.hosts) add(host);
    return joined(hosts, max_hosts, "the host");
}

// Where the device itself connects to: the target, or the proxy.
std::pair<std::string, int> first_stop(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    if (!by_proxy(seen)) return {seen.to.host, seen.to.port};
    const auto place = read_shown_proxy(proxy_place(in.of, seen));
    return place ? std::pair(place->host, place->port) : std::pair(std::string(), 0);
}

// "TCP 443, 5671 to the hub, TCP 443 to the registry": which port to which host, as it must be typed into a rule.
std::string openings_text(const inquiry& in, const suspicion& s) {
    if (!s.openings.empty()) return s.openings;
    std::vector<std::pair<std::string, std::set<int>>> ports; // of each host
    for (const auto i : paths_of(s)) {
        const auto [host, port] = first_stop(in, i);
        if (host.empty() || port == 0) continue;
        const auto& name = host; // clang 14 captures no structured binding
        const auto at = std::find_if(ports.begin(), ports.end(), [&name](const auto& p) { return p.first == name; });
        (at == ports.end() ? ports.emplace_back(host, std::set<int>{}) : *at).second.insert(port);
    }
    std::vector<std::pair<std::set<int>, std::vector<std::string>>> rules; // hosts that need the same ports
    for (const auto& [host, of_host] : ports) {
        const auto& mine = of_host;
        const auto at = std::find_if(rules.begin(), rules.end(), [&mine](const auto& r) { return r.first == mine; });
        (at == rules.end() ? rules.emplace_back(of_host, std::vector<std::string>{}) : *at).second.push_back(host);
    }
    std::string text;
    for (const auto& [needed_ports, hosts] : rules) {
        text += text.empty() ? "TCP " : ", and TCP ";
        for (const auto port : needed_ports) text += (port == *needed_ports.begin() ? "" : ", ") + std::to_string(port);
        text += " to " + joined(hosts, max_hosts, "the host");
    }
    return text.empty() ? "the port" : text;
}

std::string filled(const inquiry& in, std::string_view advice, const suspicion& s) {
    const std::array<std::pair<std::string_view, std::string>, 6> values{{{"{host}", hosts_text(in, s)},
        {"{openings}", openings_text(in, s)}, {"{port}", joined(s.ports, max_values, "the port")},
        {"{address}", joined(s.addresses, max_values, "the address")}, {"{box}", s.box.empty() ? "the box" : s.box},
        {"{resolver}", joined(s.resolvers, max_values, "the resolver")}}};
    // One pass: a value may hold anything, also what looks like a placeholder.
    std::string text;
    while (!advice.empty()) {
        const auto* at =
            std::find_if(values.begin(), values.end(), [&](const auto& v) { return advice.starts_with(v.first); });
        if (at == values.end()) {
            text += advice.front();
            advice.remove_prefix(1);
            continue;
        }
        text += at->second;
        advice.remove_prefix(at->first.size());
    }
    return text;
}

// Only a proxy goes by the proxy's name: advice may call it by that, the place of another box may not.
bool names_what_is_there(const inquiry& in, const suspicion& s, std::string_view where) {
    const auto all = paths_of(s);
    return where == "proxy" || std::none_of(all.begin(), all.end(), [&](auto i) {
        return by_proxy(in.path(i).seen) && s.box == proxy_place(in.of, in.path(i).seen);
    });
}

finding written(const inquiry& in, const suspicion& s) {
    const auto& row = *find_cause(s.cause);
    finding f;
    f.cause = s.cause;
    f.severity = severity_of(in, s);
    f.where = s.where.empty() ? row.where : s.where;
    f.who = s.who.empty() ? row.who : s.who;
    f.box = names_what_is_there(in, s, f.where) ? s.box : std::string();
    f.proved = s.proved;
    f.control = s.control;
    f.advice = filled(in, s.advice.empty() ? row.advice : std::string_view(s.advice), s);
    for (const auto i : paths_of(s)) f.paths.push_back(in.id(i));
    f.evidence.assign(s.evidence.begin(),
        s.evidence.begin() + static_cast<std::ptrdiff_t>(std::min(s.evidence.size(), max_evidence)));
    if (s.evidence.size() > max_evidence)
        f.evidence.push_back("and " + std::to_string(s.evidence.size() - max_evidence) + " more like these");
    return f;
}

int layer(std::string_view cause) noexcept {
    static constexpr std::array<std::string_view, 10> order{
        "host.", "dns.", "net.", "tcp.", "tls.", "proxy.", "ws.", "mqtt.", "amqp.", "http."};
    return static_cast<int>(
        std::find_if(order.begin(), order.end(), [&](auto p) { return cause.starts_with(p); }) - order.begin());
}

} // namespace

std::vector<finding> merge(const inquiry& from) {
    struct placed {
        finding what;
        bool beside; ///< breaks only the direct way of a site that has a proxy: rarely what is to be repaired
        bool hub;    ///< takes the last way to the hub
        bool needed; ///< takes something that has no alternative, not just one of several protocols
    };
    std::vector<placed> all;
    for (const auto& members : group(from.found)) {
        // What only informative paths say takes nothing from what the others prove.
        const auto weighs = [&](std::size_t m) { return !only_informative(from, from.found[m]); };
        const auto first = std::find_if(members.begin(), members.end(), weighs);
        suspicion whole = from.found[first == members.end() ? members.front() : *first];
        whole.evidence.clear(); // once each, also what one path says twice
        for (const auto m : members) absorb(whole, from.found[m], first == members.end() || weighs(m));
        const bool beside = !whole.breaks.empty() && std::all_of(whole.breaks.begin(), whole.breaks.end(),
                                                         [&](auto i) { return from.beside_proxy(i); });
        const bool required = std::any_of(whole.breaks.begin(), whole.breaks.end(), [&](auto i) {
            return needed(from.path(i)) == need::required && !from.replaced(i) && !from.beside_proxy(i);
        });
        const bool hub = std::any_of(whole.breaks.begin(), whole.breaks.end(), [&](auto i) {
            return from.path(i).seen.to.service == "iot_hub" && needed(from.path(i)) == need::alternative &&
                   !from.replaced(i) && !from.beside_proxy(i);
        });
        all.push_back({written(from, whole), beside, hub, required});
    }
    std::stable_sort(all.begin(), all.end(), [](const placed& l, const placed& r) {
        const auto &a = l.what, &b = r.what;
        return std::tuple(a.severity, l.beside, !l.hub, !l.needed, layer(a.cause), !a.proved, b.paths.size()) <
               std::tuple(b.severity, r.beside, !r.hub, !r.needed, layer(b.cause), !b.proved, a.paths.size());
    });
    std::vector<finding> findings;
    for (auto& one : all) findings.push_back(std::move(one.what));
    return findings;
}

} // namespace rules::diagnosis
