// SPDX-License-Identifier: MIT
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {

void add_formats(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("formats", "not there yet");
    command->callback([&chosen] { chosen = []() -> int { throw usage_error("formats: not there yet"); }; });
}

} // namespace tools::rules_commands
