// SPDX-License-Identifier: MIT
//
// The lines of the PowerShell script that are the same for every policy. Its writer writes them, and its reader takes
// no other: what is not here, or a table of plain values, is refused.
#pragma once

#include <array>
#include <string_view>

namespace rules::powershell_script {

// Ahead of the tables. The group is windows_group. The old defaults are kept where only administrators can write.
inline constexpr std::string_view requires_administrator = "#Requires -RunAsAdministrator";
inline constexpr std::array<std::string_view, 4> beginning{
    "param([switch] $Undo)",
    "$ErrorActionPreference = 'Stop'",
    "$Group = 'Egress: Azure IoT Edge'",
    "$Saved = 'HKLM:\\SOFTWARE\\Egress\\DefaultOutboundAction'",
};
inline constexpr std::string_view keywords_begin = "$Keywords = @(", rules_begin = "$Rules = @(", table_end = ")";

// The undo goes first to what the site had: with a default of Block and no rules nothing gets out.
inline constexpr std::array<std::string_view, 12> undo{
    "if ($Undo) {",
    "    if (Test-Path -LiteralPath $Saved) {",
    "        foreach ($P in 'Domain', 'Private', 'Public') {",
    "            Set-NetFirewallProfile -Name $P -DefaultOutboundAction (Get-ItemPropertyValue -LiteralPath $Saved "
    "-Name $P)",
    "        }",
    "        Remove-Item -LiteralPath $Saved",
    "    }",
    "    Get-NetFirewallRule -Group $Group -ErrorAction SilentlyContinue | Remove-NetFirewallRule",
    "    foreach ($K in $Keywords) { Remove-NetFirewallDynamicKeywordAddress -Id $K.Id -ErrorAction SilentlyContinue }",
    "    Get-NetFirewallProfile -All | Format-Table -Property @('Name', 'Enabled', 'DefaultOutboundAction')",
    "    return",
    "}",
};
inline constexpr std::array<std::string_view, 6> apply{
    "Get-NetFirewallRule -Group $Group -ErrorAction SilentlyContinue | Remove-NetFirewallRule",
    "foreach ($K in $Keywords) {",
    "    Remove-NetFirewallDynamicKeywordAddress -Id $K.Id -ErrorAction SilentlyContinue",
    "    New-NetFirewallDynamicKeywordAddress @K -AutoResolve $true | Out-Null",
    "}",
    "foreach ($R in $Rules) { New-NetFirewallRule @R -Group $Group -Profile Any -Enabled True | Out-Null }",
};
// Only with default-deny, and last: the rules are there before everything else is stopped.
inline constexpr std::array<std::string_view, 7> default_block{
    "if (-not (Test-Path -LiteralPath $Saved)) {",
    "    New-Item -Path $Saved -Force | Out-Null",
    "    foreach ($P in Get-NetFirewallProfile -All) {",
    "        New-ItemProperty -LiteralPath $Saved -Name $P.Name -Value $P.DefaultOutboundAction.ToString() | Out-Null",
    "    }",
    "}",
    "Set-NetFirewallProfile -All -DefaultOutboundAction Block",
};
inline constexpr std::array<std::string_view, 1> ending{
    "Get-NetFirewallProfile -All -PolicyStore ActiveStore | Format-Table -Property @('Name', "
    "'Enabled', 'DefaultOutboundAction')",
};

} // namespace rules::powershell_script
