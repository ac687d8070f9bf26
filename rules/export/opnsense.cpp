// SPDX-License-Identifier: MIT
//
// OPNsense (facts/rules.md §2.13): aliases as JSON to import, the same addresses as URL table files for sites that
// would rather have them fetched, and the rules to enter.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/export/pf_steps.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr auto steps_name = "egress-opnsense.txt", aliases_name = "egress-aliases.json";

// RFC 9562 version 8: made from the alias's name, so that the same policy gives the same file.
std::string uuid_of(std::string_view name) {
    const auto hash = [&](std::uint64_t from) {
        for (const char c : name) from = (from ^ static_cast<unsigned char>(c)) * 1099511628211u;
        return from;
    };
    const auto a = hash(14695981039346656037u), b = hash(a ^ 0x9e3779b97f4a7c15u);
    return fmt::format("{:08x}-{:04x}-8{:03x}-8{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
        (b >> 48) & 0xfff, b & 0xffffffffffffu);
}

std::string lines(const std::vector<std::string>& entries) {
    std::string out;
    for (const auto& e : entries) out += (out.empty() ? "" : "\n") + e;
    return out;
}

std::string alias_json(const std::vector<pf_alias>& aliases) {
    auto all = nlohmann::json::object();
    for (const auto& a : aliases)
        all[uuid_of(a.name)] = {{"enabled", "1"}, {"name", a.name}, {"type", a.kind}, {"proto", ""}, {"updatefreq", ""},
            {"counters", "0"}, {"content", lines(a.entries)}, {"description", "egress-rules"}};
    return nlohmann::json{{"aliases", {{"alias", std::move(all)}}}}.dump(2) + "\n";
}

exported write_opnsense(const policy& of) {
    exported out;
    out.cannot = pf_cannot(of, opnsense_row());
    const auto flows = carried_flows(of, opnsense_row());
    const auto aliases = pf_aliases(of, flows);
    auto header = header_of(of, opnsense_row(), out.cannot);
    header.insert(
        header.end(), {fmt::format("1. Firewall, Aliases, the upload button: {}. An alias of the same name is replaced",
                           aliases_name),
                          "   (the .txt files hold the same addresses, for aliases of type URL Table (IPs) instead)",
                          "2. rule lines: Firewall, Rules, the interface after in= (LAN where --in-interface is not "
                          "given), from the top in "
                          "this order, above the rule that lets all out",
                          "3. Apply. Before: System, Configuration, Backups",
                          "from memory of the vendor's manual, not run: the fields of the aliases' JSON"});
    out.files.push_back({steps_name, commented("#", header) + pf_rules(of, flows, aliases)});
    out.files.push_back({aliases_name, alias_json(aliases)});
    for (const auto& a : aliases)
        if (a.kind == "network") out.files.push_back({a.name + ".txt", lines(a.entries) + "\n"});
    return out;
}

std::string text_at(const nlohmann::json& alias, const char* key, const line_place& at) {
    const auto found = alias.find(key);
    if (found == alias.end() || !found->is_string())
        at.refuse(fmt::format("{} of an alias is missing or no text", key));
    return found->get<std::string>();
}

void read_aliases(const output_file& file, pf_aliases_read& into, std::map<std::string, std::string>& networks) {
    const line_place at{file.name, 0};
    const auto root = nlohmann::json::parse(file.text, nullptr, false);
    if (!root.is_object() || !root.contains("aliases") || !root["aliases"].is_object() ||
        !root["aliases"].contains("alias") || !root["aliases"]["alias"].is_object())
        at.refuse("no aliases of an OPNsense");
    for (const auto& alias : root["aliases"]["alias"]) {
        if (!alias.is_object() || text_at(alias, "enabled", at) != "1") at.refuse("an alias that is not enabled");
        const auto name = text_at(alias, "name", at), kind = text_at(alias, "type", at),
                   content = text_at(alias, "content", at);
        std::vector<std::string> entries;
        std::string_view rest = content;
        for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
            entries.emplace_back(rest.substr(0, end));
            rest.remove_prefix(end + 1);
        }
        entries.emplace_back(rest);
        into.add(at, name, kind, entries);
        if (kind == "network") networks[name + ".txt"] = content + "\n";
    }
}

} // namespace

ruleset read_opnsense(const std::vector<output_file>& files) {
    const output_file *steps = nullptr, *json = nullptr;
    for (const auto& f : files) {
        if (f.name == steps_name) steps = &f;
        if (f.name == aliases_name) json = &f;
    }
    if (!steps || !json)
        line_place{steps ? aliases_name : steps_name, 0}.refuse("the file is missing; give the folder");
    pf_aliases_read aliases;
    std::map<std::string, std::string> networks;
    read_aliases(*json, aliases, networks);
    for (const auto& f : files)
        if (&f != steps && &f != json && (networks.count(f.name) == 0 || networks[f.name] != f.text))
            line_place{f.name, 0}.refuse(fmt::format("it has not the addresses of its alias in {}", aliases_name));
    const auto between = pf_interfaces_in(steps->text, steps->name);
    ruleset out;
    const line_syntax syntax{.bare_refused = "\\", .quoted_refused = "\\", .quotes_inside = true};
    for (const auto& l : words_of(steps->text, steps->name, syntax)) read_pf_rule(l, aliases, between, out);
    if (stance_in(steps->text, steps->name) == stance::default_deny) add_pf_default(out);
    return out;
}

format opnsense_row() {
    return {"opnsense", "OPNsense (aliases and steps)", names_held::exact, proof_kind::model, true, true, false, true,
        "No wildcards; names are asked for at the server that OPNsense itself uses; rules are entered by hand.",
        "delete the rules that use aliases which begin with egress, then the aliases; or restore the backup",
        by_exact_name, write_opnsense, read_opnsense};
}

} // namespace rules
