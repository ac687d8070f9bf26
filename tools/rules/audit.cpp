// SPDX-License-Identifier: MIT
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {

void add_audit(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("audit", "not there yet");
    command->callback([&chosen] { chosen = []() -> int { throw usage_error("audit: not there yet"); }; });
}

} // namespace tools::rules_commands
