// SPDX-License-Identifier: MIT
//
// egress-check: plan, measure, diagnose, recommend, write (design.md §3).
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "rules/diagnose.hpp"
#include "rules/plan.hpp"
#include "rules/write.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"
#include "tools/options.hpp"
#include "tools/survey.hpp"
#include "tools/way_out.hpp"

namespace {

using namespace tools;

struct check_options {
    site_options site;
    network_options network;
    proxy_options proxy;
    std::string prefer, json, from;
    bool print_catalog = false, print_plan = false, no_progress = false, verbose = false;
};

void declare(CLI::App& app, check_options& o) {
    add_site_options(app, o.site);
    add_network_options(app, o.network);
    add_proxy_options(app, o.proxy, o.network);
    const auto group = "Output";
    app.add_option("--prefer", o.prefer, "Recommend this family where both work")
        ->check(CLI::IsMember({"amqp", "mqtt"}))
        ->group(group);
    app.add_option("--json", o.json,
           "Write the report (egress-report/1) to this file; - for standard output and nothing else there")
        ->check(CLI::Validator(
            [](std::string& text) { return text.empty() ? std::string("names no file; - is standard output") : ""; },
            ""))
        ->group(group);
    app.add_flag("--verbose,-v", o.verbose, "Show every step of every path")->group(group);
    app.add_flag("--no-progress", o.no_progress, "No live progress on a terminal")->group(group);
    app.add_flag("--plan", o.print_plan, "Show what would be tried, and end")->group(group);
    app.add_flag("--print-catalog", o.print_catalog, "Print the built-in endpoint catalog (TOML), and end")
        ->group(group);
    auto* from = app.add_option("--from", o.from, "Diagnose a saved report again instead of measuring")->group(group);
    // What was measured is in the report: an option that says what to measure would be ignored.
    for (const char* other :
        {"--hub", "--dps", "--registry", "--storage", "--region", "--parent", "--ntp", "--endpoint", "--catalog",
            "--only", "--skip", "--resolver", "--ca", "--service-roots", "--standin", "--port", "--plan", "--proxy", "--proxy-ca"})
        from->excludes(app.get_option(other));
    add_option_file(app, other_keys::refused);
    app.footer(
        "Examples:\n"
        "  egress-check --hub contoso                        the hub, DPS, Microsoft's registry\n"
        "  egress-check --hub contoso --dps --registry contoso.azurecr.io --region westeurope\n"
        "  egress-check --hub contoso --json report.json     keep the report; --from report.json reads it again\n"
        "  egress-check --hub contoso --only iot_hub -v      only the hub, every step\n"
        "  egress-check --hub contoso --resolver 10.0.0.1    through another DNS server\n"
        "  egress-check --hub contoso --proxy http://user:password@proxy:3128    by a proxy, and beside it directly\n\n"
        "Exit status: 0 the site is ready, 1 it is not, 2 it could not be asked.");
}

int terminal_width() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

rules::terminal_style style_for(const check_options& o) {
    const char* no_color = std::getenv("NO_COLOR");
    rules::terminal_style style;
    style.colour = ::isatty(STDOUT_FILENO) && !(no_color && *no_color);
    style.width = terminal_width();
    style.verbose = o.verbose;
    return style;
}

rules::plan plan_of(const check_options& o, const rules::site& site, const rules::catalog& catalog) {
    try {
        return rules::make_plan(site, catalog, o.site.only, o.site.skip);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

void show_plan(const rules::plan& plan) {
    for (const auto& path : plan.paths)
        std::cout << path.to.id << "  "
                  << (path.to.host.empty() ? "(host named by " + path.to.after + ")" : path.to.host) << ":"
                  << path.to.port << "  " << rules::to_string(path.need) << "  " << path.purpose << "\n";
    for (const auto& sentence : plan.assumptions) std::cout << "note: " << sentence << "\n";
}

bool shows_progress(const check_options& o) { return !o.no_progress && ::isatty(STDERR_FILENO); }

int write(const check_options& o, const rules::report& report) {
    const bool only_json = o.json == "-";
    if (only_json)
        std::cout << rules::write_json(report);
    else
        std::cout << rules::write_terminal(report, style_for(o)) << std::flush;
    if (!o.json.empty() && !only_json) write_text_file(o.json, "--json", rules::write_json(report));
    if (report.run.interrupted && report.verdict == rules::verdict::blocked) {
        std::cerr << "egress-check: ended before every path was measured; this report is partial\n";
        return report.findings.empty() ? cannot_ask : does_not_hold;
    }
    return report.verdict == rules::verdict::blocked ? does_not_hold : holds;
}

int again(const check_options& o) {
    rules::report report;
    try {
        report = rules::read_json(read_text_file(o.from, "--from", rules::max_report_bytes), o.from);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    rules::diagnose(report);
    report.recommendation = rules::recommend(report, o.prefer);
    return write(o, report);
}

int check(const check_options& o) {
    if (o.print_catalog) {
        std::cout << rules::built_in_catalog();
        return holds;
    }
    if (!o.from.empty()) return again(o);
    const auto catalog = load_catalog(o.site.catalog);
    auto site = o.site.site();
    const auto out = find_way_out(o.proxy, !o.network.standin.empty());
    add_way_out(site, out);
    if (site.hub.empty() && site.parent.empty() && site.endpoints.empty())
        throw usage_error("which hub? give --hub NAME (or --parent NAME, or --endpoint HOST:PORT/PROTOCOL)");
    const auto plan = plan_of(o, site, catalog);
    if (o.print_plan) {
        show_plan(plan);
        return holds;
    }
    // A report that cannot be kept is to be known at once, not after a minute.
    if (!o.json.empty() && o.json != "-") check_writable(o.json, "--json");
    network net(o.network, catalog, out.by);
    auto report = survey(net, site, plan, nullptr, {o.network.width, shows_progress(o)});
    report.recommendation = rules::recommend(report, o.prefer);
    return write(o, report);
}

} // namespace

int check_main(int argc, char** argv) {
    return guarded("egress-check", [&] {
        CLI::App app{
            "Does this site let Azure IoT Edge out, what stops it, and which UpstreamProtocol to set?", "egress-check"};
        check_options options;
        declare(app, options);
        if (const auto status = parse(app, argc, argv)) return *status;
        return check(options);
    });
}
