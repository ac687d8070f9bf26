// SPDX-License-Identifier: MIT
//
// Controls of what goes directly: which of the measurements of facts/faults.md §1 would separate what is still
// possible.
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "rules/controls.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/connect_reading.hpp"
#include "rules/diagnose/place_controls.hpp"

namespace rules {
namespace {

using netprobe::failure;
using netprobe::variation;

constexpr int furthest_hop = 6; // a site's own boxes are nearer
constexpr std::size_t most_silent = 3, most_refused = 4, most_stalled = 3, most_unheard = 3;
constexpr int small_segment = 536;
constexpr int paced = 4;
constexpr double pace_ms = 250;
constexpr std::size_t most_alone = 32;
constexpr double rest_ms = 1000; // a limit of so many a second has forgotten then what went before
const std::string alone_id = "control_alone/";

/// As long as the host's own, so that the hello is as large. Of RFC 6761 §6.5: no filter is about it.
std::string foreign_name(const std::string& host) {
    const std::string_view end = ".example.com";
    const auto room = host.size() > end.size() + 1 ? std::min<std::size_t>(host.size() - end.size(), 60) : 3;
    return std::string(room, 'w').append(end);
}

/// Where a control goes: an address and port, under the name of the path that it is about.
struct place {
    std::string host, address;
    int port = 0;

    bool operator==(const place& other) const { return address == other.address && port == other.port; }
};

class direct_list {
public:
    /// Once for each service and place.
    netprobe::target* add(const std::string& service, const place& at, std::string_view protocol, std::string purpose,
        variation as = {}) {
        planned_path c;
        auto& to = c.to;
        to.service = service;
        to.host = at.host;
        to.port = static_cast<std::uint16_t>(at.port);
        to.protocol = protocol;
        to.as = std::move(as);
        to.as.address = at.address;
        const bool ipv6 = diagnosis::is_ipv6(at.address);
        to.id = fmt::format(
            "{}@{}{}{}:{}/{}/direct", service, ipv6 ? "[" : "", at.address, ipv6 ? "]" : "", at.port, protocol);
        for (const auto& other : all_)
            if (other.to.id == to.id) return nullptr;
        c.need = need::optional;
        c.purpose = std::move(purpose);
        return &all_.emplace_back(std::move(c)).to;
    }

    /// The whole path once more.
    void again(const path_result& p) {
        planned_path c;
        c.to = p.planned.to.id.empty() ? p.seen.to : p.planned.to;
        if (c.to.host.empty()) c.to.host = p.seen.to.host;
        c.to.after = c.to.host.empty() ? alone_id + c.to.after : std::string();
        c.to.id = alone_id + c.to.id;
        c.to.service = "control_alone";
        c.need = need::optional;
        c.purpose = "the whole path again, alone";
        all_.push_back(std::move(c));
    }

    void at_another_address(const path_result& p, const std::string& address) {
        planned_path c;
        c.to = p.seen.to;
        c.to.id = "control_other_address/" + (p.planned.to.id.empty() ? p.seen.to.id : p.planned.to.id);
        c.to.service = "control_other_address";
        c.to.after.clear();
        c.to.as.address = address;
        c.need = need::optional;
        c.purpose = "the whole path at another address of the name";
        all_.push_back(std::move(c));
    }

    std::vector<planned_path> take() && { return std::move(all_); }

private:
    std::vector<planned_path> all_;
};

bool is_silence(const netprobe::connect_observation& c) {
    return c.failed == failure::timed_out && c.kernel.icmp.empty() && !diagnosis::is_policy_address(c.address);
}

bool passed_alone(const report& of, const path_result& p) {
    const auto* again = diagnosis::alone(of, p.planned.to.id.empty() ? p.seen.to.id : p.planned.to.id);
    return again && again->works() && !diagnosis::untrusted(*again);
}

/// What the measured connections say together.
class measurements {
public:
    explicit measurements(const report& measured) : of(measured) {
        for (const auto& p : of.paths) {
            const auto& seen = p.seen;
            if (passed_alone(of, p)) continue; // nothing is wrong with its way
            for (const auto& c : diagnosis::attempts(seen)) {
                const auto& name = seen.proxy ? seen.proxy->resolve.name : seen.to.host;
                all.push_back({{name.empty() ? c.address : name, c.address, c.port}, &c});
            }
        }
    }

    struct attempt {
        place at;
        const netprobe::connect_observation* seen;
    };
    const report& of;
    std::vector<attempt> all;

    bool accepted(const place& at) const {
        return std::any_of(all.begin(), all.end(), [&](const auto& a) { return a.at == at && a.seen->ok(); });
    }

    bool any_accepted() const {
        return std::any_of(all.begin(), all.end(), [](const auto& a) { return a.seen->ok(); });
    }

    bool lost_a_syn(const attempt& a) const { return diagnosis::lost_a_syn(of, *a.seen); }

    /// More than one lost SYN is not every network's right.
    bool lossy() const {
        return std::count_if(all.begin(), all.end(), [&](const auto& a) { return lost_a_syn(a); }) > 1;
    }

    /// Another port of the address that took a connection.
    const place* other_port(const place& than) const {
        for (const auto& a : all)
            if (a.at.address == than.address && a.at.port != than.port && a.seen->ok()) return &a.at;
        return nullptr;
    }

    /// Distinct places of such attempts: each port once, then further addresses; IPv4 before IPv6, which no service of
    /// Azure has yet (facts/azure.md §0.12).
    template <class Wanted>
    std::vector<place> places(Wanted wanted, std::size_t most) const {
        std::vector<place> first, rest;
        std::set<int> ports;
        for (const bool ipv6 : {false, true})
            for (const auto& a : all) {
                if (diagnosis::is_ipv6(a.at.address) != ipv6 || !wanted(a)) continue;
                const auto known = [&](const auto& list) {
                    return std::find(list.begin(), list.end(), a.at) != list.end();
                };
                if (known(first) || known(rest)) continue;
                (ports.insert(a.at.port).second ? first : rest).push_back(a.at);
            }
        first.insert(first.end(), rest.begin(), rest.end());
        if (first.size() > most) first.resize(most);
        return first;
    }
};

void ask_ttl(direct_list& to, const place& at, int hops) {
    variation as;
    as.ttl = hops;
    to.add(fmt::format("control_ttl_{}", hops), at, "tcp",
        hops == 1 ? "a SYN that may go one hop" : fmt::format("a SYN that may go {} hops", hops), as);
}

void ask_distance(direct_list& to, const place& at) {
    variation as;
    as.answer_ttl = true;
    to.add("control_answer_ttl", at, "tcp", "how far away the one is who answers", as);
}

/// Who drops a SYN, and whether it left the device at all.
void ask_about_silence(direct_list& to, const measurements& seen) {
    const auto silent =
        seen.places([&](const auto& a) { return is_silence(*a.seen) && !seen.accepted(a.at); }, most_silent);
    if (silent.empty()) return;
    for (const auto& at : silent)
        for (int hops = 1; hops <= furthest_hop; ++hops) ask_ttl(to, at, hops);
    // What is heard of the way to a place that answers tells whether it would have been heard of here. One such place:
    // a router sends six such messages at once to one host, and then one a second.
    const auto* beside = seen.other_port(silent.front());
    const auto accepted = seen.places([&](const auto& a) { return a.seen->ok(); }, 1);
    if (beside || !accepted.empty())
        for (int hops = 1; hops <= furthest_hop; ++hops) ask_ttl(to, beside ? *beside : accepted.front(), hops);
    variation one_hop;
    one_hop.ttl = 1;
    to.add("control_first_hop", {silent.front().host, silent.front().address, 123}, "ntp", "UDP that may go one hop",
        one_hop);
}

/// Whether the host itself refuses, or somebody nearer.
void ask_about_refusals(direct_list& to, const measurements& seen) {
    const auto refused = seen.places(
        [&](const auto& a) {
            return (a.seen->failed == failure::refused || a.seen->failed == failure::reset) &&
                   a.seen->kernel.icmp.empty() && !diagnosis::is_loopback(a.at.address) && !seen.accepted(a.at);
        },
        most_refused);
    for (const auto& at : refused) {
        ask_distance(to, at);
        ask_ttl(to, at, 1);
        if (const auto* other = seen.other_port(at)) ask_distance(to, *other), ask_ttl(to, *other, 1);
    }
}

/// A path that failed where others were let through: what was wrong may be how many we were, or that a packet was lost.
bool may_be_our_own_doing(const path_result& p, const measurements& seen) {
    const auto& all = p.seen;
    if (diagnosis::by_proxy(all) || all.works() || all.connects.empty()) return false;
    const auto counted = [&](const auto& c) { return seen.accepted({{}, c.address, c.port}); };
    if (all.failed == failure::timed_out)
        return seen.lossy() || (!all.used && std::ranges::any_of(all.connects, counted));
    // A limit rejects as a closed port does: by a reset, or in the words of a rule.
    const auto rejected = [](const auto& c) {
        return (c.failed == failure::refused && c.kernel.icmp.empty()) || diagnosis::rejected_by_rule(c);
    };
    return seen.any_accepted() && std::ranges::all_of(all.connects, rejected);
}

/// Connections were taken only after the first SYN had been lost, or not at all beside others: of loss, or of a limit
/// that our burst met.
void ask_about_pace(direct_list& to, const measurements& seen, bool after_others) {
    const auto repeated = [&](const auto& a) {
        return seen.lost_a_syn(a) || (is_silence(*a.seen) && seen.accepted(a.at)); // or sent again until the end
    };
    if (std::ranges::count_if(seen.all, repeated) < 2) return;
    for (const auto& at : seen.places(repeated, 1))
        for (int i = 0; i < paced; ++i) {
            variation as;
            as.after_ms = i == 0 && after_others ? rest_ms : pace_ms;
            to.add(fmt::format("control_paced_{}", i + 1), at, "tcp", "a connection alone, in its turn", as);
        }
}

/// Another host of the run that got a certificate: at this port, or where none did, at any. A list of allowed names is
/// one for all the ports that it is about.
std::string name_that_passes(const report& of, const place& at) {
    std::string elsewhere;
    for (const auto& p : of.paths) {
        const auto& seen = p.seen;
        if (diagnosis::by_proxy(seen) || seen.to.host == at.host || !seen.tls || !seen.tls->ok()) continue;
        if (seen.to.port == at.port) return seen.to.host;
        if (elsewhere.empty()) elsewhere = seen.to.host;
    }
    return elsewhere;
}

/// The connection stands, and the handshake gets no certificate.
void ask_about_handshake(direct_list& to, const report& of, const path_result& p, const measurements& seen) {
    const auto& tls = *p.seen.tls;
    const auto& c = *diagnosis::connection(p.seen);
    const place at{p.seen.to.host, c.address, c.port};
    const auto form = [](std::string hello) {
        variation as;
        as.hello = std::move(hello);
        return as;
    };
    for (const auto* service : {"control_foreign_name", "control_foreign_name_2"})
        if (auto* added = to.add(service, at, "tls", "another server name at the same address and port"))
            added->server_name = foreign_name(at.host);
    if (const auto known = name_that_passes(of, at); !known.empty())
        if (auto* added =
                to.add("control_known_name", at, "tls", "a name that passes elsewhere, at the same address and port"))
            added->server_name = known;
    to.add("control_no_name", at, "tls", "no server name at the same address and port", form("no_name"));
    to.add("control_small_hello", at, "tls", "a smaller hello, TLS 1.2 only", form("small"));
    to.add("control_tls12", at, "tls", "a hello no smaller, TLS 1.2 only", form("tls12"));
    // Several, because one of two ways, or of two servers, may be taken each time.
    to.add("control_again", at, "tls", "the same handshake again");
    for (int i = 2; i <= 5; ++i) to.add(fmt::format("control_again_{}", i), at, "tls", "the same handshake again");
    if (tls.failed == failure::timed_out) {
        variation small;
        small.max_segment = small_segment;
        to.add("control_small_segments", at, "tls", "the same handshake in small segments", small);
    }
    for (const auto& other : of.paths) {
        const auto* there = diagnosis::connection(other.seen);
        if (!there || there->port != at.port || there->address == at.address || !other.seen.tls ||
            !other.seen.tls->ok())
            continue;
        if (auto* added = to.add("control_name_elsewhere", {at.host, there->address, at.port}, "tls",
                "the same server name at another address"))
            added->server_name = at.host;
        break;
    }
    ask_distance(to, at);
    ask_ttl(to, at, 1);
    if (const auto* other = seen.other_port(at)) ask_distance(to, *other), ask_ttl(to, *other, 1);
    if (!diagnosis::is_loopback(at.address))
        to.add("control_nowhere", {std::string(nowhere_address), std::string(nowhere_address), at.port}, "tcp",
            "the same port where nobody is");
}

/// A certificate for another name, or of nobody known, where another resolver gives another address: is it the address?
void ask_about_address(direct_list& to, const path_result& p) {
    const auto& seen = p.seen;
    if (!seen.tls || !seen.tls->ok() || !diagnosis::untrusted(seen)) return;
    const auto& used = *diagnosis::connection(seen);
    for (const auto& c : seen.connects)
        if (c.ok() && c.address != used.address && diagnosis::is_ipv6(c.address) == diagnosis::is_ipv6(used.address)) {
            to.at_another_address(p, c.address);
            return;
        }
}

bool application_cut(const path_result& p) {
    const auto& seen = p.seen;
    if (!seen.tls || !seen.tls->ok() || diagnosis::untrusted(seen)) return false;
    const auto cut = [](failure f) { return f == failure::timed_out || f == failure::reset || f == failure::closed; };
    return cut(seen.failed) && !(seen.hold && !seen.hold->ok());
}

void ask_about_application(direct_list& to, const path_result& p) {
    const auto& c = *diagnosis::connection(p.seen);
    const place at{p.seen.to.host, c.address, c.port};
    variation small;
    small.max_segment = small_segment;
    const auto complete = [&](netprobe::target* added) { // before the next is added: the list may move
        if (!added) return;
        added->resource = p.seen.to.resource;
        added->server_name = p.seen.to.server_name;
        added->service_roots = p.seen.to.service_roots;
    };
    complete(to.add("control_path_again", at, p.seen.to.protocol, "the whole path again"));
    complete(to.add("control_path_small_segments", at, p.seen.to.protocol, "the whole path in small segments", small));
}

/// A portal that holds everybody up lets port 80 pass, to itself.
void ask_about_portal(direct_list& to, const report& of, const measurements& seen) {
    bool any = false;
    for (const auto& p : of.paths) {
        if (diagnosis::by_proxy(p.seen)) continue;
        if (p.seen.works() && !diagnosis::untrusted(p.seen) && p.seen.to.protocol != "ntp") return;
        any = any || (p.seen.failed != failure::interrupted && !p.seen.connects.empty());
    }
    const bool on_a_network =
        std::ranges::any_of(seen.all, [](const auto& a) { return !diagnosis::is_loopback(a.at.address); });
    if (any && on_a_network)
        to.add("control_portal", {of.site.hub, std::string(nowhere_address), 80}, "http",
            "HTTP at an address where nobody is");
}

} // namespace

std::vector<planned_path> alone_controls(const report& measured) {
    direct_list wanted;
    const measurements seen(measured);
    std::set<std::string> asked;
    for (const auto& p : measured.paths) {
        if (asked.size() == most_alone) break;
        const bool waited = p.seen.failed == failure::not_tried && asked.contains(p.planned.to.after);
        if (!waited && !may_be_our_own_doing(p, seen)) continue;
        asked.insert(p.planned.to.id);
        wanted.again(p);
    }
    ask_about_pace(wanted, seen, !asked.empty());
    return std::move(wanted).take();
}

std::string alone_control_id(const path_result& path) {
    return alone_id + (path.planned.to.id.empty() ? path.seen.to.id : path.planned.to.id);
}

alone_time time_for_alone(const report& measured, std::size_t number) {
    constexpr double second_syn_ms = 1100, of_near_ones_ms = 4000, round_trips = 6; // TCP, TLS, and the application
    const double trip = diagnosis::middle_round_trip(measured);
    return {second_syn_ms + 2 * trip, of_near_ones_ms, round_trips * trip * static_cast<double>(number)};
}

std::vector<planned_path> direct_controls(const report& measured) {
    direct_list wanted;
    const measurements seen(measured);
    ask_about_silence(wanted, seen);
    ask_about_refusals(wanted, seen);
    ask_about_portal(wanted, measured, seen);
    std::vector<place> stalled;
    std::size_t unheard = 0;
    for (const auto& p : measured.paths) {
        const auto* c = diagnosis::by_proxy(p.seen) ? nullptr : diagnosis::connection(p.seen);
        if (!c || p.seen.failed == failure::interrupted || passed_alone(measured, p)) continue;
        const place at{p.seen.to.host, c->address, c->port};
        if (p.seen.tls && !p.seen.tls->ok() && p.seen.tls->failed != failure::interrupted) {
            if (stalled.size() == most_stalled || std::find(stalled.begin(), stalled.end(), at) != stalled.end())
                continue;
            stalled.push_back(at);
            ask_about_handshake(wanted, measured, p, seen);
        } else if (p.seen.tls && diagnosis::untrusted(p.seen)) {
            ask_about_address(wanted, p);
        } else if (application_cut(p) && unheard < most_unheard) {
            ++unheard;
            ask_about_application(wanted, p);
        }
    }
    return std::move(wanted).take();
}

std::vector<planned_path> controls(const report& measured) {
    auto all = proxy_controls(measured);
    for (auto& one : direct_controls(measured)) all.push_back(std::move(one));
    return all;
}

} // namespace rules
