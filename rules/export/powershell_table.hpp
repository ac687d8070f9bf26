// SPDX-License-Identifier: MIT
//
// Tables of plain values in PowerShell: what the script of powershell.cpp holds of a policy.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/windows_rules.hpp"

namespace rules {

/// A value of a table: 'one', or @('one', 'two').
struct powershell_value {
    std::vector<std::string> texts;
    bool list = false;
};

/// One hash table of them, and where it begins.
struct powershell_table {
    std::map<std::string, powershell_value> values;
    windows_place at;
};

/// The literals between "@(" and ")": hash tables whose values are quoted texts and lists of them, each beginning a
/// line. Throws std::invalid_argument for anything else, and for a key that is there twice.
std::vector<powershell_table> read_powershell_tables(std::span<const windows_line> lines, std::string_view origin);

} // namespace rules
