// SPDX-License-Identifier: MIT
//
// The device itself: no route, dead gateway, own firewall, no port left, a hosts file entry.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/connect_reading.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// Over IPv4 something answered this device: a service, or a resolver.
bool has_ipv4(const inquiry& in) {
    for (const auto& p : in.of.paths)
        for (const auto& c : attempts(p.seen))
            if (c.ok() && !is_ipv6(c.address) && !is_loopback(c.address)) return true;
    for (const auto& name : in.of.run.names)
        for (const auto& a : name.answers)
            if (a.rcode && !is_ipv6(plain_address(a.resolver)) && !is_loopback(plain_address(a.resolver))) return true;
    return false;
}

// The readings of a path's attempts that count.
std::vector<reading> readings_of(const path_result& p, const inquiry& in) {
    std::vector<reading> all;
    const auto& connects = attempts(p.seen);
    const bool only4 = ipv4_decides(connects, in);
    for (const auto& c : connects)
        if (auto r = read_connect(c, in); (!only4 || !is_ipv6(c.address)) && !r.cause.empty())
            all.push_back(std::move(r));
    return all;
}

// A name with IPv6 addresses alone, on a device that has IPv4 alone: what is missing is the A record.
bool without_ipv4_address(inquiry& in, std::size_t index, const std::vector<reading>& readings) {
    const auto& name = in.name_of(index);
    if (by_proxy(in.path(index).seen) || !has_ipv4(in)) return false;
    auto s = in.about("dns.nodata", index);
    s.proved = true;
    for (const auto& a : name.answers) {
        if (a.type != "A") continue;
        if (a.rcode && !addresses_of(a).empty()) return false;
        const auto says = read_answer(a, public_service(in.path(index).seen.to)).cause;
        if (says != "dns.nodata" && says != "dns.filtered") {
            s.proved = false;
            continue;
        }
        if (says == "dns.filtered") s.cause = says; // its own words
        s.evidence.push_back(sentence(a));
        s.resolvers.insert(plain_address(a.resolver));
        if (s.box.empty()) s.box = plain_address(a.resolver);
    }
    if (s.evidence.empty()) return false;
    for (const auto& r : readings) s.evidence.push_back(r.evidence);
    s.keys.push_back("resolver:" + s.box);
    s.control = "this device has no way for the IPv6 addresses that the name has";
    in.suspect(std::move(s));
    return true;
}

void diagnose_attempts(inquiry& in, std::size_t index) {
    const auto& p = in.path(index);
    const auto& connects = attempts(p.seen);
    if (connects.empty() || carrier(p.seen)) return;
    auto readings = readings_of(p, in);
    if (readings.empty()) return;
    const bool all_host =
        std::all_of(readings.begin(), readings.end(), [](const auto& r) { return r.cause.starts_with("host."); });
    if (!all_host) return;
    std::string cause(readings.front().cause);
    const bool only4 = std::none_of(connects.begin(), connects.end(), [](const auto& c) { return is_ipv6(c.address); });
    const bool only6 = std::all_of(connects.begin(), connects.end(), [](const auto& c) { return is_ipv6(c.address); });
    if (cause == "host.no_route" && only6 && without_ipv4_address(in, index, readings)) return;
    if (cause == "host.no_route" && only4 && has_ipv6(in)) cause = "net.ipv6_only";
    auto s = in.about(cause, index);
    s.proved = true;
    for (auto& r : readings) {
        s.proved = s.proved && r.proved;
        s.evidence.push_back(std::move(r.evidence));
        if (!r.box.empty()) s.box = r.box;
        if (s.control.empty()) s.control = r.control;
    }
    for (const auto& c : connects) s.addresses.insert(c.address);
    s.keys = {"device"};
    in.suspect(std::move(s));
}

// A resolver on this device itself (127.0.0.1 where resolv.conf names none) that does not run: its port, not a rule of
// the firewall, is what this device reports.
bool nothing_listens_here(const netprobe::dns_answer& a) {
    return a.failed == failure::refused && !a.icmp.empty() && std::ranges::all_of(a.icmp, [&](const auto& e) {
        return e.offender == plain_address(a.resolver) &&
               (e.version == 6 ? e.type == 1 && e.code == 4 : e.type == 3 && e.code == 3);
    });
}

// Nobody was asked: this device had no descriptor for the question, or for its own library's.
void diagnose_no_descriptor(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (!attempts(in.path(index).seen).empty()) return;
    const auto none = [](const netprobe::outcome& o) { return o.failed == failure::no_descriptor; };
    const auto unasked = std::ranges::find_if(name.answers, none);
    const bool library = name.system && none(*name.system);
    if (unasked == name.answers.end() && !library) return;
    auto s = in.about("host.resource_limit", index);
    s.proved = true;
    s.keys = {"device"};
    s.evidence.push_back(fmt::format("{}: this device could not even ask for the name ({})", name.name,
        unasked != name.answers.end() ? unasked->code : name.system->code));
    in.suspect(std::move(s));
}

// Resolvers that cannot be asked at all because the device cannot send.
void diagnose_unsent_questions(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (!attempts(in.path(index).seen).empty() || name.answers.empty()) return;
    std::map<std::string, suspicion> by_cause;
    for (const auto& a : name.answers) {
        if (nothing_listens_here(a)) return; // the path's own diagnosis says so
        auto told = read_icmp(a.icmp, a.resolver, a.elapsed_ms, in);
        if (told.cause.empty() && a.failed == failure::net_unreachable)
            told = {"host.no_route", "", true,
                fmt::format("resolver {}: {} at once: this device has no route to it", a.resolver, a.code)};
        else if (told.cause.empty() && a.failed == failure::not_permitted)
            told = {"host.local_firewall", "", true,
                fmt::format("resolver {}: this device itself refused to send ({})", a.resolver, a.code)};
        if (a.failed == failure::interrupted || a.failed == failure::not_tried) continue;
        if (!told.cause.starts_with("host.")) return; // somebody could be asked: the answers decide
        auto& s = by_cause.try_emplace(std::string(told.cause), in.about(told.cause, index)).first->second;
        s.proved = told.proved;
        s.evidence.push_back(told.evidence);
        s.addresses.insert(plain_address(a.resolver));
        s.openings = "UDP and TCP 53 to " + plain_address(a.resolver);
        s.box = told.box;
        s.keys = {"device"};
    }
    if (!by_cause.empty()) in.suspect(std::move(by_cause.begin()->second));
}

// Every address that the hosts file gives was tried and none took the connection; appends what happened.
bool dead_by_hosts_file(
    const netprobe::path_observation& seen, const std::vector<std::string>& fixed, std::vector<std::string>& evidence) {
    std::vector<std::string> tried;
    for (const auto& c : attempts(seen)) {
        if (std::find(fixed.begin(), fixed.end(), c.address) == fixed.end()) continue;
        if (c.ok() || c.failed == failure::not_tried || c.failed == failure::interrupted) return false;
        tried.push_back(fmt::format(
            "{}:{}: {} after {}", c.address, c.port, netprobe::to_string(c.failed), duration(c.elapsed_ms)));
    }
    evidence.insert(evidence.end(), tried.begin(), tried.end());
    return !tried.empty();
}

// A hosts file entry decides alone where the name goes, a service's or the proxy's; a proxy is rightly written there.
// It is at fault where DNS says otherwise, or where no service can be at that address.
void diagnose_hosts_file(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (!name.system || name.system->hosts_file.empty()) return;
    const auto& fixed = name.system->hosts_file;
    std::vector<std::string> elsewhere;
    for (const auto& a : name.answers)
        for (const auto& r : a.records)
            if ((r.type == "A" || r.type == "AAAA") &&
                std::find(elsewhere.begin(), elsewhere.end(), r.data) == elsewhere.end())
                elsewhere.push_back(r.data);
    const bool same = std::any_of(elsewhere.begin(), elsewhere.end(),
        [&](const auto& a) { return std::find(fixed.begin(), fixed.end(), a) != fixed.end(); });
    const bool nowhere = std::all_of(fixed.begin(), fixed.end(), [](const auto& a) { return is_policy_address(a); });
    const bool of_proxy = by_proxy(in.path(index).seen);
    auto s = in.about("host.hosts_override", index);
    if (of_proxy) s.hosts = {name.name};
    s.keys = {"hosts"};
    s.addresses.insert(fixed.begin(), fixed.end());
    const auto said = fmt::format("the hosts file gives {} for {}", fmt::join(fixed, ", "), name.name);
    s.evidence.push_back(elsewhere.empty() ? said : fmt::format("{}, DNS gives {}", said, fmt::join(elsewhere, ", ")));
    if (in.works(index) && dead_by_hosts_file(in.path(index).seen, fixed, s.evidence)) {
        // We went by DNS in the end; programs on this device do not.
        in.break_path(index);
        s.breaks = {index};
        s.touches.clear();
        s.proved = true;
        s.control = "the address from DNS works in the same run";
        in.suspect(std::move(s));
    } else if (in.works(index)) {
        if (of_proxy) return;
        s.severity = severity::note;
        s.proved = true;
        s.keys = {"hosts that work"};
        in.suspect(std::move(s));
    } else if (of_proxy) {
        // It may be off, or refuse: nothing but the other address working tells that this one is the wrong one.
    } else if (in.open(index) &&
               ((!elsewhere.empty() && !same) || (nowhere && public_service(in.path(index).seen.to)))) {
        s.proved = nowhere;
        in.suspect(std::move(s));
    }
}

void diagnose_time_servers(inquiry& in, std::size_t index) {
    const auto& p = in.path(index);
    if (p.planned.to.protocol != "ntp" || p.seen.resolve.failed != failure::none) return;
    const netprobe::hello_observation hello =
        p.seen.hellos.empty() ? netprobe::hello_observation{} : p.seen.hellos.back();
    const bool unsent = hello.failed == failure::net_unreachable && hello.kernel.icmp.empty();
    const bool forbidden = hello.failed == failure::not_permitted && hello.kernel.icmp.empty();
    auto s = in.about(unsent ? "host.no_route" : forbidden ? "host.local_firewall" : "host.ntp_blocked", index);
    s.severity = severity::note;
    s.keys = {unsent || forbidden ? "device" : "ntp"};
    s.proved = unsent || forbidden || hello.failed == failure::timed_out || hello.failed == failure::refused;
    s.evidence.push_back(fmt::format("UDP {} at {}: {} after {}", p.seen.to.port, p.seen.to.host,
        hello.failed == failure::timed_out ? "no answer" : netprobe::to_string(p.seen.failed),
        duration(hello.elapsed_ms)));
    in.suspect(std::move(s));
}

} // namespace

void diagnose_host(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in.open(i)) diagnose_attempts(in, i);
        if (in.open(i)) diagnose_no_descriptor(in, i);
        if (in.open(i)) diagnose_unsent_questions(in, i);
        if (in.open(i)) diagnose_time_servers(in, i);
        diagnose_hosts_file(in, i);
    }
}

} // namespace rules::diagnosis
