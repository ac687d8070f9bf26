// SPDX-License-Identifier: MIT
//
// egress-rules export: a policy in one format.
#include <filesystem>
#include <iostream>
#include <memory>

#include "rules/export/format.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"
#include "tools/rules/policy_source.hpp"
#include "tools/rules/stale_files.hpp"

namespace tools::rules_commands {
namespace {

struct export_options {
    policy_options policy;
    std::string format, output;
};

const rules::format& format_asked(const std::string& name) {
    if (const auto* found = rules::find_format(name)) return *found;
    throw usage_error(
        "--format " + name.substr(0, 80) + ": there is none of that name; `egress-rules formats` lists them");
}

void write_export(
    const rules::exported& made, const std::string& to, const rules::format& in, const rules::policy& of) {
    if (made.files.size() == 1) {
        if (to.empty() || to == "-")
            std::cout << made.files.front().text;
        else
            write_text_file(to, "-o", made.files.front().text);
        return;
    }
    if (to.empty() || to == "-")
        throw usage_error(std::string(in.name) + " is " + std::to_string(made.files.size()) +
                          " files; give a directory for them: -o DIRECTORY");
    const auto earlier = earlier_in(to, in, of, made);
    for (const auto& file : made.files) {
        const auto path = std::filesystem::path(to) / file.name;
        std::error_code failed;
        std::filesystem::create_directories(path.parent_path(), failed);
        if (failed) throw usage_error("-o " + path.parent_path().string() + ": " + failed.message());
        write_text_file(path.string(), "-o", file.text);
    }
    for (const auto& line : remove_stale(to, earlier)) std::cerr << "egress-rules: " << line << "\n";
}

// What the format cannot express at all is said before any name is asked for.
void refuse_inexpressible(const rules::format& in, const policy_options& asked) {
    if (!asked.policy.empty()) return; // its stance and hook are in the file
    const auto refuse = [&](const char* what, const char* remedy) {
        throw usage_error("--format " + std::string(in.name) + ": it cannot express " + what + "; " + remedy + ". " +
                          std::string(in.limits));
    };
    if (asked.allow_only && !in.allow_only) refuse("rules that only allow", "leave out --allow-only");
    if (!asked.allow_only && !in.default_deny) refuse("that all else is denied", "give --allow-only");
    if (asked.gateway && !in.gateway) refuse("rules of a gateway", "leave out --gateway");
    if (!asked.gateway && !in.host) refuse("rules of a host", "give --gateway");
}

int run_export(const export_options& o) {
    const auto& in = format_asked(o.format);
    refuse_inexpressible(in, o.policy);
    auto source = o.policy;
    // Squid is the proxy: what its clients reach through it is its own business, and all of it.
    if (in.name == "squid" && source.proxy.empty()) source.proxy = "none";
    const auto policy = policy_from(source);
    rules::exported made;
    try {
        made = rules::write_rules(in, policy);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error("--format " + std::string(in.name) + ": " + wrong.what());
    }
    write_export(made, o.output, in, policy);
    std::cerr << "egress-rules: policy " << policy.id << ", " << policy.flows.size()
              << (policy.flows.size() == 1 ? " flow as " : " flows as ") << in.title << "\n";
    for (const auto& text : policy.remarks) std::cerr << "note: " << text << "\n";
    for (const auto& text : made.cannot) std::cerr << "CANNOT: " << text << "\n";
    // Something that the site needs is not in the file: whoever scripts this must notice.
    return made.cannot.empty() ? holds : does_not_hold;
}

} // namespace

void add_export(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("export", "The rules a site needs, in the format of a firewall");
    auto o = std::make_shared<export_options>();
    command->add_option("--format", o->format, "One of those that `egress-rules formats` lists")->required();
    command->add_option(
        "-o,--output", o->output, "File to write, or directory of a format of several files; default: standard output");
    add_policy_options(*command, o->policy);
    command->footer(
        "Examples:\n"
        "  egress-rules export --format nftables --hub contoso --registry contoso -o egress.nft\n"
        "  egress-rules export --format powershell --report report.json -o egress.ps1\n"
        "  egress-rules export --format change-markdown --report report.json --owner netops --expires 2027-06-30\n\n"
        "Exit status: 0 everything the site needs is in it, 1 something cannot be expressed (it is named), 2 it "
        "could not be asked.");
    command->callback([&chosen, o] { chosen = [o] { return run_export(*o); }; });
}

} // namespace tools::rules_commands
