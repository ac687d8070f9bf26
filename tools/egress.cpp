// SPDX-License-Identifier: MIT
//
// The front door: `egress check …` is `egress-check …`. One file with every tool in it; copied or linked to
// the name of a tool, it is that tool.
#include <array>
#include <iostream>
#include <string>
#include <string_view>

#include "tools/options.hpp"
#include "version.hpp"

int check_main(int argc, char** argv);
int dns_main(int argc, char** argv);
int tls_main(int argc, char** argv);
int proxy_main(int argc, char** argv);
int rules_main(int argc, char** argv);
int lint_main(int argc, char** argv);
int standin_main(int argc, char** argv);

namespace {

struct tool {
    std::string_view name;
    int (*main)(int, char**);
    std::string_view job;
};

constexpr std::array all{
    tool{"check", check_main, "does the site let IoT Edge out, what stops it, which UpstreamProtocol to set"},
    tool{"dns", dns_main, "names through every resolver of the device, each on its own"},
    tool{"tls", tls_main, "TCP, TLS and the protocol's hello to targets of your own"},
    tool{"proxy", proxy_main, "which proxy applies here, and what it lets through"},
    tool{"rules", rules_main, "the firewall rules a site needs, in every format, proved by packets"},
    tool{"lint", lint_main, "what is inconsistent in a device's configuration, or not ready for production"},
    tool{"standin", standin_main, "stands in for Azure, to test a firewall before the cloud exists"},
};

const tool* find(std::string_view name) {
    if (name.starts_with("egress-")) name.remove_prefix(7);
    for (const auto& one : all)
        if (one.name == name) return &one;
    return nullptr;
}

void usage(std::ostream& out) {
    out << "Does Azure IoT Edge get out of this site?\n\nUsage: egress TOOL [OPTIONS]\n\n";
    for (const auto& one : all) out << "  " << one.name << std::string(10 - one.name.size(), ' ') << one.job << "\n";
    out << "\nExamples:\n"
           "  egress check --hub contoso\n"
           "  egress check --hub contoso --registry contoso.azurecr.io --dps\n"
           "  egress dns contoso.azure-devices.net\n"
           "\nEach tool: egress TOOL --help. Exit status: 0 it holds, 1 it does not, 2 it could not be asked.\n";
}

// What "egress" says itself, where no tool is named.
int answer(std::string_view asked) {
    if (asked == "--help" || asked == "-h" || asked == "help") {
        usage(std::cout);
        return tools::holds;
    }
    if (asked == "--version") {
        std::cout << "egress " EGRESS_VERSION "\n";
        return tools::holds;
    }
    std::string what = asked.empty() ? "which tool?" : "no tool \"" + std::string(asked.substr(0, 80)) + "\";";
    what += " there are";
    for (const auto& one : all) what += " " + std::string(one.name);
    throw tools::usage_error(what + " (try --help)");
}

} // namespace

int egress_main(int argc, char** argv) {
    std::string_view own = argc > 0 ? argv[0] : "egress";
    own.remove_prefix(own.rfind('/') + 1); // npos + 1 is 0
    if (const auto* named = find(own)) return named->main(argc, argv);
    const std::string_view asked = argc > 1 ? argv[1] : "";
    if (const auto* named = find(asked)) return named->main(argc - 1, argv + 1);
    return tools::guarded("egress", [asked] { return answer(asked); });
}
