// SPDX-License-Identifier: MIT
#include "tools/rules/rule_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "tools/files.hpp"
#include "tools/options.hpp"

namespace tools::rules_commands {

std::vector<rules::output_file> read_rule_files(const std::vector<std::string>& given, const char* option) {
    namespace fs = std::filesystem;
    std::vector<rules::output_file> out;
    for (const auto& name : given) {
        std::error_code failed;
        if (!fs::is_directory(name, failed)) {
            out.push_back({fs::path(name).filename().string(), read_text_file(name, option, largest_rule_file)});
            continue;
        }
        for (auto i = fs::recursive_directory_iterator(name, failed);
             !failed && i != fs::recursive_directory_iterator(); i.increment(failed))
            if (i->is_regular_file())
                out.push_back({i->path().lexically_relative(name).generic_string(),
                    read_text_file(i->path().string(), option, largest_rule_file)});
        if (failed) throw usage_error(std::string(option) + " " + name + ": " + failed.message());
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}

} // namespace tools::rules_commands
