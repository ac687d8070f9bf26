// SPDX-License-Identifier: MIT
#include "tools/rules/stale_files.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "tools/files.hpp"
#include "tools/options.hpp"
#include "tools/rules/policy_file.hpp"
#include "tools/rules/rule_files.hpp"

namespace tools::rules_commands {
namespace {

namespace fs = std::filesystem;

std::string text_there(const std::string& directory, const std::string& name) {
    const auto path = fs::path(directory) / name;
    std::error_code failed;
    return fs::is_regular_file(fs::symlink_status(path, failed))
               ? read_text_file(path.string(), "-o", largest_rule_file)
               : "";
}

} // namespace

earlier_export earlier_in(
    const std::string& directory, const rules::format& in, const rules::policy& of, const rules::exported& made) {
    earlier_export out;
    for (const auto& file : made.files) {
        const auto text = text_there(directory, file.name);
        // Another format's file of that name is not ours to judge.
        if (text.find("egress-rules " + std::string(in.name) + ": ") == text.npos) continue;
        try {
            const auto was = policy_in_text(text, "-o " + (fs::path(directory) / file.name).string());
            if (!was || was->hook != of.hook) continue;
            out.policy = was->id;
            for (auto& each : rules::write_rules(in, *was).files)
                if (std::none_of(
                        made.files.begin(), made.files.end(), [&](const auto& f) { return f.name == each.name; }))
                    out.files.push_back(std::move(each));
        } catch (const std::invalid_argument& wrong) {
            out.fault = wrong.what();
        }
    }
    return out;
}

std::vector<std::string> remove_stale(const std::string& directory, const earlier_export& earlier) {
    std::string removed;
    std::vector<std::string> out;
    if (!earlier.fault.empty()) out.push_back("what an earlier export left there is not known: " + earlier.fault);
    for (const auto& file : earlier.files) {
        const auto text = text_there(directory, file.name);
        if (text.empty()) continue;
        const auto path = fs::path(directory) / file.name;
        std::error_code failed;
        if (text != file.text)
            out.push_back(
                path.string() + " is of an earlier export and was changed since: it stays; remove it by hand");
        else if (!fs::remove(path, failed))
            out.push_back(path.string() + " is of an earlier export and cannot be removed: " + failed.message());
        else
            removed += (removed.empty() ? "" : ", ") + file.name;
    }
    if (!removed.empty())
        out.push_back(
            "removed from " + directory + ", of the earlier export (policy " + earlier.policy + "): " + removed);
    return out;
}

} // namespace tools::rules_commands
