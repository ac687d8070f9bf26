// SPDX-License-Identifier: MIT
//
// The resolvers themselves, while names do resolve: dead ahead of a live one, slow, silent on AAAA, or of another
// opinion than the rest (facts/faults.md A10–A12, A16, A21).
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// A lookup slower than this is felt on every new connection; one alone may be a cold cache.
constexpr double slow_ms = 1000;

struct tally {
    std::string resolver;
    std::size_t answered = 0, silent = 0, closed = 0;
    std::vector<const netprobe::dns_answer*> answers, slow, late, lost_aaaa, silences;
    std::vector<std::size_t> paths; // that ask for a name of it
    std::set<std::string> names;
};

// Nothing came in time; a damaged reply is a fault of its own.
bool is_silent(const netprobe::dns_answer& a) {
    return !a.rcode && a.failed == failure::timed_out && a.bad_replies == 0;
}

std::vector<const netprobe::dns_answer*> of_type(
    const std::vector<const netprobe::dns_answer*>& answers, std::string_view type) {
    std::vector<const netprobe::dns_answer*> chosen;
    std::ranges::copy_if(answers, std::back_inserter(chosen), [&](const auto* a) { return a->type == type; });
    return chosen;
}

// Our first two questions have EDNS and the third has not: where it is the third that is answered, always, something
// drops EDNS. The C library asks without from the start, and is answered at once.
bool asked_without_edns(const tally& t) {
    return t.answered >= 2 &&
           std::ranges::all_of(t.answers, [](const auto* a) { return a->tries >= 3 && !a->edns && !a->over_tcp; });
}

// In the order of the device's list; resolvers that only answers name follow.
std::vector<tally> count(const inquiry& in) {
    // A resolver is not slow where every answer takes so long.
    const double slow_here_ms = std::max(slow_ms, 2 * middle_round_trip(in.of));
    std::vector<tally> all;
    const auto entry = [&](const std::string& resolver) -> tally& {
        const auto plain = plain_address(resolver);
        const auto at = std::find_if(all.begin(), all.end(), [&](const auto& t) { return t.resolver == plain; });
        if (at != all.end()) return *at;
        all.emplace_back().resolver = plain;
        return all.back();
    };
    for (const auto& r : in.of.run.resolvers) entry(r);
    for (const auto& name : in.of.run.names)
        for (const auto& a : name.answers) {
            auto& t = entry(a.resolver);
            t.names.insert(name.name);
            if (a.rcode) {
                ++t.answered;
                t.answers.push_back(&a);
            }
            if (is_silent(a)) {
                ++t.silent;
                t.silences.push_back(&a);
            }
            if (!a.rcode && (a.failed == failure::refused || a.failed == failure::host_unreachable)) ++t.closed;
            // The time of a retry over TCP that failed is that fault's, not the resolver's.
            const bool lost_over_tcp = a.tcp_retry && !a.tcp_retry->ok();
            if (a.rcode && a.elapsed_ms >= slow_here_ms && !lost_over_tcp)
                (a.tries <= 1 ? t.slow : t.late).push_back(&a);
            const auto answered_a = [&](const auto& other) {
                return other.resolver == a.resolver && other.type == "A" && other.rcode;
            };
            if (a.type == "AAAA" && is_silent(a) && std::any_of(name.answers.begin(), name.answers.end(), answered_a))
                t.lost_aaaa.push_back(&a);
        }
    // An answer that took several tries may have been lost on the way; when none was in time it is the resolver, and so
    // where every answer of one type was late.
    for (auto& t : all) {
        if (asked_without_edns(t)) t.late.clear();
        if (t.late.size() >= 2 && t.slow.size() + t.late.size() == t.answered)
            t.slow.insert(t.slow.end(), t.late.begin(), t.late.end());
        for (const auto* type : {"A", "AAAA"})
            if (const auto late = of_type(t.late, type);
                late.size() >= 3 && t.slow.empty() && late.size() == of_type(t.answers, type).size()) {
                t.slow = late;
            }
    }
    for (std::size_t i = 0; i < in.size(); ++i)
        for (auto& t : all)
            if ((in.works(i) || !attempts(in.path(i).seen).empty()) && t.names.contains(in.name_of(i).name))
                t.paths.push_back(i);
    return all;
}

suspicion about(std::string_view cause, const tally& t, severity how_bad, bool proved) {
    suspicion s;
    s.cause = cause;
    s.touches = t.paths;
    s.keys = {"resolver:" + t.resolver};
    s.severity = how_bad;
    s.proved = proved;
    if (!lost_with_resolver(cause)) s.box = t.resolver;
    if (cause == "dns.unreachable" && is_loopback(t.resolver)) s.where = "device";
    s.resolvers = {t.resolver};
    return s;
}

void say(suspicion& s, const std::vector<const netprobe::dns_answer*>& answers) {
    for (const auto* a : answers) s.evidence.push_back(sentence(*a));
}

// One resolver says no where another has an address.
void diagnose_disagreement(inquiry& in, const netprobe::resolve_observation& name, const std::vector<tally>& order) {
    std::vector<std::size_t> paths;
    bool public_name = false, broken = false;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (&in.name_of(i) != &name) continue;
        const auto& seen = in.path(i).seen;
        public_name = public_name || (!by_proxy(seen) && public_service(seen.to));
        if (in.works(i)) paths.push_back(i);
        broken = broken || (seen.proxy ? seen.proxy->resolve : seen.resolve).failed != failure::none;
    }
    const netprobe::dns_answer* knowing = nullptr;
    std::size_t knowing_place = 0;
    const auto place = [&](const auto& a) {
        const auto plain = plain_address(a.resolver);
        return static_cast<std::size_t>(std::find_if(order.begin(), order.end(), [&](const auto& t) {
            return t.resolver == plain;
        }) - order.begin());
    };
    for (const auto& a : name.answers)
        if (a.type == "A" && a.rcode && !addresses_of(a).empty() && read_answer(a, public_name).cause.empty() &&
            (!knowing || place(a) < knowing_place)) {
            knowing = &a;
            knowing_place = place(a);
        }
    if (!knowing || broken || paths.empty()) return;
    for (const auto& a : name.answers) {
        auto r = read_answer(a, public_name);
        // Silent and closed resolvers are counted as a whole, not name by name.
        const auto led_to = addresses_of(a);
        if (std::ranges::any_of(led_to, [&](const auto& address) { return in.served_at(address); })) continue;
        if (a.type != "A" || !r.counts || r.cause.empty() || r.cause == "dns.timeout" || r.cause == "dns.unreachable")
            continue;
        const auto addresses = addresses_of(*knowing);
        if (r.cause == "dns.nodata" && a.soa.empty() && !a.edns &&
            std::all_of(addresses.begin(), addresses.end(), [](const auto& x) { return is_private(x); }))
            r.cause = "dns.rebind_protection";
        // A stub takes the first "no such name" for an answer, and goes on to the next server after an error.
        const bool final_word = r.cause != "dns.refused" && r.cause != "dns.servfail" && r.cause != "dns.formerr" &&
                                r.cause != "dns.bad_reply" && r.cause != "dns.truncated_tcp_blocked";
        suspicion s;
        s.cause = r.cause;
        s.touches = paths;
        s.keys = {"resolver:" + plain_address(a.resolver)};
        s.severity = final_word && place(a) < knowing_place ? severity::warning : severity::note;
        s.proved = r.certain || r.cause == "dns.filtered" || r.cause == "dns.rebind_protection";
        s.resolvers = {plain_address(a.resolver)};
        if (!lost_with_resolver(r.cause)) s.box = *s.resolvers.begin();
        s.hosts = {name.name};
        s.addresses.insert(addresses.begin(), addresses.end());
        s.evidence = {sentence(a), sentence(*knowing)};
        s.control = "the same question to another resolver";
        in.suspect(std::move(s));
    }
}

// A question to an address where no DNS server is was answered: somebody answers in place of every resolver (A21).
bool diagnose_redirection(inquiry& in) {
    for (const auto& control : in.of.controls) {
        const auto& seen = control.seen;
        if (seen.to.service != "control_dns_nowhere" || !seen.works() || seen.hellos.empty()) continue;
        suspicion s;
        s.cause = "dns.hijack";
        s.keys = {"injected"};
        s.severity = severity::note;
        s.proved = true;
        s.where = "firewall";
        for (const auto& r : in.of.run.resolvers) s.resolvers.insert(plain_address(r));
        s.evidence.push_back(fmt::format("{} asked of {}, where no DNS server is, was answered: {}",
            seen.hellos.front().asked, seen.to.host, seen.hellos.front().said));
        s.control = "a question to an address that must not answer";
        for (std::size_t i = 0; i < in.size(); ++i)
            if (in.works(i) && !by_proxy(in.path(i).seen)) s.touches.push_back(i);
        in.suspect(std::move(s));
        return true;
    }
    return false;
}

// What the answers say is true of whoever gave them, and that is not the resolver that was asked; of one on this device
// itself it is, wherever it has it from.
void withdraw_resolvers(inquiry& in) {
    for (auto& s : in.found) {
        if (s.resolvers.empty() || !s.resolvers.contains(s.box) || is_loopback(s.box)) continue;
        s.control += fmt::format("{}questions to any address are answered here: it is not {} that says so",
            s.control.empty() ? "" : "; ", s.box);
        s.where = "unknown";
        s.box.clear();
        s.advice = "Exempt this device from the DNS redirection, or let the server that answers in place of {resolver} "
                   "give the right answer for {host}.";
    }
}

// Lookups of the device itself waited although a live resolver had answered both their questions by then: they had gone
// to another one first, as with "options rotate" of resolv.conf(5).
std::vector<std::string> lookups_that_waited(const inquiry& in) {
    std::vector<std::string> waited;
    for (const auto& name : in.of.run.names) {
        if (!name.system || (name.system->failed != failure::timed_out && name.system->elapsed_ms < slow_ms)) continue;
        const auto at_once = [&](const auto& resolver, std::string_view type) {
            return std::ranges::any_of(name.answers, [&](const auto& a) {
                return a.resolver == resolver && a.type == type && a.rcode && a.tries == 1 && a.elapsed_ms < slow_ms;
            });
        };
        if (std::ranges::any_of(
                in.of.run.resolvers, [&](const auto& r) { return at_once(r, "A") && at_once(r, "AAAA"); }))
            waited.push_back(name.name);
    }
    return waited;
}

void diagnose_each(inquiry& in) {
    const auto order = count(in);
    const auto first_live = std::find_if(order.begin(), order.end(), [](const auto& t) { return t.answered > 0; });
    if (first_live == order.end()) return; // nobody answers: the names say so
    for (auto t = order.begin(); t != order.end(); ++t) {
        if (t->answered == 0 && t->silent + t->closed > 0) {
            // Silence ahead of a live server costs its whole timeout; a closed port costs nothing.
            // Where it is closed the kernel there rations its messages: of many questions some look unanswered.
            const bool is_dead = t->silent > 0 && t->closed == 0;
            const auto waited = is_dead && t > first_live ? lookups_that_waited(in) : std::vector<std::string>{};
            const bool costs = is_dead && (t < first_live || !waited.empty());
            auto s = about(costs            ? "dns.slow_first_server"
                           : t->closed == 0 ? "dns.timeout"
                                            : "dns.unreachable",
                *t, costs ? severity::warning : severity::note,
                t->silent + t->closed >= 2 && waited.empty()); // lookups wait for other reasons, too
            if (!waited.empty())
                s.evidence.push_back(fmt::format("this device's own lookups of {} waited, though {} had answered: as "
                                                 "where resolvers are asked in turn (options rotate)",
                    fmt::join(waited, ", "), first_live->resolver));
            say(s, t->silences);
            s.evidence.push_back(
                fmt::format("{} answered {} questions in the same run", first_live->resolver, first_live->answered));
            s.control = "the same questions to another resolver";
            if (!s.touches.empty()) in.suspect(std::move(s));
            continue;
        }
        if (!t->lost_aaaa.empty()) {
            // Who answers such questions for other names lost these, or is asked too much at once.
            const bool answers_some = std::ranges::any_of(
                t->answers, [](const auto* a) { return a->type == "AAAA" && a->rcode.has_value(); });
            auto s = about("dns.aaaa_timeout", *t, answers_some ? severity::note : severity::warning,
                !answers_some && t->lost_aaaa.size() >= 2);
            say(s, t->lost_aaaa);
            s.evidence.push_back(fmt::format("{} answered the same names' A questions", t->resolver));
            s.control = "the A question for the same name";
            in.suspect(std::move(s));
        }
        if (t->slow.empty() && t->late.size() >= 2) {
            auto s = about("dns.slow", *t, severity::note, false);
            s.box.clear(); // who loses them nobody can see
            s.where = "unknown";
            s.evidence.push_back(fmt::format("{} of {} answers of {} came only when the question was sent again",
                t->late.size(), t->answered, t->resolver));
            say(s, t->late);
            s.advice =
                "Look at the way to {resolver}: questions or answers are lost, or it takes only so many at once.";
            in.suspect(std::move(s));
        }
        if (!t->slow.empty()) {
            auto s = about("dns.slow", *t, t->slow.size() >= 2 ? severity::warning : severity::note, true);
            say(s, t->slow);
            in.suspect(std::move(s));
        }
    }
    for (const auto& name : in.of.run.names) diagnose_disagreement(in, name, order);
}

} // namespace

void diagnose_resolvers(inquiry& in) {
    const bool redirected = diagnose_redirection(in);
    diagnose_each(in);
    if (redirected) withdraw_resolvers(in);
}

} // namespace rules::diagnosis
