// SPDX-License-Identifier: MIT
//
// Names that lead nowhere: what the resolvers' answers decide alone (facts/faults.md section A).
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/name_reading.hpp"
#include "rules/diagnose/private_address.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// What a cause is about: the name, or the resolver whatever the name.
bool about_the_name(std::string_view cause) {
    return cause == "dns.nxdomain" || cause == "dns.nodata" || cause == "dns.cname_loop" ||
           cause == "dns.cname_dangling";
}

// Each resolver's A answer; its AAAA answer where it has no other, or where that one has the address.
std::vector<const netprobe::dns_answer*> one_a_resolver(const netprobe::resolve_observation& name) {
    std::vector<const netprobe::dns_answer*> chosen;
    for (const auto& a : name.answers) {
        const auto same =
            std::find_if(chosen.begin(), chosen.end(), [&](const auto* c) { return c->resolver == a.resolver; });
        if (same == chosen.end())
            chosen.push_back(&a);
        else if ((a.type == "A" && addresses_of(**same).empty()) ||
                 (addresses_of(**same).empty() && !addresses_of(a).empty()))
            *same = &a;
    }
    return chosen;
}

bool another_name_resolves(const inquiry& in, const netprobe::resolve_observation& name) {
    return std::any_of(in.of.run.names.begin(), in.of.run.names.end(), [&](const auto& other) {
        return other.name != name.name && from_dns(other) && other.ok() && !other.addresses.empty();
    });
}

// What the resolvers say about the proxy's own name is a matter of that name, unless they answer for nobody: then they
// are the root of this, too. `contradicted`: another resolver knows it, or its own words say that it was taken out;
// else the name itself may be wrong, of which the resolver says what is true.
void suspect_name(
    inquiry& in, std::size_t index, const netprobe::resolve_observation& name, suspicion s, bool contradicted) {
    const bool nobody = s.cause == "dns.timeout" || s.cause == "dns.unreachable" || s.cause == "dns.refused" ||
                        s.cause == "dns.servfail" || s.cause == "dns.bad_reply";
    if (by_proxy(in.path(index).seen)) {
        s.hosts = {name.name};
        s.ports.clear();
        if (!nobody || another_name_resolves(in, name)) {
            if (s.where != "firewall") { // else a box on the way says itself that it rejects the questions
                s.where = contradicted && !lost_with_resolver(s.cause) ? "resolver" : "";
                if (s.where.empty()) s.box.clear();
            }
            s.cause = "proxy.dns";
            s.keys = {"proxy:" + name.name};
            s.control.clear();
        }
    }
    in.suspect(std::move(s));
}

// No resolver's answer at all: only the system's own lookup spoke.
void diagnose_system_only(inquiry& in, std::size_t index, const netprobe::resolve_observation& name) {
    const netprobe::outcome& said = name.system ? static_cast<const netprobe::outcome&>(*name.system) : name;
    std::string_view cause = "dns.servfail";
    if (said.failed == failure::name_not_found) cause = "dns.nxdomain";
    if (said.failed == failure::no_address) cause = "dns.nodata";
    if (said.failed == failure::timed_out) cause = "dns.timeout";
    if (said.failed == failure::interrupted || said.failed == failure::not_tried) return;
    const bool nobody = in.of.run.resolvers.empty();
    auto s = in.about(nobody ? "dns.unreachable" : cause, index);
    s.keys = {nobody ? "no resolver" : "system"};
    s.where = "device";
    s.evidence.push_back(
        nobody ? fmt::format("this device has no resolver configured; its own lookup of {}: {}", name.name, said.code)
               : fmt::format("this device's own lookup of {}: {}", name.name, said.code));
    s.proved = nobody;
    suspect_name(in, index, name, std::move(s), false);
}

// Some resolver has addresses, and all that any has are private: a forwarder may take such answers away (A16).
bool only_private_answers(const std::vector<const netprobe::dns_answer*>& answers) {
    bool any = false;
    for (const auto* a : answers)
        for (const auto& address : addresses_of(*a)) {
            if (!is_private(address)) return false;
            any = true;
        }
    return any;
}

void diagnose_name(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    const bool public_name = public_name_of(in, index);
    const auto answers = one_a_resolver(name);
    std::vector<const netprobe::dns_answer*> saying;
    std::string_view cause;
    bool certain = true;
    int best = 0;
    std::size_t counted = 0, knowing = 0;
    for (const auto* a : answers) {
        const auto r = read_answer(*a, public_name);
        if (!r.counts) continue;
        ++counted;
        knowing += r.cause.empty() ? 1 : 0;
        if (r.cause.empty()) continue;
        if (saying.empty() || rank(r) < best) {
            best = rank(r);
            cause = r.cause;
            saying.clear();
            certain = true;
        }
        if (r.cause == cause) {
            saying.push_back(a);
            certain = certain && r.certain;
        }
    }
    if (counted == 0) return diagnose_system_only(in, index, name);
    if (saying.empty()) return; // every resolver has an address: the layers after this one look at it
    const bool removed = (cause == "dns.filtered" || cause == "dns.nodata") && only_private_answers(answers) &&
                         std::ranges::all_of(saying, [](const auto* a) { return a->rcode == 0; });
    if (removed) cause = "dns.rebind_protection";
    auto s = in.about(cause, index);
    // A policy is proved by its own words, or by another resolver that knows the name; the rest by nobody disagreeing.
    const bool policy = cause == "dns.filtered" || cause == "dns.sinkhole";
    s.proved = policy ? certain || knowing > 0 : certain && saying.size() == counted;
    if (cause == "dns.timeout") { // that nobody answers is sure, whose fault it is is not
        s.proved = false;
        s.control = "a dead resolver and a firewall that drops port 53 look the same";
    }
    fill_from_answers(s, saying);
    if (cause == "dns.unreachable") {
        if (std::ranges::all_of(s.resolvers, [](const auto& r) { return is_loopback(r); })) s.where = "device";
        for (const auto* a : saying)
            for (const auto& e : a->icmp)
                if (!e.offender.empty() && e.offender != plain_address(a->resolver) && !in.is_own(e.offender)) {
                    s.where = "firewall"; // somebody on the way says so, not the resolver's own system
                    s.box = e.offender;
                    s.advice = "Allow UDP and TCP 53 from this device to {resolver} in {box}, which rejects it.";
                }
    }
    if (removed) {
        s.proved = true;
        s.control = "another resolver gives a private address for the same name";
    }
    if (about_the_name(cause))
        s.keys = {"name:" + name.name};
    else
        for (const auto& r : s.resolvers) s.keys.push_back("resolver:" + r);
    if (cause == "dns.truncated_tcp_blocked") s.ports = {"53"};
    suspect_name(in, index, name, std::move(s), knowing > 0 || (policy && certain));
}

// A name that the device's own lookup refuses although a resolver knows it: the stub takes the first
// definite answer, and a measured path says nothing about what programs on the device can do.
bool lookup_fails(const inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (!from_dns(name) || !name.system || !name.system->hosts_file.empty()) return false;
    const auto failed = name.system->failed;
    if (failed != failure::name_not_found && failed != failure::no_address && failed != failure::dns_error)
        return false;
    const auto answers = one_a_resolver(name);
    return std::any_of(answers.begin(), answers.end(), [&](const auto* a) {
        const auto r = read_answer(*a, public_name_of(in, index));
        return r.counts && !r.cause.empty();
    });
}

// A path that is itself a question to a resolver.
void diagnose_question(inquiry& in, std::size_t index) {
    const auto& p = in.path(index).seen;
    if (p.to.protocol != "dns" || p.hellos.empty() || p.hellos.back().ok()) return;
    const netprobe::hello_observation& hello = p.hellos.back();
    std::string_view cause = "dns.servfail";
    if (hello.failed == failure::timed_out) cause = "dns.timeout";
    if (hello.failed == failure::bad_reply || hello.failed == failure::protocol_mismatch) cause = "dns.bad_reply";
    if (hello.failed == failure::refused || hello.failed == failure::host_unreachable) cause = "dns.unreachable";
    auto s = in.about(cause, index);
    s.keys = {"resolver:" + p.to.host};
    if (!lost_with_resolver(cause)) s.box = p.to.host;
    if (cause == "dns.unreachable" && is_loopback(p.to.host)) s.where = "device";
    s.resolvers = {p.to.host};
    s.proved = cause == "dns.unreachable";
    s.evidence.push_back(fmt::format(
        "{}:{}: {} after {}", p.to.host, p.to.port, netprobe::to_string(hello.failed), duration(hello.elapsed_ms)));
    in.suspect(std::move(s));
}

bool nowhere(const inquiry& in, std::size_t index) {
    const auto& p = in.path(index).seen;
    if (!public_name_of(in, index) || p.connects.empty()) return false;
    return std::ranges::all_of(
        p.connects, [&](const auto& c) { return is_policy_address(c.address) && !in.served_at(c.address); });
}

// Of every address that was tried the resolver itself says that policy made it.
bool led_away(const inquiry& in, std::size_t index) {
    const auto& p = in.path(index).seen;
    if (!public_name_of(in, index) || p.connects.empty()) return false;
    return std::ranges::all_of(p.connects, [&](const auto& c) {
        return !in.served_at(c.address) && std::ranges::any_of(in.name_of(index).answers, [&](const auto& a) {
            const auto all = addresses_of(a);
            return std::ranges::find(all, c.address) != all.end() && !read_answer(a, true).cause.empty();
        });
    });
}

// Every name of the Internet unknown, in several zones: that resolver knows only the site's own.
void merge_internal_only(inquiry& in) {
    std::set<std::string> zones, unknown;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& to = in.path(i).seen.to;
        if (!public_name_of(in, i) || to.host.empty()) continue;
        const auto& name = in.name_of(i);
        if (name.failed != failure::name_not_found) {
            if (name.failed == failure::not_tried || name.failed == failure::interrupted) continue;
            return;
        }
        const auto last = to.host.rfind('.');
        const auto cut = last == std::string::npos || last == 0 ? std::string::npos : to.host.rfind('.', last - 1);
        zones.insert(cut == std::string::npos ? to.host : to.host.substr(cut + 1));
        unknown.insert(to.host);
    }
    if (unknown.size() < 3 || zones.size() < 3) return;
    for (auto& s : in.found) {
        if (s.cause != "dns.nxdomain") continue;
        s.cause = "dns.internal_only";
        s.keys = {"internal"};
        s.proved = false;
    }
}

// ICMP messages are rationed: of many questions to a closed port some look unanswered. One fault all the same.
void merge_closed_resolvers(inquiry& in) {
    std::set<std::string> closed;
    std::optional<suspicion> told; // who said so is who rejects the others
    for (const auto& s : in.found)
        if (s.cause == "dns.unreachable" && !s.resolvers.empty()) {
            closed.insert(s.resolvers.begin(), s.resolvers.end());
            if (!told) told = s;
        }
    for (auto& s : in.found) {
        if (s.cause != "dns.timeout" || s.resolvers.empty() ||
            !std::includes(closed.begin(), closed.end(), s.resolvers.begin(), s.resolvers.end()))
            continue;
        s.cause = "dns.unreachable";
        s.proved = true;
        s.control.clear();
        s.where = told->where;
        s.box = told->box;
        s.advice = told->advice;
    }
}

void diagnose_search_suffix(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (name.source != netprobe::address_source::system) return;
    const auto suffix = answered_suffix(name, in.of.run.search);
    if (suffix.empty() || !(in.works(index) || in.open(index))) return;
    auto s = in.about("dns.search_suffix", index);
    s.proved = true;
    s.keys = {"suffix:" + suffix};
    s.addresses.insert(name.system->addresses.begin(), name.system->addresses.end());
    s.evidence.push_back(fmt::format("this device's lookup of {} answered for {}", name.name, name.system->canonical));
    if (in.works(index)) s.severity = severity::warning;
    in.suspect(std::move(s));
}

// Two different answers to one question: one of them is not the resolver's (facts/faults.md A22). Which one reached the
// programs is a race, so a path that works may fail the next time.
void diagnose_second_answer(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    for (const auto& a : name.answers) {
        if (a.second_records.empty() || (!in.works(index) && !in.open(index))) continue;
        auto s = in.about("dns.hijack", index);
        // Where the service answers both may be true: of a question that is doubled, and a server that rotates.
        const auto& other = a.second_records.back().data;
        const bool no_service =
            is_policy_address(other) || (is_private(other) && !through_privatelink(a)) || is_shared(other);
        const bool serves = std::ranges::any_of(in.of.paths, [&](const auto& p) {
            return p.seen.to.host == in.path(index).seen.to.host && !by_proxy(p.seen) && p.seen.works();
        });
        if (serves) { // what fails beside it has a cause of its own
            s.touches = {index};
            s.breaks.clear();
        }
        s.proved = !serves || no_service;
        s.keys = {"injected"};
        s.resolvers = {plain_address(a.resolver)};
        if (serves) s.severity = no_service ? severity::warning : severity::note;
        s.evidence.push_back(sentence(a));
        s.evidence.push_back(fmt::format("a second, different answer to the same question: {}", other));
        in.suspect(std::move(s));
        return;
    }
}

} // namespace

void diagnose_dns(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in.works(i) && lookup_fails(in, i)) in.break_path(i);
        if (!by_proxy(in.path(i).seen)) { // a proxy may be a short name, or anywhere
            diagnose_second_answer(in, i);
            diagnose_search_suffix(in, i);
            diagnose_private_endpoint(in, i);
        }
        if (!in.open(i)) continue;
        const auto& name = in.name_of(i);
        if (!from_dns(name)) continue;
        if (name.failed != failure::none || lookup_fails(in, i) || nowhere(in, i) || led_away(in, i))
            diagnose_name(in, i);
        if (in.open(i)) diagnose_question(in, i);
        if (in.open(i)) diagnose_private_address(in, i);
    }
    merge_closed_resolvers(in);
    merge_internal_only(in);
}

} // namespace rules::diagnosis
