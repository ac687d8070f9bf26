// SPDX-License-Identifier: MIT
//
// egress-rules: the firewall rules a site needs, in every format, and their proof.
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

int rules_main(int argc, char** argv) {
    return tools::guarded("egress-rules", [&] {
        CLI::App app{"Which firewall rules does this site need, and do they do that?", "egress-rules"};
        app.require_subcommand(1);
        tools::rules_commands::action chosen;
        for (const auto add : {tools::rules_commands::add_export, tools::rules_commands::add_prove,
                 tools::rules_commands::add_audit, tools::rules_commands::add_diff,
                 tools::rules_commands::add_aggregate, tools::rules_commands::add_formats})
            add(app, chosen);
        app.footer(
            "Examples:\n"
            "  egress-rules export --format nftables --hub contoso -o egress.nft\n"
            "  egress-rules prove --format nftables egress.nft       with packets, in a namespace of its own\n"
            "  egress-rules formats\n\n"
            "Each command: egress-rules COMMAND --help. Exit status: 0 it holds, 1 it does not, 2 it could not be "
            "asked.");
        if (const auto status = tools::parse(app, argc, argv)) return *status;
        return chosen();
    });
}
