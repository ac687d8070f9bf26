// SPDX-License-Identifier: MIT
//
// egress-rules audit: what do the rules that a site has already let out?
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
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
    std::vector<std::string> with, from;
    rules::proof::site_rules site;
};

void read_rules(std::string& into, const std::string& file, const char* option) {
    if (!file.empty()) into = read_text_file(file, option, largest_rule_file);
}

bool is_file(const std::string& folder, const char* name) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(std::filesystem::path(folder) / name, ignored);
}

// Half a copy would be filled up with what the package, or this machine, has.
void check_copies(const rules::proof::site_rules& of) {
    std::error_code ignored;
    const auto missing = [](const std::string& given, const std::string& what, const std::string& remedy) {
        return usage_error(given + ": " + what + "; " + remedy);
    };
    for (const auto& [option, folder] : {std::pair{"--firewalld", &of.firewalld}, {"--ufw", &of.ufw}})
        if (!folder->empty() && !std::filesystem::is_directory(*folder, ignored))
            throw missing(std::string(option) + " " + *folder, "no directory",
                std::string("give a copy of ") + (folder == &of.ufw ? "/etc/ufw" : "/etc/firewalld"));
    if (!of.firewalld.empty() && !is_file(of.firewalld, "firewalld.conf"))
        throw missing("--firewalld " + of.firewalld, "firewalld.conf is missing in it",
            is_file(of.firewalld, "user.rules") ? "it is a copy of /etc/ufw: give it with --ufw"
                                                : "give a whole copy of /etc/firewalld");
    if (of.ufw.empty()) return;
    if (!is_file(of.ufw, "user.rules"))
        throw missing("--ufw " + of.ufw, "user.rules is missing in it",
            is_file(of.ufw, "firewalld.conf") ? "it is a copy of /etc/firewalld: give it with --firewalld"
                                              : "give a whole copy of /etc/ufw");
    if (!is_file(of.ufw, "default") && !is_file(of.ufw, "../default/ufw"))
        throw missing("--ufw " + of.ufw, "the site's /etc/default/ufw is missing, which says what happens to the rest",
            "copy it to " + (std::filesystem::path(of.ufw) / "../default/ufw").lexically_normal().string() + " or to " +
                (std::filesystem::path(of.ufw) / "default").lexically_normal().string());
}

void read_own_addresses(rules::proof::site_rules& into, const audit_options& o) {
    for (const auto& text : o.from) {
        const auto one = rules::read_address(text);
        if (!one) throw usage_error("--from " + text + ": no address; give the device's own, like 192.168.1.50");
        into.from.push_back(*one);
    }
}

rules::proof::site_rules site_of(const audit_options& o) {
    auto out = o.site;
    read_rules(out.iptables, o.iptables, "--iptables-save");
    read_rules(out.ip6tables, o.ip6tables, "--ip6tables-save");
    read_rules(out.nft, o.nft, "--nft");
    read_rules(out.ipset, o.ipset, "--ipset-save");
    read_own_addresses(out, o);
    check_copies(out);
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
    if ((!out.firewalld.empty() || out.with_format == "firewalld") && ::geteuid() != 0)
        throw usage_error("audit skipped: firewalld's daemon starts for root only; run this as root");
    return out;
}

// Three of them; of more, how many.
std::string some_senders(const std::vector<std::string>& all) {
    constexpr std::size_t most = 3;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, all.size()); ++i) out += (i == 0 ? "" : ", ") + all[i];
    return all.size() > most ? out + " and " + std::to_string(all.size() - most) + " more" : out;
}

void show_flow(const rules::proof::audited_flow& f) {
    std::cout << (f.passes()        ? "  passes   "
                     : f.tried == 0 ? "  unknown  "
                     : f.depends()  ? "  DEPENDS  "
                                    : "  STOPPED  ")
              << f.id << " " << f.service;
    if (f.tried == 0)
        std::cout << " (no address is known for it)";
    else if (f.depends())
        std::cout << " (" << f.passes_from.size() << " of "
                  << counted(f.passes_from.size() + f.stopped_from.size(), "sender", "senders")
                  << (f.passes_from.size() == 1 ? " passes)" : " pass)");
    else if (!f.passes() && f.passed > 0 && f.passed < f.tried)
        std::cout << " (" << f.passed << " of " << counted(f.tried, "address", "addresses")
                  << (f.passed == 1 ? " passes)" : " pass)");
    std::cout << "\n";
    if (f.depends())
        std::cout << "           from " << some_senders(f.passes_from) << " it passes, from "
                  << some_senders(f.stopped_from) << " it is stopped\n";
    if (!f.rule.empty()) std::cout << "           by " << f.rule << "\n";
    if (!f.no_answer.empty()) std::cout << "           " << f.no_answer << "\n";
}

void show_audit(const rules::proof::audit_outcome& found) {
    for (const auto& f : found.flows) show_flow(f);
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
    if (of.hook == rules::hook::gateway && !site.from.empty())
        throw usage_error("--from is the own address of a device; the policy is for a gateway: give --device");
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
    command->add_option("--firewalld", o->site.firewalld, "A copy of /etc/firewalld; its daemon starts for root only");
    command->add_option("--ufw", o->site.ufw,
        "A copy of /etc/ufw, with the site's /etc/default/ufw beside it (../default/ufw) or in it (default)");
    command
        ->add_option("--from", o->from,
            "The device's own address, where rules tell senders apart (may be repeated); default: all that they name")
        ->allow_extra_args(false);
    command->add_option("--way-out", o->site.way_out, "Interface that leads out; default: one that the rules mention");
    command->add_option("--with", o->with, "What export wrote, loaded besides: a file, several, or a directory");
    command->add_option("--format", o->with_format, "Format of --with");
    command->add_option("--json", o->json, "Write the outcome as JSON to a file; - is standard output");
    add_policy_options(*command, o->policy);
    command->footer(
        "The rules are loaded into a namespace of its own, never into this machine; no root is needed, but for "
        "--firewalld.\n"
        "What passes was sent, and answered: of a sample a whole conversation was held. On a gateway both ends and the "
        "middle of every --device are asked. DEPENDS: the rules tell senders apart, and let some out; say with --from "
        "(--device on a gateway) which is meant.\n\n"
        "Exit status: 0 all that is required gets out, 1 something is stopped, or gets no answer, or depends on who "
        "sends it, has no address that could be tried, or may depend on a rule that cannot be judged (it matches on "
        "what the packets do not vary: an owner, a mark, the "
        "time, …), 2 it could not be asked.");
    command->callback([&chosen, o] { chosen = [o] { return run_audit(*o); }; });
}

} // namespace tools::rules_commands
