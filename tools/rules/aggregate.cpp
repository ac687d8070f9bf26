// SPDX-License-Identifier: MIT
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {

void add_aggregate(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("aggregate", "not there yet");
    command->callback([&chosen] { chosen = []() -> int { throw usage_error("aggregate: not there yet"); }; });
}

} // namespace tools::rules_commands
