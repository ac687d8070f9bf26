// SPDX-License-Identifier: MIT
//
// Windows Defender Firewall by PowerShell: a script that can be run again and that undoes itself.
#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "rules/export/powershell_script.hpp"
#include "rules/export/read_windows.hpp"
#include "rules/export/rows.hpp"
#include "rules/export/windows_rules.hpp"

namespace rules {
namespace {

namespace script = powershell_script;

// By name where addresses would be too many or none: what dynamic keywords ask of a machine is much (conditions()).
carried carried_by_powershell(const policy& of, const flow& f) {
    const bool wildcard =
        std::any_of(f.names.begin(), f.names.end(), [](const auto& n) { return n.starts_with("*."); });
    return !f.names.empty() && (wildcard || f.addresses.empty()) ? carried::by_name : by_address(of, f);
}

/// The same GUID for the same name, so that a second run finds the keyword of the first: UUIDv8 (RFC 9562 §5.8) of the
/// name's 128-bit FNV-1a.
std::string guid_of(std::string_view name) {
    constexpr auto prime = (uint128{1} << 88) + 0x13b;
    auto hash = (uint128{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    const auto high = (static_cast<std::uint64_t>(hash >> 64) & ~0xf000ull) | 0x8000ull;
    const auto low = (static_cast<std::uint64_t>(hash) & ~(3ull << 62)) | 1ull << 63;
    return fmt::format("{{{:08x}-{:04x}-{:04x}-{:04x}-{:012x}}}", high >> 32, high >> 16 & 0xffff, high & 0xffff,
        low >> 48, low & 0xffff'ffff'ffff);
}

// A list of quoted values, a few in a line.
std::string list_of(const std::vector<std::string>& values) {
    std::string out = "@(";
    for (std::size_t i = 0; i < values.size(); ++i)
        out += fmt::format("{}'{}'", i == 0 ? "" : i % 6 == 0 ? ",\r\n        " : ", ", values[i]);
    return out + ")";
}

std::string table_row(const windows_rule& rule) {
    std::vector<std::string> ids;
    for (const auto& name : rule.names) ids.push_back(guid_of(name));
    return fmt::format("    @{{ Name = '{0}'; DisplayName = '{1}'; Description = '{2}';\r\n"
                       "        Direction = 'Outbound'; Action = 'Allow'; Protocol = '{3}'; RemotePort = {4};\r\n"
                       "        {5} = {6} }}",
        rule.name, rule.title, rule.description, rule.over == transport::tcp ? "TCP" : "UDP", list_of(rule.ports),
        ids.empty() ? "RemoteAddress" : "RemoteDynamicKeywordAddresses", list_of(ids.empty() ? rule.addresses : ids));
}

std::vector<std::string> names_of(const std::vector<windows_rule>& rules) {
    std::vector<std::string> out;
    for (const auto& rule : rules) out.insert(out.end(), rule.names.begin(), rule.names.end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

// Microsoft's dynamic-keywords.md; the last two lines are recalled.
std::vector<std::string> powershell_conditions(bool keywords) {
    if (!keywords) return {};
    return {"# The rules by name need: Windows 11 or Server 2022 (build 20348), Defender Antivirus on (platform",
        "# 4.18.2209.7) with Network Protection in block or audit mode, DNS over HTTPS off, no proxy. An address "
        "counts",
        "# only after this machine asked DNS for the name, is forgotten at a restart, and a first connection may be",
        "# refused. IoT Edge for Linux on Windows asks DNS inside its virtual machine: its names may not be seen "
        "here."};
}

std::string check_of(const std::string& host, transport over, std::uint16_t port) {
    if (over == transport::tcp) return fmt::format("# Test-NetConnection -ComputerName '{}' -Port {}", host, port);
    if (port == 123) return fmt::format("# w32tm /stripchart /computer:{} /samples:1", host);
    if (port == 53) return fmt::format("# Resolve-DnsName -Name mcr.microsoft.com -Server {}", host);
    return fmt::format("# {}, UDP port {}: no command is known that tells", host, port);
}

std::vector<std::string> checks(const policy& of) {
    std::vector<std::string> out{"# Afterwards, on this machine:"};
    for (const auto& f : of.flows) {
        std::vector<std::string> hosts;
        for (const auto& name : f.names) hosts.push_back(name.starts_with("*.") ? "NAME" + name.substr(1) : name);
        if (hosts.empty()) hosts.push_back(text_of(ranges_of(f.addresses).front().first));
        for (const auto& host : hosts)
            for (const auto over : f.over)
                for (const auto port : f.ports) out.push_back(check_of(host, over, port));
    }
    out.push_back("# Other rules stay in force, Windows' own among them (Core Networking lets DNS and DHCP out):");
    out.push_back("# Get-NetFirewallRule -Direction Outbound -Enabled True -Action Allow -PolicyStore ActiveStore");
    out.push_back("# A rule that blocks wins over these:");
    out.push_back("# Get-NetFirewallRule -Direction Outbound -Enabled True -Action Block -PolicyStore ActiveStore");
    return out;
}

template <typename lines>
void append(std::vector<std::string>& to, const lines& all) {
    for (const auto& line : all) to.emplace_back(line);
}

exported write_powershell(const policy& of) {
    const auto row = powershell_row();
    exported out{{}, not_carried(row, of)};
    const auto rules = windows_rules(of, row);
    const auto names = names_of(rules);
    std::vector<std::string> lines{std::string(script::requires_administrator)};
    for (const auto& line : header_of(of, row, out.cannot)) lines.push_back("# " + line);
    append(lines, powershell_conditions(!names.empty()));
    append(lines, script::beginning);
    lines.emplace_back(script::keywords_begin);
    for (const auto& name : names)
        lines.push_back(fmt::format("    @{{ Id = '{}'; Keyword = '{}' }}", guid_of(name), name));
    lines.emplace_back(script::table_end);
    lines.emplace_back(script::rules_begin);
    for (const auto& rule : rules) lines.push_back(table_row(rule));
    lines.emplace_back(script::table_end);
    append(lines, script::undo);
    append(lines, script::apply);
    if (of.stance == stance::default_deny) append(lines, script::default_block);
    append(lines, script::ending);
    append(lines, checks(of));
    out.files.push_back({"egress.ps1", windows_text(lines)});
    return out;
}

} // namespace

format powershell_row() {
    format out;
    out.name = "powershell";
    out.title = "Windows Defender Firewall (PowerShell, New-NetFirewallRule)";
    out.names = names_held::wildcard;
    out.proof = proof_kind::model;
    out.gateway = false;
    out.limits =
        "rules of the machine itself, not of what it routes; other enabled rules of Windows stay in force, and a "
        "rule that blocks wins over these; names need Defender Antivirus with Network Protection";
    out.undo = "powershell -File egress.ps1 -Undo";
    out.carries = carried_by_powershell;
    out.write = write_powershell;
    out.read = read_powershell;
    return out;
}

} // namespace rules
