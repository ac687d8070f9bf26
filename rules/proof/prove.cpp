// SPDX-License-Identifier: MIT
#include "rules/proof/prove.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/proof/boxes.hpp"
#include "rules/proof/examine.hpp"
#include "rules/proof/lines.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/mutate.hpp"
#include "rules/proof/named.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/questions.hpp"
#include "rules/proof/streams.hpp"
#include "rules/proof/unvaried.hpp"
#include "rules/verdict/surplus.hpp"

namespace rules::proof {
namespace {

constexpr std::size_t conversations = 8;

/// What every part of a proof needs.
struct proof {
    const format& in;
    const std::vector<output_file>& files;
    const policy& of;
    const prove_options& options;
    intent meant;
    proof_outcome out;
    std::string held = {}; ///< what the kernel holds of it, in its own words
    named_axes named = {}; ///< what those rules tell apart
};

// What is in comments and in quotes is no rule, and numbers there cut nothing.
std::string without_remarks(std::string_view text) {
    std::string out;
    each_line(text, [&](std::string_view line) {
        if (line.starts_with('#')) return;
        bool quoted = false;
        for (const char c : line) {
            quoted = quoted != (c == '"');
            if (!quoted) out += c;
        }
        out += '\n';
    });
    return out;
}

cuts all_cuts(const proof& p) {
    auto out = cuts_of(p.meant.most);
    out.add(cuts_in(without_remarks(all_text(p.files))));
    out.add(cuts_in(without_remarks(p.held)));
    out.add(p.named.at);
    out.sctp_ports = p.named.at.sctp_ports;
    out.names.clear(); // a kernel knows no names
    return out;
}

// Loads them, and looks at what the kernel has of them: a loader can say yes to nothing at all.
loaded load_and_look(proof& p, const wires& w, const std::string& folder) {
    auto out = load_rules(p.in.name, p.files, p.of, folder);
    p.held = kernel_listing(p.in.name);
    const auto chains = chains_in(p.held);
    const auto hooks = hooks_of(chains);
    if (rule_count(chains) <= out.around && (out.around > 0 || hooks.empty()))
        throw refused(fmt::format("no rules were loaded: {} holds none that its loader took", p.files.front().name));
    if (hooks.empty())
        throw refused(
            "the rules are in chains that no hook leads to (allow-only ones, which a site has to jump to), and the "
            "policy is default-deny");
    if (const auto wrong = wrong_hook(hooks, p.of.hook); !wrong.empty()) throw refused(wrong);
    p.out.unjudged = unvaried_in(chains, p.of.hook);
    for (const auto& name : interfaces_in(p.held))
        if (std::none_of(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == name; }))
            p.out.unjudged.push_back(fmt::format(
                "the rules name interface {}, which was not found in their text before they were loaded", name));
    p.named = named_in(chains, p.held);
    return out;
}

bool by_iptables(const proof& p) { return p.in.name == "iptables" || p.in.name == "ipset" || p.in.name == "ufw"; }

void finish(proof& p, const std::vector<question>& required, const shooter& shoot) {
    if (p.options.mutate && p.out.blocked_count == 0)
        mutate(
            p.in.name,
            [&] {
                forget_connections(); // one that was answered gets out by "established", whatever rule is gone
                return pass(required, shoot);
            },
            p.options.mutation_limit, p.out);
    leave_unknown_surplus(p.of, true, p.out);
    if (p.options.mutate && p.out.blocked_count > 0)
        p.out.remarks.emplace_back("least privilege was not tested: something required is stopped as it is");
}

// ---- on the device

void prove_conversations(const wires& w, const std::vector<question>& required, examiner& e) {
    let_world_answer(w);
    forget_connections();
    auto answered = required; // a group, everybody or a neighbour on the link: nobody there answers
    std::erase_if(answered, [&](const question& q) { return !can_be_sent(q.sent.what, w); });
    for (const auto& q : sample(answered, conversations))
        if (const auto wrong = converse(w, q.sent.what); !wrong.empty())
            e.blocked(q.sent.what, "it gets out, but no conversation comes of it: " + wrong);
}

/// The grid by the usual way, and the one by each of the other ways.
struct grids {
    asked_grid usual, elsewhere;
};

// As many packets as the options allow: first one for every cell of every way, then more of the usual one's.
grids grids_of(proof& p, const wires& w, std::size_t other_ways) {
    const auto at = all_cuts(p);
    const auto most = p.options.most_probes;
    const auto devices = own_network(p.of.devices);
    grids out;
    if (other_ways > 0)
        out.elsewhere =
            grid_questions(p.meant, at, w, {p.of.hook, p.named.segments, true, most / (other_ways + 1), devices});
    const auto others = other_ways * out.elsewhere.all.size();
    out.usual =
        grid_questions(p.meant, at, w, {p.of.hook, p.named.segments, false, most - std::min(most, others), devices});
    p.out.complete = out.usual.complete && out.elsewhere.complete;
    p.out.cells = out.usual.cells + other_ways * out.elsewhere.cells;
    p.out.tried = out.usual.tried + other_ways * out.elsewhere.tried;
    if (p.out.complete) return out;
    // What one rule opens is found, however thin the sample is.
    std::size_t more = 0;
    const auto boxes = packet_questions(p.meant, packets_in_boxes(chains_in(p.held), p.held, at), w,
        {p.of.hook, p.named.segments, true, 0, devices}, more);
    out.usual.all.insert(out.usual.all.end(), boxes.begin(), boxes.end());
    if (other_ways > 0) out.elsewhere.all.insert(out.elsewhere.all.end(), boxes.begin(), boxes.end());
    return out;
}

void prove_output(proof& p, const std::string& folder) {
    auto names = interfaces_in(all_text(p.files));
    names.insert(names.begin(), "proof0");
    const auto w = lay_wires(names);
    route_out(w);
    const auto keep = load_and_look(p, w, folder);
    examiner e(p.out, by_iptables(p), p.options.explain, p.options.most_named);
    const auto grid = grids_of(p, w, p.named.interfaces ? w.all.size() - 1 : 0);
    const auto required = required_of(grid.usual.all);
    const output_prober prober;
    const shooter shoot = [&](const std::vector<probe>& probes) { return prober.passes(probes); };
    e.ask(grid.usual.all, shoot, {});
    e.ask(forged_questions(p.meant, w, hook::host, {}), shoot, "forged");
    // The policy names no interface: what it needs may go where it wants, the rest has to be stopped everywhere.
    const auto elsewhere = elsewhere_questions(grid.elsewhere.all, true);
    for (auto i = w.all.begin() + 1; p.named.interfaces && i != w.all.end(); ++i) {
        const output_prober bound(i->name);
        e.ask(
            elsewhere, [&](const std::vector<probe>& probes) { return bound.passes(probes); }, "over " + i->name);
    }
    finish(p, required, shoot);
    if (p.out.blocked_count == 0) prove_conversations(w, required, e);
}

// ---- on a router

const wire& named(const wires& w, const std::string& name) {
    return *std::find_if(w.all.begin(), w.all.end(), [&](const wire& one) { return one.name == name; });
}

// A question, and its answer the other way: two packets of one connection.
void prove_answers(const std::vector<question>& required, const ip_set& devices, const forward_prober& there,
    const forward_prober& back, examiner& e) {
    forget_connections();
    auto from_inside = required;
    std::erase_if(from_inside, [&](const question& q) { return !contains(devices, q.sent.what.from); });
    for (const auto& q : sample(from_inside, conversations)) {
        there.passes({q.sent});
        if (!back.passes({answer_to(q.sent)}).front())
            e.blocked(q.sent.what, "it gets out, but its answer does not come back");
    }
}

/// In by one wire, out by another.
struct way_through {
    std::string in, out;
};

// Every way but the usual one that rules or policy tell from it; those out of the usual wire first.
std::vector<way_through> other_ways(const proof& p, const wires& w, const way_through& usual) {
    std::vector<way_through> out;
    if (!p.named.interfaces) {
        // One that the policy does not name stands for all.
        if (!p.of.in_interface.empty()) out.push_back({"proof-other", usual.out});
        if (!p.of.out_interface.empty()) out.push_back({usual.in, "proof-other"});
        return out;
    }
    for (const auto& to : w.all)
        for (const auto& from : w.all)
            if (from.name != usual.in || to.name != usual.out) out.push_back({from.name, to.name});
    std::stable_partition(out.begin(), out.end(), [&](const way_through& one) { return one.out == usual.out; });
    return out;
}

void prove_ways(const proof& p, const wires& w, const std::vector<way_through>& ways, const asked_grid& grid,
    const std::string& routed, examiner& e) {
    std::string out = routed;
    unsigned metric = 90; // below that of the first route
    for (const auto& way : ways) {
        if (way.out != out) {
            netlink here;
            for (const auto family : {ip_family::v4, ip_family::v6}) here.add_route(way.out, {{family, 0}, 0}, metric);
            --metric;
            out = way.out;
        }
        const bool free = (p.of.in_interface.empty() || p.of.in_interface == way.in) &&
                          (p.of.out_interface.empty() || p.of.out_interface == way.out);
        const forward_prober prober(w, named(w, way.in), named(w, way.out));
        e.ask(
            elsewhere_questions(grid.all, free),
            [&](const std::vector<probe>& probes) { return prober.passes(probes); },
            fmt::format("from {} to {}", way.in, way.out));
    }
}

void prove_forward(proof& p, const std::string& folder) {
    const auto inside = p.of.in_interface.empty() ? "proof-in" : p.of.in_interface;
    const auto outside = p.of.out_interface.empty() ? "proof-out" : p.of.out_interface;
    std::set<std::string> names{inside, outside, "proof-other"};
    for (const auto& name : interfaces_in(all_text(p.files))) names.insert(name);
    const auto w = lay_wires({names.begin(), names.end()});
    const auto devices = p.of.devices.empty() ? any_device() : p.of.devices;
    route_through(w, inside, outside, devices);
    const auto keep = load_and_look(p, w, folder);
    examiner e(p.out, by_iptables(p), p.options.explain, p.options.most_named);
    const auto ways = other_ways(p, w, {inside, outside});
    const auto grid = grids_of(p, w, ways.size());
    const auto required = required_of(grid.usual.all);
    const forward_prober out(w, named(w, inside), named(w, outside)), back(w, named(w, outside), named(w, inside));
    const auto by = [](const forward_prober& f) {
        return shooter([&f](const std::vector<probe>& probes) { return f.passes(probes); });
    };
    e.ask(grid.usual.all, by(out), {});
    e.ask(forged_questions(p.meant, w, hook::gateway, devices), by(out), "forged");
    e.ask(inbound_questions(required, w, devices), by(back), "from outside");
    if (p.out.blocked_count == 0) prove_answers(required, devices, out, back, e);
    finish(p, required, by(out));
    prove_ways(p, w, ways, grid.elsewhere, outside, e);
}

// The addresses that dnsmasq's sets are filled with: load.cpp takes the ends of ranges.
policy as_answered(policy of) {
    for (auto& f : of.flows) {
        if (f.names.empty()) continue;
        std::vector<ip_range> ends;
        for (const auto& r : ranges_of(f.addresses)) ends.insert(ends.end(), {{r.first, r.first}, {r.last, r.last}});
        f.addresses = set_of(ends);
    }
    return of;
}

void add_remarks(proof& p) {
    const auto devices = own_network(p.of.devices);
    if (p.of.hook == hook::gateway && std::any_of(p.of.flows.begin(), p.of.flows.end(),
                                          [&](const flow& f) { return !intersect(f.addresses, devices).empty(); }))
        p.out.remarks.emplace_back(
            "what is allowed to addresses in the devices' own network was not tried: it does not cross the router");
    if (p.of.stance == stance::allow_only)
        p.out.remarks.emplace_back(
            p.in.name == "firewalld" || p.in.name == "ufw"
                ? "allow-only: proved inside a site that refuses all else; at a site that lets everything out they "
                  "change nothing"
                : "allow-only: proved inside a site that refuses all else; at a site that does not jump to these "
                  "rules they do nothing");
    if (p.in.name == "dnsmasq")
        p.out.remarks.emplace_back(
            "the sets were filled as dnsmasq would from answers with the policy's addresses; dnsmasq "
            "itself did not run");
}

} // namespace

proof_outcome prove_in_kernel(
    const format& in, const std::vector<output_file>& files, const policy& of, const prove_options& options) {
    const auto begin = std::chrono::steady_clock::now();
    auto by_address_only = in;
    by_address_only.carries = by_address;
    const auto answered = in.name == "dnsmasq" ? as_answered(of) : of;
    proof p{in, files, answered, options, intended(answered, by_address_only), {}};
    p.out = outcome_in(in_sandbox(
        [&](const std::string& folder) {
            of.hook == hook::host ? prove_output(p, folder) : prove_forward(p, folder);
            add_remarks(p);
            return json_of(p.out);
        },
        options.limit));
    p.out.elapsed_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return p.out;
}

} // namespace rules::proof
