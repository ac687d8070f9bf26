// SPDX-License-Identifier: MIT
#include "rules/verdict/cells.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

// Always tried, whatever the rules say: services that leak data first, proxies, ends of the range.
constexpr std::array<std::uint16_t, 14> usual_ports{
    1, 22, 25, 53, 80, 123, 443, 853, 3128, 5671, 8080, 8883, 51820, 65535};

// Cloud metadata, public resolvers, private networks, documentation, NAT64: none of them unasked.
constexpr std::array<std::string_view, 14> canaries{"1.1.1.1", "8.8.8.8", "169.254.169.254", "10.0.0.1", "172.16.0.1",
    "192.168.0.1", "100.64.0.1", "198.18.0.1", "13.107.4.50", "2606:4700:4700::1111", "2001:4860:4860::8888", "fd00::1",
    "64:ff9b::a9fe:a9fe", "2001:2::1"};

// Multicast and broadcast, which only a host sends: mDNS, SSDP, a site's own group, and everybody.
constexpr std::array<std::string_view, 6> many{
    "224.0.0.251", "239.255.255.250", "239.1.2.3", "255.255.255.255", "ff02::fb", "ff0e::1:2:3"};

// Always tried: answers, errors and questions; of IPv6 listeners' reports and node information, too.
constexpr std::array<std::uint8_t, 7> usual_icmp{0, 3, 5, 8, 11, 13, 17};
constexpr std::array<std::uint8_t, 10> usual_icmpv6{1, 2, 3, 4, 128, 129, 130, 137, 139, 143};

// Where no rule names an address, for packets that are to be judged by their name alone.
constexpr std::array<std::string_view, 2> elsewhere{"198.18.0.1", "2001:2::1"};

// More than one packet a cell is for errors of ours, not of the rules: not where it takes a second.
constexpr std::size_t most_generous = 12'000;

bool speaks_to_many(const ip_address& a) noexcept {
    // Multicast, broadcast and "this network" need other sockets, and are no way to Azure.
    if (a.family == ip_family::v6) return a.value >> 120 == 0xff || a.value == 0;
    const auto top = static_cast<std::uint32_t>(a.value >> 24);
    return top == 0 || top == 127 || top >= 224;
}

bool is_own(const ip_address& a) noexcept {
    return a.family == ip_family::v6 && (a.value == 1 || a.value >> 118 == (0xfe80u >> 6)); // loopback, link-local
}

bool can_be_asked(const ip_address& a, bool of_host) noexcept {
    if (!of_host) return !is_own(a) && !speaks_to_many(a);
    return a.family == ip_family::v6 ? a.value > 1 : a.value != 0 && a.value >> 24 != 127;
}

// Of a host from any address that is one machine's.
bool can_send(const ip_address& a, bool of_host) noexcept {
    return !speaks_to_many(a) && (!is_own(a) || (of_host && a.value != 1));
}

uint128 greatest(ip_family f) { return f == ip_family::v4 ? uint128{0xffffffffu} : ~uint128{0}; }

// Of each end itself, both neighbours, and the middle to the next.
std::vector<ip_address> around(const std::set<ip_address>& ends) {
    std::vector<ip_address> out;
    const ip_address* before = nullptr;
    for (const auto& a : ends) {
        out.push_back(a);
        if (a.value > 0) out.push_back({a.family, a.value - 1});
        if (a.value < greatest(a.family)) out.push_back({a.family, a.value + 1});
        if (before && before->family == a.family)
            out.push_back({a.family, before->value + (a.value - before->value) / 2});
        before = &a;
    }
    return out;
}

std::set<ip_address> askable(const std::vector<ip_address>& all, bool of_host) {
    std::set<ip_address> out;
    for (const auto& a : all)
        if (can_be_asked(a, of_host)) out.insert(a);
    for (const auto text : canaries) out.insert(*read_address(text));
    if (of_host)
        for (const auto text : many) out.insert(*read_address(text));
    return out;
}

std::set<std::uint16_t> ports_around(const std::set<std::uint16_t>& ends) {
    std::set<std::uint16_t> out(usual_ports.begin(), usual_ports.end());
    int before = 0;
    for (const int p : ends) {
        for (const int near : {p - 1, p, p + 1, before + (p - before) / 2})
            if (near > 0 && near <= 65535) out.insert(static_cast<std::uint16_t>(near));
        before = p;
    }
    return out;
}

struct service {
    int protocol;
    std::uint16_t port;
};

std::vector<service> services_of(const std::set<std::uint16_t>& ports, const cuts& at, ip_family family) {
    namespace number = protocol_number;
    std::vector<service> out;
    for (const auto protocol : {number::tcp, number::udp, number::sctp})
        for (const auto port : ports)
            if (protocol != number::sctp || at.sctp_ports || port == *ports.rbegin()) out.push_back({protocol, port});
    for (const auto tunnel : {number::gre, number::ipip, number::ipv6_in_ip, number::esp}) out.push_back({tunnel, 0});
    std::set<std::uint8_t> types = family == ip_family::v4 ? at.icmp_types : at.icmpv6_types;
    if (family == ip_family::v4)
        types.insert(usual_icmp.begin(), usual_icmp.end());
    else
        types.insert(usual_icmpv6.begin(), usual_icmpv6.end());
    for (const auto type : types) out.push_back({family == ip_family::v4 ? number::icmp : number::icmpv6, type});
    return out;
}

constexpr std::size_t index_of(ip_family f) { return f == ip_family::v4 ? 0 : 1; }

/// The factors of a grid, each of a family.
struct axes {
    std::array<std::vector<ip_address>, 2> to, from;
    std::array<std::vector<service>, 2> services;

    std::size_t count() const {
        std::size_t out = 0;
        for (const std::size_t f : {0u, 1u}) out += to[f].size() * from[f].size() * services[f].size();
        return out;
    }
};

void add_to_axis(std::array<std::vector<ip_address>, 2>& to, const std::set<ip_address>& all) {
    for (const auto& a : all) to[index_of(a.family)].push_back(a);
}

axes axes_of(const cuts& at, bool fewest) {
    axes out;
    add_to_axis(out.to, askable(fewest ? one_in_each_cell(at.addresses) : around(at.addresses), at.of_host));
    if (!at.sources.empty()) {
        const auto senders = fewest ? one_in_each_cell(at.sources) : around(at.sources);
        std::set<ip_address> able;
        for (const auto& a : senders)
            if (can_send(a, at.of_host)) able.insert(a);
        if (!fewest && !at.of_host) able.merge(askable({}, false));
        add_to_axis(out.from, able);
    }
    const auto ports = fewest ? one_in_each_cell(at.ports) : ports_around(at.ports);
    for (const auto family : {ip_family::v4, ip_family::v6}) {
        auto& from = out.from[index_of(family)];
        if (from.empty()) from.push_back({family, 0}); // nobody in particular
        out.services[index_of(family)] = services_of(ports, at, family);
    }
    return out;
}

// The first prime from `least` on: stepping by it through a product meets every factor's values in turn.
std::size_t prime_from(std::size_t least) {
    const auto prime = [](std::size_t n) {
        for (std::size_t d = 2; d * d <= n; ++d)
            if (n % d == 0) return false;
        return n > 1;
    };
    while (!prime(least)) ++least;
    return least;
}

// Every packet once; of too many, for each address some services from some senders, in rotation: stepping by a number
// that has no factor in common with theirs meets all pairs before it meets one again.
std::vector<packet> product(const axes& a, std::size_t most) {
    std::vector<packet> out;
    const bool whole = a.count() <= most;
    const auto share = std::max<std::size_t>(1, most / std::max<std::size_t>(1, a.to[0].size() + a.to[1].size()));
    for (const std::size_t f : {0u, 1u}) {
        const auto& from = a.from[f];
        const auto& services = a.services[f];
        const auto all = from.size() * services.size();
        auto step = whole ? 1 : prime_from(all * 5 / 8 + 2);
        while (step > 1 && all % step == 0) step = prime_from(step + 1);
        std::size_t next = 0;
        for (const auto& to : a.to[f])
            for (std::size_t i = 0; i < (whole ? all : std::min(share, all)) && (whole || out.size() < most);
                 ++i, next = (next + step) % all) {
                const auto& s = services[next % services.size()];
                out.push_back({to, s.protocol, s.port, {}, from[next / services.size()]});
            }
    }
    return out;
}

std::set<std::string> names_around(const std::set<std::string, std::less<>>& names) {
    std::set<std::string> out;
    for (const auto& name : names) {
        out.insert(name);
        out.insert("a." + name);
        out.insert("a.b." + name);
        out.insert("evil" + name);
        out.insert("evil-" + name);
        out.insert(name + ".evil.example");
        const auto dot = name.find('.');
        if (dot != name.npos && name.find('.', dot + 1) != name.npos) {
            out.insert(name.substr(dot + 1));
            out.insert("other" + name.substr(dot)); // a neighbour
            auto unescaped = name;
            unescaped[dot] = 'x'; // a pattern whose dot means any character
            out.insert(unescaped);
        }
    }
    return out;
}

// Of names, each packet from one sender in turn.
void add_names(grid& to, const cuts& at, const axes& by, std::size_t most) {
    if (at.names.empty()) return;
    std::vector<ip_address> places;
    for (const auto text : elsewhere) places.push_back(*read_address(text));
    // Rules that want name and address are judged where addresses are right, too.
    const std::size_t apart = at.addresses.size() / 12 + 1;
    std::size_t i = 0;
    for (const auto& a : at.addresses)
        if (i++ % apart == 0 && !speaks_to_many(a)) places.push_back(a);
    auto ports = at.ports;
    ports.insert(usual_ports.begin(), usual_ports.end());
    const auto names = names_around(at.names);
    const auto senders = std::max(by.from[0].size(), by.from[1].size());
    const auto all = names.size() * places.size() * ports.size() * 2 * senders;
    const auto step = all <= most ? 1 : prime_from(all / std::max<std::size_t>(1, most) + 1);
    to.cells += all;
    to.complete = to.complete && step == 1;
    std::size_t count = 0;
    for (const auto& name : names)
        for (const auto& place : places)
            for (const auto port : ports)
                for (const auto protocol : {protocol_number::tcp, protocol_number::udp})
                    for (std::size_t n = 0; n < senders; ++n)
                        if (count++ % step == 0) {
                            const auto& from = by.from[index_of(place.family)];
                            to.packets.push_back({place, protocol, port, name, from[n % from.size()]});
                        }
}

grid grid_of(const cuts& at, const axes& a, std::size_t most) {
    grid out;
    out.cells = a.count();
    out.complete = out.cells <= most;
    out.packets = product(a, most);
    add_names(out, at, a, most);
    return out;
}

// Both ends of each range of devices, or the first device alone; of a rule for anybody, nobody in particular.
std::vector<ip_address> senders_of(const platform_rule& rule, ip_family family, bool first_only) {
    std::vector<ip_address> out;
    for (const auto& r : rule.from) {
        if (r.first.family != family) continue;
        out.push_back(r.first);
        if (first_only) return out;
        out.push_back(r.last);
    }
    if (rule.from.empty()) out.emplace_back();
    return out;
}

} // namespace

std::vector<ip_address> one_in_each_cell(const std::set<ip_address>& ends) {
    std::vector<ip_address> out;
    const ip_address* before = nullptr;
    for (const auto& a : ends) {
        if ((!before || before->family != a.family) && a.value > 0) out.push_back({a.family, a.value - 1});
        out.push_back(a);
        if (a.value < greatest(a.family)) out.push_back({a.family, a.value + 1});
        before = &a;
    }
    return out;
}

std::set<std::uint16_t> one_in_each_cell(const std::set<std::uint16_t>& ends) {
    std::set<std::uint16_t> out;
    if (ends.empty() || *ends.begin() > 1) out.insert(1);
    for (const int p : ends)
        for (const int near : {p, p + 1})
            if (near > 0 && near <= 65535) out.insert(static_cast<std::uint16_t>(near));
    return out;
}

void cuts::add(const cuts& others) {
    addresses.insert(others.addresses.begin(), others.addresses.end());
    ports.insert(others.ports.begin(), others.ports.end());
    names.insert(others.names.begin(), others.names.end());
    sources.insert(others.sources.begin(), others.sources.end());
    icmp_types.insert(others.icmp_types.begin(), others.icmp_types.end());
    icmpv6_types.insert(others.icmpv6_types.begin(), others.icmpv6_types.end());
}

cuts cuts_of(const ruleset& of) {
    cuts out;
    for (const auto& rule : of.rules) {
        for (const auto& r : rule.to) out.addresses.insert({r.first, r.last});
        for (const auto& r : rule.from) out.sources.insert({r.first, r.last});
        for (const auto& [first, last] : rule.ports) out.ports.insert({first, last});
        for (const auto& n : rule.names) out.names.insert(n.name);
    }
    return out;
}

cuts cuts_in(std::string_view text) {
    cuts out;
    constexpr std::string_view part_of_address = "0123456789abcdefABCDEF.:/";
    while (!text.empty()) {
        const auto begin = std::min(text.find_first_of(part_of_address), text.size());
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_not_of(part_of_address), text.size());
        auto token = text.substr(0, end);
        text.remove_prefix(end);
        std::string fault;
        while (token.ends_with(':') && !token.ends_with("::")) token.remove_suffix(1); // "dport 443:"
        if (const auto p = read_prefix(token, fault)) {
            out.addresses.insert({p->first, last_of(*p)});
        } else if (const auto number = netprobe::port_from(token)) {
            out.ports.insert(*number);
        } else if (const auto colon = token.find(':'); colon != token.npos) { // "1024:2048"
            for (const auto half : {token.substr(0, colon), token.substr(colon + 1)})
                if (const auto port = netprobe::port_from(half)) out.ports.insert(*port);
        }
    }
    return out;
}

grid cells(const cuts& at, std::size_t most) {
    const auto generous = axes_of(at, false);
    return generous.count() <= std::min(most, most_generous) ? grid_of(at, generous, most) : fewest_cells(at, most);
}

grid fewest_cells(const cuts& at, std::size_t most) { return grid_of(at, axes_of(at, true), most); }

std::vector<packet> packets_of(const ruleset& least) {
    std::vector<packet> out;
    for (const auto& rule : least.rules) {
        std::vector<std::pair<ip_address, std::string>> places;
        if (!rule.names_and_addresses)
            for (const auto& r : rule.to) places.insert(places.end(), {{r.first, {}}, {r.last, {}}});
        const auto there =
            rule.names_and_addresses && !rule.to.empty() ? rule.to.front().first : *read_address(elsewhere[0]);
        for (const auto& n : rule.names) places.emplace_back(there, n.itself ? n.name : "a." + n.name);
        std::array<bool, 2> asked{}; // the first place of a family is tried from every sender
        for (const auto& [to, name] : places) {
            const auto family = static_cast<std::size_t>(to.family);
            const auto from = senders_of(rule, to.family, asked[family]);
            asked[family] = true;
            for (const auto& ports : rule.ports)
                for (const auto protocol : rule.protocols)
                    for (const auto& sender : from) out.push_back({to, protocol, ports.first, name, sender});
        }
    }
    return out;
}

} // namespace rules
