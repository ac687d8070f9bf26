// SPDX-License-Identifier: MIT
//
// egress-lint: what is inconsistent in a device's configuration and deployment, or not ready for production.
#include <algorithm>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "rules/lint/from_report.hpp"
#include "rules/lint/write_lint.hpp"
#include "rules/shown.hpp"
#include "tools/certificates.hpp"
#include "tools/clock.hpp"
#include "tools/files.hpp"
#include "tools/lint_facts.hpp"
#include "tools/lint_fix.hpp"
#include "tools/lint_input.hpp"
#include "tools/lint_settings.hpp"
#include "tools/options.hpp"
#include "tools/report_output.hpp"

namespace {

using namespace tools;

struct lint_options {
    lint_input input;
    std::string report, on;
    std::size_t memory_mb = 0;
    std::string json, sarif, junit;
    bool strict = false, rules = false, verbose = false, fix = false;
    settings_options settings;
};

void declare_lint(CLI::App& app, lint_options& o) {
    const auto what = "What to look at";
    app.add_option("--root", o.input.root, "Read a device's files from a copy of them under this folder (default: /)")
        ->group(what);
    app.add_option("--config", o.input.configs, "config.toml or config.yaml, on its own (may be repeated)")
        ->allow_extra_args(false)
        ->group(what);
    app.add_option("--manifest", o.input.manifests, "Deployment manifest, - for standard input (may be repeated)")
        ->allow_extra_args(false)
        ->group(what);
    app.add_option("--report", o.report, "Report of egress-check at the site: which ports are open, who inspects TLS")
        ->group(what);
    app.add_option("--memory", o.memory_mb, "Megabytes of memory that the device has (default: of this one)")
        ->check(CLI::Range(std::size_t{1}, std::size_t{100} << 20))
        ->group(what);
    app.add_option("--on", o.on, "Judge certificates and support as of this day, YYYY-MM-DD (default: today)")
        ->group(what);
    const auto output = "Output";
    app.add_option("--json", o.json, "Write the findings (egress-lint/1) to this file; - for standard output")
        ->group(output);
    app.add_option("--sarif", o.sarif, "The same as SARIF 2.1.0, for code hosts")->group(output);
    app.add_option("--junit", o.junit, "The same as JUnit's XML, for CI servers")->group(output);
    app.add_flag("--strict", o.strict, "Exit status 1 for warnings, too")->group(output);
    app.add_flag("--verbose,-v", o.verbose, "Where each rule is known from")->group(output);
    app.add_flag("--rules", o.rules, "List all rules, and end; with -v where each is known from")->group(output);
    app.add_flag("--fix", o.fix, "Print a patch for what has one right answer, instead of the findings")->group(output);
    add_settings_options(app, o.settings);
    app.footer(
        "Examples:\n"
        "  sudo egress-lint                                   this device: /etc/aziot, /etc/docker, units\n"
        "  egress-lint --manifest deployment.json             a deployment alone, on a laptop\n"
        "  egress-lint --root copy --manifest deployment.json --report report.json\n"
        "  egress-lint --manifest deployment.json --sarif lint.sarif --strict    in CI\n"
        "  egress-lint --manifest deployment.json --fix | patch -p1\n"
        "  egress-lint --settings --report report.json        all places to set protocol and proxy in\n\n"
        "Exit status: 0 no errors, 1 errors (--strict: or warnings), 2 there was nothing to look at, or no way to.");
}

// The three written formats, by option.
struct written_format {
    const char* option;
    std::string lint_options::*file;
    std::string (*write)(const rules::lint_result&, bool strict);
};
constexpr written_format lint_formats[]{
    {"--json", &lint_options::json, [](const rules::lint_result& r, bool) { return rules::write_lint_json(r); }},
    {"--sarif", &lint_options::sarif, [](const rules::lint_result& r, bool) { return rules::write_lint_sarif(r); }},
    {"--junit", &lint_options::junit, rules::write_lint_junit},
};

// Throws usage_error for output that has no place to go: before any work is done.
void check_lint_output(const lint_options& o) {
    const char* on_stdout = nullptr;
    for (const auto& format : lint_formats) {
        const auto& file = o.*format.file;
        if (file == "-" && on_stdout != nullptr)
            throw usage_error(std::string(on_stdout) + " and " + format.option + " cannot both go to standard output");
        if (file == "-") on_stdout = format.option;
        if (!file.empty() && file != "-") check_writable(file, format.option);
    }
}

rules::lint_context context_for(const lint_options& o, const rules::device& of) {
    rules::lint_context with;
    with.today = o.on.empty() ? now_utc().substr(0, 10) : o.on;
    with.whole_device = o.input.whole_device();
    with.memory_mb = o.memory_mb > 0 ? o.memory_mb : o.input.own_device() ? own_memory_mb() : 0;
    if (o.report.empty()) return with;
    try {
        const auto text = read_text_file(o.report, "--report", rules::max_report_bytes);
        const auto parent = of.config.parent_hostname ? of.config.parent_hostname->value : std::string();
        rules::note_report(with, rules::read_json(text, o.report), o.report, parent);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    return with;
}

std::vector<std::string> registries_named_by(const rules::device& of) {
    std::set<std::string> all;
    const auto add = [&](const rules::told& image) {
        const auto parent = of.config.parent_hostname ? of.config.parent_hostname->value : std::string();
        if (const auto registry = rules::registry_of_image(image.value, parent)) all.insert(*registry);
    };
    if (of.config.agent_image) add(*of.config.agent_image);
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.image) add(*module.image);
    return {all.begin(), all.end()};
}

rules::device device_to_look_at(const lint_options& o) {
    auto device = read_device(o.input);
    if (o.input.whole_device()) {
        add_proxy_settings(device, o.input.folder());
        add_certificates(device, o.input.folder());
        add_engine_packages(device, o.input.folder());
    }
    return device;
}

rules::lint_result lint_of(const lint_options& o) {
    const auto device = device_to_look_at(o);
    const auto with = context_for(o, device);
    rules::lint_result result;
    result.findings = rules::lint(device, with);
    for (const auto& file : device.files) result.looked_at.push_back(file.shown);
    result.registries = registries_named_by(device);
    if (device.manifests.empty())
        result.remarks.emplace_back("no deployment was looked at: --manifest FILE");
    else if (!device.config.root.is_table())
        result.remarks.emplace_back("no device was looked at: --root FOLDER or --config FILE");
    const auto& parent = device.config.parent_hostname;
    if (!o.report.empty() && parent && with.report.empty())
        result.remarks.push_back(
            fmt::format("{} has no path to this device's parent, {}: what gets out there is not known",
                rules::shown(o.report), rules::shown(parent->value)));
    if (o.report.empty()) result.remarks.emplace_back("what this site's network lets out is not known: --report FILE");
    return result;
}

// Throws usage_error for options of which one would be passed over in silence.
void check_together(const lint_options& o) {
    const bool settings = !o.settings.form.empty();
    for (const auto& format : lint_formats)
        if (!(o.*format.file).empty() && (o.fix || settings))
            throw usage_error(fmt::format("{} and {}: one writes findings, the other none; give one of them",
                o.fix ? "--fix" : "--settings", format.option));
    if (o.fix && settings)
        throw usage_error("--fix and --settings: a patch, or what to set in all places; give one of them");
    if (settings && (!o.input.root.empty() || !o.input.configs.empty()))
        throw usage_error(fmt::format("--settings and {}: the settings come from --report or --protocol; leave it out",
            o.input.root.empty() ? "--config" : "--root"));
    if (o.fix && !o.report.empty())
        throw usage_error("--fix and --report: a patch has what is right on every site; leave --report out");
    if (o.fix && std::ranges::find(o.input.manifests, "-") != o.input.manifests.end())
        throw usage_error("--fix and --manifest -: a patch is for a file; give its name");
    if (!settings && !o.settings.output.empty())
        throw usage_error("--output is for --settings; findings go to --json, --sarif or --junit FILE");
}

int run_lint(const lint_options& o) {
    if (o.rules) {
        auto style = style_for(o.verbose);
        std::cout << rules::write_lint_rules(style);
        return holds;
    }
    check_together(o);
    if (!o.on.empty() && !is_day(o.on))
        throw usage_error("--on " + o.on.substr(0, 40) + ": is no day; write YYYY-MM-DD");
    if (!o.settings.form.empty()) {
        if (o.input.manifests.size() > 1) throw usage_error("--settings: give one --manifest at a time");
        return print_settings(o.settings, o.report, o.input.manifests.empty() ? "" : o.input.manifests[0]);
    }
    if (o.fix) return print_fixes(device_to_look_at(o));
    check_lint_output(o);
    const auto result = lint_of(o);
    bool written = false;
    for (const auto& format : lint_formats) {
        const auto& file = o.*format.file;
        if (file.empty()) continue;
        const auto text = format.write(result, o.strict);
        if (file == "-") {
            std::cout << text << std::flush;
            written = true;
        } else {
            write_text_file(file, format.option, text);
        }
    }
    if (!written) std::cout << rules::write_lint_terminal(result, style_for(o.verbose)) << std::flush;
    const bool fails = rules::count_of(result, rules::severity::error) > 0 ||
                       (o.strict && rules::count_of(result, rules::severity::warning) > 0);
    return fails ? does_not_hold : holds;
}

} // namespace

int lint_main(int argc, char** argv) {
    return guarded("egress-lint", [&] {
        CLI::App app{"What is inconsistent in a device's configuration, or not ready for production?", "egress-lint"};
        lint_options options;
        declare_lint(app, options);
        if (const auto status = parse(app, argc, argv)) return *status;
        return run_lint(options);
    });
}
