// SPDX-License-Identifier: MIT
//
// egress-rules audit: what do the rules that a site has already let out?
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "rules/proof/audit.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/sandbox.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"
#include "tools/rules/policy_source.hpp"
#include "tools/rules/proof_text.hpp"
#include "tools/rules/rule_files.hpp"

namespace tools::rules_commands {
namespace {

struct audit_options {
    policy_options policy;
    std::string iptables, ip6tables, nft, ipset, with_format, json;
    std::vector<std::string> with;
    rules::proof::site_rules site;
};

void read_rules(std::string& into, const std::string& file, const char* option) {
    if (!file.empty()) into = read_text_file(file, option, largest_rule_file);
}

rules::proof::site_rules site_of(const audit_options& o) {
    auto out = o.site;
    read_rules(out.iptables, o.iptables, "--iptables-save");
    read_rules(out.ip6tables, o.ip6tables, "--ip6tables-save");
    read_rules(out.nft, o.nft, "--nft");
    read_rules(out.ipset, o.ipset, "--ipset-save");
    namespace fs = std::filesystem;
    if (!out.firewalld.empty() && !fs::is_directory(out.firewalld))
        throw usage_error("--firewalld " + out.firewalld + ": no directory; give a copy of /etc/firewalld");
    if (!o.with.empty()) {
        if (!rules::proof::can_load(o.with_format))
            throw usage_error(
                "--with " + o.with.front() +
                ": say what it is with --format, one of nftables, iptables, ipset, firewalld, ufw, dnsmasq");
        out.with = read_rule_files(o.with, "--with");
        out.with_format = o.with_format;
    }
    if ((out.iptables + out.ip6tables + out.nft + out.firewalld + out.ufw).empty())
        throw usage_error("audit: no rules of the site are given; give --iptables-save, --ip6tables-save, --nft, "
                          "--firewalld or --ufw");
    return out;
}

void show_audit(const rules::proof::audit_outcome& found) {
    for (const auto& f : found.flows) {
        std::cout << (f.passes()        ? "  passes   "
                         : f.tried == 0 ? "  unknown  "
                                        : "  STOPPED  ")
                  << f.id << " " << f.service;
        if (f.tried == 0)
            std::cout << " (no address is known for it)";
        else if (!f.passes() && f.passed > 0)
            std::cout << " (" << f.passed << " of " << counted(f.tried, "address", "addresses")
                      << (f.passed == 1 ? " passes)" : " pass)");
        std::cout << "\n";
        if (!f.rule.empty()) std::cout << "           by " << f.rule << "\n";
    }
    std::cout << "UpstreamProtocol that gets to the hub:";
    for (const auto& name : found.upstream) std::cout << " " << name;
    std::cout << (found.upstream.empty() ? " none\n" : "\n");
    std::cout << found.others.size() << " of " << counted(found.others_tried, "packet", "packets")
              << (found.others.size() == 1 ? " that nobody needs gets out\n" : " that nobody needs get out\n");
    for (const auto& m : found.others)
        std::cout << "  gets out " << text_of(m.sent) << (m.rule.empty() ? "" : "\n           by " + m.rule) << "\n";
    for (const auto& text : found.unjudged) std::cout << "cannot judge: " << text << "\n";
    for (const auto& text : found.remarks) std::cout << "note: " << text << "\n";
}

int audit(const audit_options& o) {
    const auto site = site_of(o);
    const auto of = policy_from(o.policy);
    const auto found = rules::proof::audit(site, of);
    if (!o.json.empty()) {
        const auto text = rules::proof::json_of(found) + "\n";
        o.json == "-" ? void(std::cout << text) : write_text_file(o.json, "--json", text);
    }
    if (o.json != "-") show_audit(found);
    return found.holds() ? holds : does_not_hold;
}

int run_audit(const audit_options& o) {
    try {
        return audit(o);
    } catch (const rules::proof::cannot_prove& e) {
        throw usage_error(std::string("audit skipped: ") + e.what());
    } catch (const rules::proof::refused& e) {
        throw usage_error(e.what());
    } catch (const std::invalid_argument& e) {
        throw usage_error(e.what());
    }
}

} // namespace

void add_audit(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("audit", "What do the rules that a site has already let out?");
    auto o = std::make_shared<audit_options>();
    command->add_option("--iptables-save", o->iptables, "Output of iptables-save; - is standard input");
    command->add_option("--ip6tables-save", o->ip6tables, "Output of ip6tables-save");
    command->add_option("--nft", o->nft, "Output of nft list ruleset");
    command->add_option("--ipset-save", o->ipset, "Output of ipset save");
    command->add_option("--firewalld", o->site.firewalld, "A copy of /etc/firewalld");
    command->add_option("--ufw", o->site.ufw, "A copy of /etc/ufw");
    command->add_option("--way-out", o->site.way_out, "Interface that leads out; default: one that the rules mention");
    command->add_option("--with", o->with, "What export wrote, loaded besides: a file, several, or a directory");
    command->add_option("--format", o->with_format, "Format of --with");
    command->add_option("--json", o->json, "Write the outcome as JSON to a file; - is standard output");
    add_policy_options(*command, o->policy);
    command->footer(
        "The rules are loaded into a namespace of its own, never into this machine; no root is needed.\n\n"
        "Exit status: 0 all that is required gets out, 1 something is stopped, has no address that could be tried, or "
        "may depend on a rule that cannot be judged (it matches on what the packets do not vary: an owner, a mark, the "
        "time, …), 2 it could not be asked.");
    command->callback([&chosen, o] { chosen = [o] { return run_audit(*o); }; });
}

} // namespace tools::rules_commands
