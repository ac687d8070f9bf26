// SPDX-License-Identifier: MIT
#include "tools/lint_fix.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "rules/settings/fix.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

constexpr auto lint_tool = "egress-lint";

/// A file's name for patch(1), which takes none that is outside of the folder it is run in.
std::string name_below(const std::string& shown, bool from_root) {
    const auto path = std::filesystem::path(shown);
    return (from_root ? std::filesystem::absolute(path).lexically_normal() : path.lexically_normal()).string();
}

} // namespace

int print_fixes(const rules::device& of) {
    const auto all = rules::fixes_of(of);
    const auto outside = [](const rules::file_fix& one) {
        const auto& shown = one.file->shown;
        return shown.starts_with('/') || name_below(shown, false).starts_with("..");
    };
    const bool from_root = std::any_of(all.files.begin(), all.files.end(), outside);
    for (const auto& one : all.files) {
        std::cout << rules::unified_diff(name_below(one.file->shown, from_root), one.file->text, one.edits, one.parts);
        for (const auto& what : one.what) complain(lint_tool, fmt::format("changes {}: {}", one.file->shown, what));
    }
    for (const auto& left : all.left) complain(lint_tool, fmt::format("leaves {}", left));
    if (all.files.empty())
        complain(lint_tool, "nothing to change that has one right answer");
    else
        complain(lint_tool,
            fmt::format("nothing was written; apply what was printed with: patch -p1{}", from_root ? " -d /" : ""));
    return all.left.empty() ? holds : does_not_hold;
}

} // namespace tools
