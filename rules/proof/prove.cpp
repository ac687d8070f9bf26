// SPDX-License-Identifier: MIT
#include "rules/proof/prove.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/proof/examine.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/mutate.hpp"
#include "rules/proof/netlink.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/prober.hpp"
#include "rules/proof/streams.hpp"
#include "rules/proof/unvaried.hpp"

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
};

std::string text_of(const std::vector<output_file>& files) {
    std::string out;
    for (const auto& f : files) out += f.text + "\n";
    return out;
}

cuts all_cuts(const proof& p) {
    auto out = cuts_of(p.meant.most);
    const auto emitted = text_of(p.files);
    out.add(cuts_in(emitted));
    out.add(cuts_in(p.held));
    out.names.clear(); // a kernel knows no names
    if (p.of.hook == hook::gateway)
        for (const auto& text : {emitted, p.held}) out.sources.merge(sources_in(text));
    return out;
}

// Loads them, and looks at what the kernel has of them: a loader can say yes to nothing at all.
loaded load_and_look(proof& p, const std::string& folder) {
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
    return out;
}

bool by_iptables(const proof& p) { return p.in.name == "iptables" || p.in.name == "ipset" || p.in.name == "ufw"; }

bool overlap(const flow& a, const flow& b) {
    const auto shared = [](const auto& x, const auto& y) {
        return std::any_of(
            x.begin(), x.end(), [&](const auto& one) { return std::find(y.begin(), y.end(), one) != y.end(); });
    };
    return shared(a.over, b.over) && shared(a.ports, b.ports) && !intersect(a.addresses, b.addresses).empty();
}

// "f_mcr_v4" and "mcr: why" mention mcr, "f_mcr-data_v4" does not.
bool mentions(std::string_view label, std::string_view id) {
    constexpr std::string_view of_id = "abcdefghijklmnopqrstuvwxyz0123456789-";
    for (auto at = label.find(id); at != label.npos; at = label.find(id, at + 1)) {
        const auto end = at + id.size();
        if ((at == 0 || of_id.find(label[at - 1]) == of_id.npos) &&
            (end == label.size() || of_id.find(label[end]) == of_id.npos))
            return true;
    }
    return false;
}

// Two flows that open the same: what one of them lacks the other lets out, and neither is too much.
void leave_shared(const policy& of, proof_outcome& out) {
    for (const auto& a : of.flows) {
        const auto b = std::find_if(
            of.flows.begin(), of.flows.end(), [&](const flow& f) { return f.id != a.id && overlap(a, f); });
        if (b == of.flows.end()) continue;
        const auto gone = std::erase_if(out.surplus, [&](const std::string& label) { return mentions(label, a.id); });
        if (gone > 0)
            out.remarks.push_back(fmt::format(
                "whether each element of flow {} is needed cannot be told: flow {} opens the same", a.id, b->id));
    }
}

void finish(proof& p, const std::vector<question>& required, const shooter& shoot) {
    if (p.options.mutate && p.out.blocked_count == 0)
        mutate(
            p.in.name,
            [&] {
                forget_connections(); // one that was answered gets out by "established", whatever rule is gone
                return pass(required, shoot);
            },
            p.options.mutation_limit, p.out);
    leave_shared(p.of, p.out);
    if (p.options.mutate && p.out.blocked_count > 0)
        p.out.remarks.emplace_back("least privilege was not tested: something required is stopped as it is");
}

// ---- on the device

void prove_conversations(const wires& w, const std::vector<question>& required, examiner& e) {
    let_world_answer(w);
    forget_connections();
    for (const auto& q : sample(required, conversations))
        if (const auto wrong = converse(w, q.sent.what); !wrong.empty())
            e.blocked(q.sent.what, "it gets out, but no conversation comes of it: " + wrong);
}

void prove_output(proof& p, const std::string& folder) {
    auto names = interfaces_in(text_of(p.files));
    names.insert(names.begin(), "proof0");
    const auto w = lay_wires(names);
    route_out(w);
    const auto keep = load_and_look(p, folder);
    examiner e(p.out, by_iptables(p), p.options.explain, p.options.most_named);
    const auto all = grid_questions(p.meant, all_cuts(p), w, hook::host, p.options.most_probes, p.out.complete);
    const auto required = required_of(all);
    const output_prober prober;
    const shooter shoot = [&](const std::vector<probe>& probes) { return prober.passes(probes); };
    e.ask(all, shoot, {});
    e.ask(forged_questions(p.meant, w, hook::host, {}), shoot, "forged");
    for (auto i = w.all.begin() + 1; i != w.all.end(); ++i) {
        // The policy names no interface: what it needs may go where it wants, the rest has to be stopped everywhere.
        auto elsewhere = all;
        for (auto& q : elsewhere)
            if (q.want == wanted::pass) q.want = wanted::either;
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

// As all() wants it, but nothing at all may pass.
std::vector<question> nothing_of(std::vector<question> required) {
    for (auto& q : required) q.want = wanted::stop;
    return required;
}

void prove_forward(proof& p, const std::string& folder) {
    const auto inside = p.of.in_interface.empty() ? "proof-in" : p.of.in_interface;
    const auto outside = p.of.out_interface.empty() ? "proof-out" : p.of.out_interface;
    std::set<std::string> names{inside, outside, "proof-other"};
    for (const auto& name : interfaces_in(text_of(p.files))) names.insert(name);
    const auto w = lay_wires({names.begin(), names.end()});
    const auto devices = p.of.devices.empty() ? any_device() : p.of.devices;
    route_through(w, inside, outside, devices);
    const auto keep = load_and_look(p, folder);
    examiner e(p.out, by_iptables(p), p.options.explain, p.options.most_named);
    const auto all = grid_questions(p.meant, all_cuts(p), w, hook::gateway, p.options.most_probes, p.out.complete);
    const auto required = required_of(all);
    const forward_prober out(w, named(w, inside), named(w, outside)), back(w, named(w, outside), named(w, inside));
    const auto by = [](const forward_prober& f) {
        return shooter([&f](const std::vector<probe>& probes) { return f.passes(probes); });
    };
    e.ask(all, by(out), {});
    e.ask(forged_questions(p.meant, w, hook::gateway, devices), by(out), "forged");
    e.ask(inbound_questions(required, w, devices), by(back), "from outside");
    if (p.out.blocked_count == 0) prove_answers(required, devices, out, back, e);
    const auto some = nothing_of(sample(required, 200));
    if (!p.of.in_interface.empty()) {
        const forward_prober other(w, named(w, "proof-other"), named(w, outside));
        e.ask(some, by(other), "into another interface");
    }
    finish(p, required, by(out));
    if (!p.of.out_interface.empty()) {
        netlink here;
        for (const auto family : {ip_family::v4, ip_family::v6}) here.add_route("proof-other", {{family, 0}, 0}, 10);
        const forward_prober other(w, named(w, inside), named(w, "proof-other"));
        e.ask(some, by(other), "out of another interface");
    }
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
    if (!p.out.complete)
        p.out.remarks.push_back(
            fmt::format("there are more cells than {} packets: every address was tried, with some of its ports",
                p.options.most_probes));
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
