// SPDX-License-Identifier: MIT
//
// pfSense (facts/rules.md §2.13): URL table files, a list of names to import for each flow that goes by name, and the
// rules to enter.
#include <map>

#include <fmt/format.h>

#include "rules/export/pf_steps.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

std::string joined(const std::vector<std::string>& all, char separator) {
    std::string out;
    for (const auto& each : all) out += (out.empty() ? "" : std::string(1, separator)) + each;
    return out;
}

exported write_pfsense(const policy& of) {
    exported out;
    out.cannot = pf_cannot(of, pfsense_row());
    const auto flows = carried_flows(of, pfsense_row());
    const auto aliases = pf_aliases(of, flows);
    auto header = header_of(of, pfsense_row(), out.cannot);
    header.insert(header.end(),
        {"1. alias lines: of kind network are files for a web server of the site and aliases of type URL Table (IPs); "
         "of kind "
         "host and port: Firewall, Aliases, Import, or by hand",
            "2. rule lines: Firewall, Rules, the interface after in= (LAN where --in-interface is not given), from the "
            "top in "
            "this order, above the rule that lets all out",
            "3. Apply Changes. Before: Diagnostics, Backup. An alias that is there already: change its entries, add "
            "none",
            "from memory of the vendor's manual, not run: names in a host alias are asked for every 5 minutes"});
    auto text = commented("#", header);
    std::vector<output_file> tables;
    for (const auto& a : aliases)
        if (a.kind == "port") {
            text += fmt::format("alias {} kind=port entries={}\n", a.name, joined(a.entries, ','));
        } else {
            text += fmt::format("alias {} kind={} file={}.txt\n", a.name, a.kind, a.name);
            tables.push_back({a.name + ".txt", joined(a.entries, '\n') + "\n"});
        }
    out.files.push_back({"egress-pfsense.txt", text + pf_rules(of, flows, aliases)});
    for (auto& t : tables) out.files.push_back(std::move(t));
    return out;
}

// "key=value", or a refusal.
std::string value(const word_line& l, std::size_t i, std::string_view key) {
    const auto& w = l.words[i];
    if (!w.starts_with(key) || w.size() <= key.size() || w[key.size()] != '=')
        l.at.refuse(fmt::format("{} is missing", key));
    return w.substr(key.size() + 1);
}

std::vector<std::string> lines_of(const line_place& at, std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == text.npos) at.refuse("the last line has no end");
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return out;
}

} // namespace

ruleset read_pfsense(const std::vector<output_file>& files) {
    std::map<std::string_view, const output_file*> tables;
    for (const auto& f : files) tables[f.name] = &f;
    const auto steps = tables.find("egress-pfsense.txt");
    if (steps == tables.end()) line_place{"egress-pfsense.txt", 0}.refuse("the file is missing; give the folder");
    const auto& main = *steps->second;
    const auto between = pf_interfaces_in(main.text, main.name);
    pf_aliases_read aliases;
    ruleset out;
    for (const auto& l :
        words_of(main.text, main.name, {.bare_refused = "\\", .quoted_refused = "\\", .quotes_inside = true})) {
        if (l.words[0] != "alias") {
            read_pf_rule(l, aliases, between, out);
            continue;
        }
        want_words(l, 4);
        const auto kind = value(l, 2, "kind");
        if (kind == "port") {
            aliases.add(l.at, l.words[1], kind, split_list(value(l, 3, "entries"), ','));
            continue;
        }
        const auto table = tables.find(value(l, 3, "file"));
        if (table == tables.end()) l.at.refuse("the file of this alias is missing; give the folder");
        aliases.add(
            {table->second->name, 0}, l.words[1], kind, lines_of({table->second->name, 0}, table->second->text));
    }
    if (stance_in(main.text, main.name) == stance::default_deny) add_pf_default(out);
    return out;
}

format pfsense_row() {
    return {"pfsense", "pfSense (URL tables and steps)", names_held::exact, proof_kind::model, true, true, false, true,
        "No wildcards; names are asked for every 5 minutes, at the server that pfSense itself uses; rules are entered "
        "by hand.",
        "delete the rules that use aliases which begin with egress, then the aliases; or restore the backup",
        by_exact_name, write_pfsense, read_pfsense};
}

} // namespace rules
