// SPDX-License-Identifier: MIT
//
// egress-rules formats: what there is, and what each can and cannot express.
#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rules/export/format.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {
namespace {

std::string_view word(rules::names_held held) {
    constexpr std::array<std::string_view, 3> words{"no", "exact", "wildcard"};
    return words[static_cast<std::size_t>(held)];
}

std::string_view word(rules::proof_kind kind) {
    constexpr std::array<std::string_view, 3> words{"kernel", "model", "none"};
    return words[static_cast<std::size_t>(kind)];
}

void cell(std::string_view text, std::size_t width) {
    std::cout << text << std::string(text.size() < width ? width - text.size() : 1, ' ');
}

void show_table() {
    cell("format", 26);
    cell("names", 10);
    cell("proof", 8);
    cell("deny", 6);
    cell("allow", 7);
    cell("host", 6);
    std::cout << "gateway\n";
    for (const auto& f : rules::formats()) {
        cell(f.name, 26);
        cell(word(f.names), 10);
        cell(word(f.proof), 8);
        cell(f.default_deny ? "yes" : "no", 6);
        cell(f.allow_only ? "yes" : "no", 7);
        cell(f.host ? "yes" : "no", 6);
        std::cout << (f.gateway ? "yes" : "no") << "\n";
    }
    std::cout << "\nnames: which host names the target holds itself; \"no\" means addresses only. proof: kernel, by "
                 "packets in a\n"
                 "namespace; model, the text is read again and evaluated as the platform would; none, for "
                 "people.\n"
                 "deny: default-deny; allow: allow-only. One of them in full: egress-rules formats NAME\n";
}

// What it lets through by, in words.
std::string carried_by(const rules::format& f) {
    constexpr std::array<std::string_view, 3> words{
        "addresses only", "names but for wildcards, else addresses", "names and wildcards, else addresses"};
    return std::string(words[static_cast<std::size_t>(f.names)]);
}

std::string_view families(const rules::format& f) {
    if (!f.ipv6) return "IPv4 only";
    return f.names_over_ipv6 ? "IPv4 and IPv6" : "IPv4 and IPv6; names over IPv4 only";
}

std::string_view proof_of(const rules::format& f) {
    switch (f.proof) {
    case rules::proof_kind::kernel: return "kernel: loaded by its own loader into a namespace and probed with packets";
    case rules::proof_kind::model:
        return "model: the text is read again and evaluated as the platform would, which is not run";
    case rules::proof_kind::none: break;
    }
    return "none: a document for people";
}

// What the proof runs on; the rest is in this program.
std::string needs_of(const rules::format& f) {
    if (f.proof != rules::proof_kind::kernel) return "nothing but egress-rules";
    std::string out = "Linux, and of the target: ";
    if (f.name == "iptables") return out + "iptables-restore and ip6tables-restore";
    if (f.name == "ipset") return out + "ipset, iptables-restore and ip6tables-restore";
    if (f.name == "firewalld") return out + "firewalld and dbus-daemon; as root";
    if (f.name == "ufw") return out + "ufw";
    return out + "nft";
}

// The stances, places and families that it has no words for.
std::vector<std::string> cannot_express(const rules::format& f) {
    std::vector<std::string> out;
    if (f.names == rules::names_held::none) out.emplace_back("names");
    if (f.names == rules::names_held::exact) out.emplace_back("wildcards");
    if (!f.ipv6) out.emplace_back("IPv6");
    if (!f.names_over_ipv6) out.emplace_back("names over IPv6");
    if (!f.default_deny) out.emplace_back("default-deny");
    if (!f.allow_only) out.emplace_back("allow-only");
    if (!f.host) out.emplace_back("rules of a host");
    if (!f.gateway) out.emplace_back("rules of a gateway");
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out.empty() ? "nothing of a policy" : out;
}

void show_one(const rules::format& f) {
    std::cout << f.name << "  " << f.title << "\n\n";
    const auto line = [](std::string_view name, std::string_view text) {
        cell(name, 16);
        std::cout << text << "\n";
    };
    line("carries", carried_by(f));
    line("families", families(f));
    line("stances", f.default_deny && f.allow_only ? "default-deny, allow-only"
                    : f.default_deny               ? "default-deny"
                                                   : "allow-only");
    line("places", f.host && f.gateway ? "host, gateway" : f.host ? "host" : "gateway");
    line("cannot express", joined(cannot_express(f)));
    line("validator", f.validator.empty() ? "none beside the target" : f.validator);
    line("proof", proof_of(f));
    line("proof needs", f.proof == rules::proof_kind::none ? "-" : needs_of(f));
    line("undo", f.undo);
    std::cout << "\n" << f.limits << "\n";
}

nlohmann::ordered_json json_of(const rules::format& f) {
    return {{"name", f.name}, {"title", f.title}, {"names", word(f.names)}, {"proof", word(f.proof)},
        {"default_deny", f.default_deny}, {"allow_only", f.allow_only}, {"host", f.host}, {"gateway", f.gateway},
        {"ipv6", f.ipv6}, {"names_over_ipv6", f.ipv6 && f.names_over_ipv6}, {"carries", carried_by(f)},
        {"cannot_express", cannot_express(f)},
        {"validator", f.validator.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(f.validator)},
        {"proof_needs",
            f.proof == rules::proof_kind::none ? nlohmann::ordered_json() : nlohmann::ordered_json(needs_of(f))},
        {"limits", f.limits}, {"undo", f.undo}};
}

void show_json() {
    auto all = nlohmann::ordered_json::array();
    for (const auto& f : rules::formats()) all.push_back(json_of(f));
    std::cout << all.dump(2) << "\n";
}

int show(const std::string& name, bool json) {
    if (name.empty()) {
        json ? show_json() : show_table();
        return holds;
    }
    const auto* f = rules::find_format(name);
    if (!f)
        throw usage_error(
            "formats " + name.substr(0, 80) + ": there is none of that name; `egress-rules formats` lists them");
    if (json)
        std::cout << json_of(*f).dump(2) << "\n";
    else
        show_one(*f);
    return holds;
}

} // namespace

void add_formats(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("formats", "The formats, and what each can and cannot express");
    struct options {
        std::string name;
        bool json = false;
    };
    auto o = std::make_shared<options>();
    command->add_option("NAME", o->name, "Only this one, in full");
    command->add_flag("--json", o->json, "As JSON");
    command->callback([&chosen, o] { chosen = [o] { return show(o->name, o->json); }; });
}

} // namespace tools::rules_commands
