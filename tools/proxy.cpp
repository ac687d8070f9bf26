// SPDX-License-Identifier: MIT
//
// egress-proxy: which proxy applies, and what it lets through (design.md §1).
#include <iostream>

#include "rules/controls.hpp"
#include "rules/diagnose.hpp"
#include "rules/hold.hpp"
#include "rules/write.hpp"
#include "tools/files.hpp"
#include "tools/report_output.hpp"
#include "tools/survey.hpp"
#include "tools/way_out.hpp"

namespace {

using namespace tools;

struct proxy_tool_options {
    site_options site;
    network_options network;
    proxy_options proxy;
    output_options output;
    double hold_seconds = 0;
    bool settings_only = false;
};

void declare(CLI::App& app, proxy_tool_options& o) {
    add_site_options(app, o.site);
    add_network_options(app, o.network);
    add_proxy_options(app, o.proxy, o.network);
    app.add_option(
           "--hold", o.hold_seconds, "Leave tunnels alone for up to so many seconds, to see how long they stand")
        ->check(seconds_between(0.5, 7200))
        ->group("Proxy");
    app.add_flag("--settings", o.settings_only, "Show which proxy this device is set to, and end")->group("Proxy");
    add_output_options(app, o.output);
    add_option_file(app, other_keys::passed_over);
    app.footer("Examples:\n"
               "  egress-proxy --settings                                   who on this device uses which proxy\n"
               "  egress-proxy --hub contoso                                by the proxy that this device is set to\n"
               "  egress-proxy --hub contoso --proxy http://user:password@proxy:3128\n"
               "  egress-proxy --hub contoso --proxy http://proxy:3128 --hold 300\n\n"
               "Exit status: 0 what the site needs gets through the proxy, 1 it does not, 2 it could not be asked.");
}

// Who would use which proxy, a line each.
void show_settings(const way_out& out) {
    for (const auto& user : out.users)
        std::cout << user.component << "  " << (user.proxy.empty() ? "no proxy" : user.proxy)
                  << (user.source.empty() ? "" : "  (" + user.source + ")")
                  << (user.no_proxy.empty()    ? ""
                         : user.heeds_no_proxy ? "  except " + user.no_proxy
                                               : "  ignores no_proxy " + user.no_proxy)
                  << "\n";
    for (const auto& remark : out.remarks) std::cout << "note: " << remark << "\n";
    if (out.by) std::cout << "to be tried: " << proxy::shown(*out.by) << "  (" << out.source << ")\n";
}

int look(proxy_tool_options& o) {
    const auto catalog = load_catalog(o.site.catalog);
    auto site = o.site.site();
    const auto out = find_way_out(o.proxy, o.network, catalog, site);
    add_way_out(site, out);
    if (o.settings_only) {
        show_settings(out);
        return holds;
    }
    if (!out.by) throw usage_error("which proxy? this device is set to none; give --proxy URL");
    if (site.hub.empty() && site.endpoints.empty())
        throw usage_error(
            "which hub is to be reached by the proxy? give --hub NAME (or --endpoint HOST:PORT/PROTOCOL)");
    const auto plan = plan_for(site, catalog, o.site, rules::ways::proxy_only);
    check_output(o.output);
    o.network.deadline_seconds = seconds_left(o.network, out) + o.hold_seconds;
    network net(o.network, catalog, out.by);
    if (out.ended) net.budget().interrupt();
    const auto controls = [&](const rules::report& measured) {
        auto all = rules::proxy_matrix(measured);
        for (auto& rung : rules::hold_ladder(measured, o.hold_seconds)) all.push_back(std::move(rung));
        return all;
    };
    auto report = survey(net, site, plan, controls, {o.network.width, o.output.progress()});
    report.tool_name = "egress-proxy";
    for (const auto& remark : out.remarks) report.assumptions.push_back(remark);
    report.recommendation = rules::recommend(report, "");
    return write_report(o.output, report, rules::write_proxy);
}

} // namespace

int proxy_main(int argc, char** argv) {
    return guarded("egress-proxy", [&] {
        CLI::App app{"Which proxy applies here, and what does it let through for Azure IoT Edge?", "egress-proxy"};
        proxy_tool_options options;
        declare(app, options);
        if (const auto status = parse(app, argc, argv)) return *status;
        return look(options);
    });
}
