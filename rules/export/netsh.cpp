// SPDX-License-Identifier: MIT
//
// Windows Defender Firewall by netsh, for machines without PowerShell's NetSecurity module, and its reader.
#include <algorithm>
#include <array>
#include <map>
#include <string>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/rows.hpp"
#include "rules/export/windows_rules.hpp"
#include "rules/export/words.hpp"

namespace rules {
namespace {

// cmd.exe takes 8,191 characters a line; what is not addresses stays below a thousand.
constexpr std::size_t most_address_characters = 7'000;

// netsh knows no groups: all rules have the same name, so that one line takes back what any policy made. The export is
// of the whole firewall; it is kept from before the first run.
constexpr std::array<std::string_view, 4> beginning{
    "@echo off",
    "setlocal DisableDelayedExpansion",
    R"(if not exist "%~dp0egress-before.wfw" netsh advfirewall export "%~dp0egress-before.wfw" || exit /b 1)",
    R"(netsh advfirewall firewall delete rule name="Egress: Azure IoT Edge" >nul)",
};
constexpr std::string_view add_netsh_rule = "netsh advfirewall firewall add rule ", or_stop = " || exit /b 1";
// netsh sets both directions at once: "blockinbound" is Windows' own default.
constexpr std::string_view default_block =
    "netsh advfirewall set allprofiles firewallpolicy blockinbound,blockoutbound || exit /b 1";
constexpr std::string_view ending = "netsh advfirewall show allprofiles firewallpolicy";

exported write_netsh(const policy& of) {
    const auto row = netsh_row();
    exported out{{}, not_carried(row, of)};
    std::vector<std::string> lines{std::string(beginning[0])};
    for (const auto& line : header_of(of, row, out.cannot)) lines.push_back("rem " + line);
    if (of.stance == stance::default_deny)
        lines.emplace_back("rem This sets the default for inbound traffic, too: to block, as Windows itself has it.");
    lines.emplace_back("rem Undo: netsh advfirewall import egress-before.wfw, beside this file (the whole firewall).");
    lines.insert(lines.end(), beginning.begin() + 1, beginning.end());
    for (const auto& rule : windows_rules(of, row, most_address_characters))
        lines.push_back(fmt::format("{}name=\"{}\" dir=out action=allow description=\"{} {}\" protocol={} remoteip={} "
                                    "remoteport={} profile=any enable=yes{}",
            add_netsh_rule, windows_group, rule.name, rule.description, rule.over == transport::tcp ? "TCP" : "UDP",
            fmt::join(rule.addresses, ","), fmt::join(rule.ports, ","), or_stop));
    if (of.stance == stance::default_deny) lines.emplace_back(default_block);
    lines.emplace_back(ending);
    out.files.push_back({"egress.cmd", windows_text(lines)});
    return out;
}

// key=value or key="value" …, as in netsh's own help.
std::map<std::string, std::string> arguments(std::string_view text, const windows_place& at) {
    std::map<std::string, std::string> out;
    while (!text.empty()) {
        const auto equals = text.find('=');
        if (equals == text.npos) at.fail(fmt::format("\"{}\" has no value", plain_text(text)));
        const auto key = netprobe::lower(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        const char close = text.starts_with('"') ? '"' : ' ';
        if (close == '"') text.remove_prefix(1);
        const auto end = text.find(close);
        if (end == text.npos && close == '"') at.fail("a quote is not closed");
        const auto value = text.substr(0, end);
        if (value.empty()) at.fail(fmt::format("{} is empty", plain_text(key)));
        if (!out.emplace(key, value).second) at.fail(fmt::format("{} is there twice", plain_text(key)));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    return out;
}

windows_statement netsh_statement_of(std::map<std::string, std::string> given, const windows_place& at) {
    windows_statement out;
    const auto take = [&](const char* key, const char* otherwise = "") {
        const auto found = given.find(key);
        if (found == given.end()) return std::string(otherwise);
        auto value = std::move(found->second);
        given.erase(found);
        return value;
    };
    const auto name = take("name"), description = take("description");
    if (name.empty()) at.fail("the rule has no name");
    out.label = description.empty() ? name : description.substr(0, description.find(' '));
    out.direction = take("dir");
    out.action = take("action");
    out.protocol = take("protocol", "any");
    out.enabled = take("enable", "yes");
    out.addresses = split_list(take("remoteip", "any"), ',');
    out.ports = split_list(take("remoteport", "any"), ',');
    for (const auto* key : {"profile", "interfacetype"})
        if (!netprobe::same_but_for_case(take(key, "any"), "any")) at.fail(fmt::format("{} is not any", key));
    if (!given.empty()) at.fail(fmt::format("{} is not known here", plain_text(given.begin()->first)));
    return out;
}

ruleset read_netsh(const std::vector<output_file>& files) {
    const auto& file = only_windows_file(files, "netsh");
    ruleset out{precedence::deny_wins, true, {}}; // Windows lets out what no rule and no default stops
    for (const auto& line : windows_lines(file.text, file.name)) {
        const windows_place at{file.name, line.number};
        auto text = line.text;
        if (text.empty() || text.starts_with("rem ") || text == ending) continue;
        if (std::find(beginning.begin(), beginning.end(), text) != beginning.end()) {
            // Had it come later, it would have taken rules away again.
            if (!out.rules.empty()) at.fail("this belongs ahead of the rules");
        } else if (text == default_block) {
            out.otherwise_allow = false;
        } else if (text.starts_with(add_netsh_rule)) {
            text.remove_prefix(add_netsh_rule.size());
            if (text.ends_with(or_stop)) text.remove_suffix(or_stop.size());
            if (text.find_first_of("%^&|<>!") != text.npos) at.fail("cmd.exe would see more than a rule");
            add_windows_rule(out, netsh_statement_of(arguments(text, at), at), at);
        } else {
            at.fail("a command that the file does not have");
        }
    }
    return out;
}

} // namespace

format netsh_row() {
    format out;
    out.name = "netsh";
    out.title = "Windows Defender Firewall (netsh advfirewall, .cmd)";
    out.proof = proof_kind::model;
    out.gateway = false;
    out.limits =
        "rules of the machine itself, no names; default-deny also sets the default for inbound traffic (block, as "
        "Windows has it); other enabled rules stay in force, and a rule that blocks wins over these";
    out.undo = "netsh advfirewall import egress-before.wfw";
    out.carries = by_address;
    out.write = write_netsh;
    out.read = read_netsh;
    return out;
}

} // namespace rules
