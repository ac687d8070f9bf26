// SPDX-License-Identifier: MIT
#include "rules/proof/wires.hpp"

#include <fcntl.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>

#include <fmt/format.h>

#include "rules/proof/netlink.hpp"
#include "rules/proof/rule_reading.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

descriptor present_namespace() {
    descriptor out(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!out) throw cannot_prove(fmt::format("/proc/self/ns/net: {}; mount /proc", std::strerror(errno)));
    return out;
}

void enter(const descriptor& ns) {
    if (::setns(ns.get(), CLONE_NEWNET) != 0) throw cannot_prove(fmt::format("setns: {}", std::strerror(errno)));
}

// Nothing but our packets on the wires; what a machine allows of it.
void be_quiet() {
    for (const auto* setting :
        {"net/ipv6/conf/default/disable_ipv6", "net/ipv6/conf/all/disable_ipv6", "net/ipv6/conf/default/accept_dad",
            "net/ipv6/conf/default/router_solicitations", "net/ipv6/conf/default/accept_ra",
            "net/ipv4/conf/all/rp_filter", "net/ipv4/conf/default/rp_filter", "net/ipv4/ip_forward"})
        set_kernel(setting, "0");
}

bool is_key(std::string_view word) {
    constexpr std::array<std::string_view, 8> keys{
        "oifname", "iifname", "oif", "iif", "-o", "-i", "--out-interface", "--in-interface"};
    return std::find(keys.begin(), keys.end(), word) != keys.end();
}

// Of an interface: not a number or an address, which stand beside one in a key of several fields.
bool is_name(std::string_view word) {
    std::string fault;
    return !word.empty() && word.size() <= 15 && word.find_first_not_of("0123456789.-") != word.npos &&
           !read_prefix(word, fault) && word.find('@') != 0 &&
           word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@") == word.npos;
}

// Between a key and its value, or beside a value.
bool is_between(std::string_view word) {
    constexpr std::array<std::string_view, 22> known{"!=", "==", "!", ".", ":", "vmap", "accept", "drop", "return",
        "continue", "ip", "ip6", "saddr", "daddr", "meta", "l4proto", "tcp", "udp", "th", "dport", "=", "nfproto"};
    return std::find(known.begin(), known.end(), word) != known.end();
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out(1);
    for (const char c : text) {
        if (c == '{' || c == '}') {
            out.emplace_back(1, c);
            out.emplace_back();
        } else if (c == ' ' || c == '\t' || c == '\n' || c == ',' || c == '"' || c == ';') {
            if (!out.back().empty()) out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

} // namespace

ip_address own_address(ip_family family) { return *read_address(family == ip_family::v4 ? "192.0.0.8" : "100::8"); }

wires lay_wires(const std::vector<std::string>& names) {
    wires w;
    w.own4 = own_address(ip_family::v4);
    w.own6 = own_address(ip_family::v6);
    be_quiet();
    w.here = present_namespace();
    if (::unshare(CLONE_NEWNET) != 0)
        throw cannot_prove(fmt::format("no second network namespace: {}", std::strerror(errno)));
    w.world = present_namespace();
    be_quiet();
    netlink().up("lo");
    enter(w.here);
    netlink here;
    for (const auto& name : names) {
        w.all.push_back({name, fmt::format("far{}", w.all.size())});
        here.add_wire(name, w.all.back().far, w.world.get());
        here.up(name);
    }
    in_world(w, [&] {
        netlink there;
        for (const auto& wire : w.all) there.up(wire.far);
    });
    return w;
}

void route_out(const wires& w) {
    netlink here;
    unsigned metric = 100;
    for (const auto& wire : w.all) {
        if (metric == 100) {
            here.add_address(wire.name, w.own4);
            here.add_address(wire.name, w.own6);
        }
        for (const auto family : {ip_family::v4, ip_family::v6}) here.add_route(wire.name, {{family, 0}, 0}, metric);
        ++metric;
    }
}

void route_through(const wires& w, const std::string& inside, const std::string& outside, const ip_set& devices) {
    if (!set_kernel("net/ipv4/ip_forward", "1") || !set_kernel("net/ipv6/conf/all/forwarding", "1"))
        throw cannot_prove(
            "this machine does not let namespaces forward packets (/proc/sys is read-only: a container?); run it "
            "outside the container");
    netlink here;
    here.add_address(outside, w.own4);
    here.add_address(outside, w.own6);
    for (const auto family : {ip_family::v4, ip_family::v6}) here.add_route(outside, {{family, 0}, 0});
    if (inside != outside)
        for (const auto& p : prefixes_of(devices))
            if (p.length > 0) here.add_route(inside, p, 50);
}

void in_world(const wires& w, const std::function<void()>& body) {
    enter(w.world);
    try {
        body();
    } catch (...) {
        enter(w.here);
        throw;
    }
    enter(w.here);
}

std::vector<std::string> interfaces_in(std::string_view rules) {
    std::set<std::string> out;
    const auto sets = elements_in(rules);
    bool expected = false, inside = false, target = false;
    const auto take = [&](std::string word) {
        if (word.ends_with('+') || word.ends_with('*')) word.back() = '0';
        // "fib saddr . iif oif missing": no name
        if (is_name(word) && word != "lo" && word != "missing" && word != "exists") out.insert(word);
    };
    for (const auto& word : words_of(rules)) {
        if (word.empty()) continue;
        if (is_key(word)) {
            expected = true;
        } else if (expected && word == "{") {
            inside = true;
        } else if (word == "}") {
            expected = inside = false;
        } else if (target || word == "jump" || word == "goto") {
            target = !target; // what follows is a chain
        } else if (expected && word.starts_with('@')) {
            if (const auto set = sets.find(word.substr(1)); set != sets.end())
                for (const auto& one : words_of(set->second))
                    if (one != "elements") take(one);
            expected = inside;
        } else if (expected && !is_between(word)) {
            take(word);
            expected = inside;
        }
    }
    return {out.begin(), out.end()};
}

} // namespace rules::proof
