// SPDX-License-Identifier: MIT
//
// Windows Defender Firewall by Group Policy: the registry values of MS-GPFAS (v20240423) as a .reg file, and its
// reader.
#include <array>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "rules/export/rows.hpp"
#include "rules/export/windows_rules.hpp"

namespace rules {
namespace {

constexpr std::string_view signature = "Windows Registry Editor Version 5.00";
constexpr std::string_view policy_root = R"(HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall)";
constexpr std::array<std::string_view, 3> gpo_profiles{"DomainProfile", "PrivateProfile", "PublicProfile"};
// 2.10 is the version of the document's own example (§4.2); nothing newer is needed, and every Windows since 7 reads
// it.
constexpr std::string_view policy_version = "v2.10|", version_value = R"("PolicyVersion"=dword:0000020a)";
constexpr std::string_view default_value = R"("DefaultOutboundAction"=dword:)", blocked_value = "00000001",
                           allowed_value = "00000000";

std::string rule_text(const windows_rule& rule) {
    auto out = fmt::format("{}Action=Allow|Active=TRUE|Dir=Out|Protocol={}|", policy_version,
        rule.over == transport::tcp ? protocol_number::tcp : protocol_number::udp);
    for (const auto& port : rule.ports) out += fmt::format("RPort={}|", port);
    for (const auto& address : rule.addresses)
        out += fmt::format("RA{}={}|", address.find(':') == address.npos ? '4' : '6', address);
    return out + fmt::format("Name={}|Desc={}|EmbedCtxt={}|", rule.title, rule.description, windows_group);
}

exported write_gpo(const policy& of) {
    const auto row = gpo_row();
    exported out{{}, not_carried(row, of)};
    const auto rules = windows_rules(of, row);
    std::vector<std::string> lines{std::string(signature), ""};
    for (const auto& line : header_of(of, row, out.cannot)) lines.push_back("; " + line);
    lines.emplace_back("; Undo, in a file that begins as this one does:");
    lines.push_back(fmt::format(R"(; [{}\FirewallRules])", policy_root));
    for (const auto& rule : rules) lines.push_back(fmt::format("; \"{}\"=-", rule.name));
    for (const auto profile : gpo_profiles)
        if (of.stance == stance::default_deny)
            lines.insert(
                lines.end(), {fmt::format(R"(; [{}\{}])", policy_root, profile), R"(; "DefaultOutboundAction"=-)"});
    lines.insert(lines.end(), {"", fmt::format("[{}]", policy_root), std::string(version_value), ""});
    lines.push_back(fmt::format(R"([{}\FirewallRules])", policy_root));
    for (const auto& rule : rules) lines.push_back(fmt::format(R"("{}"="{}")", rule.name, rule_text(rule)));
    for (const auto profile : gpo_profiles)
        if (of.stance == stance::default_deny)
            lines.insert(lines.end(), {"", fmt::format(R"([{}\{}])", policy_root, profile),
                                          fmt::format("{}{}", default_value, blocked_value)});
    out.files.push_back({"egress.reg", windows_text(lines)});
    return out;
}

/// The part in front of a character, taken off; nothing where it is not there.
std::optional<std::string_view> taken_to(std::string_view& text, char end) {
    const auto at = text.find(end);
    if (at == text.npos) return {};
    const auto out = text.substr(0, at);
    text.remove_prefix(at + 1);
    return out;
}

// MS-GPFAS 2.2.2.19. What stands for itself may be there once only; ports need their protocol in front of them.
windows_statement gpo_statement_of(std::string_view name, std::string_view text, const windows_place& at) {
    windows_statement out;
    out.label = std::string(name);
    out.enabled = "no"; // "if the Active= token does not appear, false is assumed"
    if (const auto said = taken_to(text, '|'); !said || !said->starts_with("v2.")) at.fail("the version is not v2");
    std::map<std::string, std::string> once;
    while (!text.empty()) {
        auto field = taken_to(text, '|');
        if (!field) at.fail("a field does not end in |");
        const auto key = taken_to(*field, '=');
        if (!key || field->empty()) at.fail("a field has no value");
        const std::string value(*field);
        if (*key == "RPort" || *key == "RPort2_10") {
            if (!once.contains("Protocol")) at.fail("a port ahead of its protocol");
            out.ports.push_back(value);
        } else if (*key == "RA4" || *key == "RA6") {
            if ((*key == "RA6") != (value.find(':') != value.npos)) at.fail("an address of the other family");
            out.addresses.push_back(value);
        } else if (!once.emplace(*key, value).second) {
            at.fail(fmt::format("{} is there twice", plain_text(*key)));
        }
    }
    for (const auto& [key, value] : once)
        if (key == "Action")
            out.action = value;
        else if (key == "Dir")
            out.direction = value;
        else if (key == "Protocol")
            out.protocol = value;
        else if (key == "Active")
            out.enabled = value;
        else if (key != "Name" && key != "Desc" && key != "EmbedCtxt")
            at.fail(fmt::format("{} is not known here", plain_text(key)));
    return out;
}

class reg_reader {
public:
    explicit reg_reader(const output_file& file) : origin_(file.name) {}

    void line(const windows_line& line) {
        const windows_place at{origin_, line.number};
        const auto text = line.text;
        if (!signed_ && text != signature) at.fail("the file does not begin as a .reg file does");
        if (text.empty() || text.starts_with(';') || text == signature) {
            signed_ = true;
        } else if (text.starts_with('[')) {
            key_ = std::string(text);
        } else if (key_ == fmt::format(R"([{}\FirewallRules])", policy_root)) {
            rule(text, at);
        } else if (key_ == fmt::format("[{}]", policy_root) && text == version_value) {
            return;
        } else {
            profile(text, at);
        }
    }

    ruleset end() {
        if (!signed_) windows_place{origin_, 0}.fail("the file is empty");
        if (blocks_ != 0 && blocks_ != gpo_profiles.size())
            windows_place{origin_, 0}.fail("the profiles have different defaults");
        rules_.otherwise_allow = blocks_ == 0;
        return std::move(rules_);
    }

private:
    void rule(std::string_view text, const windows_place& at) {
        const auto between = text.find(R"("=")");
        if (!text.starts_with('"') || !text.ends_with('"') || between == text.npos || between + 3 >= text.size())
            at.fail("a value is \"name\"=\"text\"");
        const auto name = text.substr(1, between - 1);
        const auto value = text.substr(between + 3, text.size() - between - 4);
        if (name.find_first_of("\"\\") != name.npos || value.find_first_of("\"\\") != value.npos)
            at.fail("a quote or a backslash inside a value");
        if (!names_.emplace(name, at.line).second) at.fail("a rule of that name is there already");
        add_windows_rule(rules_, gpo_statement_of(name, value, at), at);
    }

    void profile(std::string_view text, const windows_place& at) {
        for (const auto name : gpo_profiles) {
            if (key_ != fmt::format(R"([{}\{}])", policy_root, name) || !text.starts_with(default_value)) continue;
            const auto value = text.substr(default_value.size());
            if (value != blocked_value && value != allowed_value) break;
            if (!defaults_.emplace(name, at.line).second) at.fail("the default is there twice");
            if (value == blocked_value) ++blocks_;
            return;
        }
        at.fail("a key or a value that the file does not have");
    }

    std::string_view origin_;
    bool signed_ = false;
    std::string key_;
    ruleset rules_{precedence::deny_wins, true, {}};
    std::map<std::string, std::size_t, std::less<>> names_, defaults_;
    std::size_t blocks_ = 0;
};

ruleset read_gpo(const std::vector<output_file>& files) {
    const auto& file = only_windows_file(files, "gpo");
    reg_reader reader(file);
    for (const auto& line : windows_lines(file.text, file.name)) reader.line(line);
    return reader.end();
}

} // namespace

format gpo_row() {
    format out;
    out.name = "gpo";
    out.title = "Windows Defender Firewall (Group Policy registry values, .reg)";
    out.proof = proof_kind::model;
    out.gateway = false;
    out.limits = "rules of the machine itself, no names; counts after gpupdate or a restart; rules of an earlier "
                 "policy stay until undone; a domain's own policy "
                 "replaces these values; other enabled rules stay in force, and a rule that blocks wins over these";
    out.undo = "the values that the file's comments list, with =- behind them";
    out.carries = by_address;
    out.write = write_gpo;
    out.read = read_gpo;
    return out;
}

} // namespace rules
