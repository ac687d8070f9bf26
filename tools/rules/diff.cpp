// SPDX-License-Identifier: MIT
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {

void add_diff(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("diff", "not there yet");
    command->callback([&chosen] { chosen = []() -> int { throw usage_error("diff: not there yet"); }; });
}

} // namespace tools::rules_commands
