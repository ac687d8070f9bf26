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

// Where no rule names an address, for packets that are to be judged by their name alone.
constexpr std::array<std::string_view, 2> elsewhere{"198.18.0.1", "2001:2::1"};

bool speaks_to_many(const ip_address& a) noexcept {
    // Multicast, broadcast and "this network" need other sockets, and are no way to Azure.
    if (a.family == ip_family::v6) return a.value >> 120 == 0xff || a.value == 0;
    const auto top = static_cast<std::uint32_t>(a.value >> 24);
    return top == 0 || top == 127 || top >= 224;
}

bool is_own(const ip_address& a) noexcept {
    return a.family == ip_family::v6 && (a.value == 1 || a.value >> 118 == (0xfe80u >> 6)); // loopback, link-local
}

void insert(std::set<ip_address>& to, const ip_address& a) {
    if (!speaks_to_many(a) && !is_own(a)) to.insert(a);
}

std::set<ip_address> addresses_of(const std::set<ip_address>& ends) {
    std::set<ip_address> out;
    const ip_address* before = nullptr;
    for (const auto& a : ends) {
        const uint128 most = a.family == ip_family::v4 ? uint128{0xffffffffu} : ~uint128{0};
        insert(out, a);
        if (a.value > 0) insert(out, {a.family, a.value - 1});
        if (a.value < most) insert(out, {a.family, a.value + 1});
        if (before && before->family == a.family)
            insert(out, {a.family, before->value + (a.value - before->value) / 2});
        before = &a;
    }
    for (const auto text : canaries) insert(out, *read_address(text));
    return out;
}

std::set<std::uint16_t> ports_of(const std::set<std::uint16_t>& ends) {
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

std::vector<service> services_of(const std::set<std::uint16_t>& ports) {
    namespace number = protocol_number;
    std::vector<service> out;
    for (const auto protocol : {number::tcp, number::udp, number::sctp})
        for (const auto port : ports) out.push_back({protocol, port});
    for (const auto tunnel : {number::gre, number::ipip, number::ipv6_in_ip, number::esp}) out.push_back({tunnel, 0});
    for (const int question : {8, 13, 17}) out.push_back({number::icmp, static_cast<std::uint16_t>(question)});
    return out;
}

// Echo, timestamp and address mask requests; of IPv6 echo, node information and multicast listener queries.
std::uint16_t of_icmpv6(std::uint16_t type) { return type == 8 ? 128 : type == 13 ? 139 : 130; }

packet packet_of(const ip_address& to, const service& s) {
    if (to.family == ip_family::v6 && s.protocol == protocol_number::icmp)
        return {to, protocol_number::icmpv6, of_icmpv6(s.port), {}, {}};
    return {to, s.protocol, s.port, {}, {}};
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

void add_names(grid& to, const cuts& at, std::size_t most) {
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
    const auto all = names.size() * places.size() * ports.size() * 2;
    const auto step = all <= most ? 1 : prime_from(all / std::max<std::size_t>(1, most) + 1);
    to.complete = to.complete && step == 1;
    std::size_t count = 0;
    for (const auto& name : names)
        for (const auto& place : places)
            for (const auto port : ports)
                for (const auto protocol : {protocol_number::tcp, protocol_number::udp})
                    if (count++ % step == 0) to.packets.push_back({place, protocol, port, name, {}});
}

// Every packet from every sender; of too many, from some of them, in rotation.
void add_sources(grid& to, const std::set<ip_address>& ends, std::size_t most) {
    if (ends.empty()) return;
    std::array<std::vector<ip_address>, 2> senders;
    for (const auto& from : addresses_of(ends)) senders[static_cast<std::size_t>(from.family)].push_back(from);
    const auto share = std::max<std::size_t>(1, most / std::max<std::size_t>(1, to.packets.size()));
    std::array<std::size_t, 2> next{};
    std::vector<packet> out;
    for (const auto& p : to.packets) {
        const auto family = static_cast<std::size_t>(p.to.family);
        const auto& list = senders[family];
        to.complete = to.complete && list.size() <= share;
        for (std::size_t i = 0; i < std::min(share, list.size()); ++i) {
            out.push_back(p);
            out.back().from = list[next[family]++ % list.size()];
        }
    }
    to.packets = std::move(out);
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

void cuts::add(const cuts& others) {
    addresses.insert(others.addresses.begin(), others.addresses.end());
    ports.insert(others.ports.begin(), others.ports.end());
    names.insert(others.names.begin(), others.names.end());
    sources.insert(others.sources.begin(), others.sources.end());
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
    grid out;
    const auto addresses = addresses_of(at.addresses);
    const auto services = services_of(ports_of(at.ports));
    out.complete = addresses.size() * services.size() <= most;
    const auto share = std::max<std::size_t>(1, most / std::max<std::size_t>(1, addresses.size()));
    const auto each = out.complete ? services.size() : share;
    std::size_t next = 0;
    for (const auto& a : addresses)
        for (std::size_t i = 0; i < each; ++i) out.packets.push_back(packet_of(a, services[next++ % services.size()]));
    add_names(out, at, most);
    add_sources(out, at.sources, 2 * most);
    return out;
}

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
