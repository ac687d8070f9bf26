// SPDX-License-Identifier: MIT
//
// egress-check: plan, measure, diagnose, recommend, write (design.md §3).
#include <algorithm>
#include <iostream>
#include <optional>

#include "rules/controls.hpp"
#include "rules/diagnose.hpp"
#include "rules/hold.hpp"
#include "rules/plan.hpp"
#include "rules/write.hpp"
#include "tools/deployed_proxies.hpp"
#include "tools/device.hpp"
#include "tools/device_dns.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"
#include "tools/options.hpp"
#include "tools/report_output.hpp"
#include "tools/survey.hpp"
#include "tools/telling.hpp"
#include "tools/way_out.hpp"

namespace {

using namespace tools;

struct check_options {
    site_options site;
    network_options network;
    proxy_options proxy;
    device_input device; ///< its root is that of proxy
    output_options output;
    telling_options told;
    std::string prefer, from;
    bool print_catalog = false, print_plan = false;
    double hold_seconds = 0;
};

void declare(CLI::App& app, check_options& o) {
    add_site_options(app, o.site);
    add_network_options(app, o.network);
    add_device_options(app, o.device);
    add_proxy_options(app, o.proxy, o.network);
    app.add_option("--hold", o.hold_seconds,
           "Leave connections to the hub alone for up to so many seconds, to see how long they stand")
        ->check(seconds_between(0.5, 7200))
        ->group("Network");
    const auto group = "Output";
    app.add_option("--prefer", o.prefer, "Recommend this family where both work")
        ->check(CLI::IsMember({"amqp", "mqtt"}))
        ->group(group);
    add_output_options(app, o.output);
    add_telling_options(app, o.told);
    app.add_flag("--plan", o.print_plan, "Show what would be tried, and end")->group(group);
    app.add_flag("--print-catalog", o.print_catalog, "Print the built-in endpoint catalog (TOML), and end")
        ->group(group);
    auto* from = app.add_option("--from", o.from, "Diagnose a saved report again instead of measuring")->group(group);
    // What was measured is in the report: an option that says what to measure would be ignored.
    for (const char* other : {"--hub", "--dps", "--registry", "--storage", "--region", "--parent", "--ntp",
             "--endpoint", "--catalog", "--only", "--skip", "--resolver", "--ca", "--service-roots", "--standin",
             "--port", "--plan", "--proxy", "--proxy-ca", "--root", "--pac", "--manifest", "--config", "--hold"})
        from->excludes(app.get_option(other));
    add_option_file(app, other_keys::refused);
    app.footer(
        "Examples:\n"
        "  egress-check                                      on a device: its own hub, registries, proxy\n"
        "  egress-check --root /mnt/device --manifest deployment.json    the same from a copy of its files\n"
        "  egress-check --hub contoso                        the hub, DPS, Microsoft's registry\n"
        "  egress-check --hub contoso --dps --registry contoso.azurecr.io --region westeurope\n"
        "  egress-check --hub contoso --json report.json     keep the report; --from report.json reads it again\n"
        "  egress-check --hub contoso --only iot_hub -v      only the hub, every step\n"
        "  egress-check --from report.json --why iot_hub/amqp/direct    how that path's verdict was reached\n"
        "  egress-check --from report.json --letters -       text ready to send to whoever must act\n"
        "  egress-check --explain tls.sni_drop               what a cause means, what proves it, what looks alike\n"
        "  egress-check --hub contoso --resolver 10.0.0.1    through another DNS server\n"
        "  egress-check --hub contoso --proxy http://user:password@proxy:3128    by a proxy, and beside it directly\n\n"
        "Exit status: 0 the site is ready, 1 it is not, 2 it could not be asked.");
}

void show_plan(const rules::site& site, const rules::plan& plan) {
    for (const auto& path : plan.paths)
        std::cout << path.to.id << "  "
                  << (path.to.host.empty() ? "(host named by " + path.to.after + ")" : path.to.host) << ":"
                  << path.to.port << "  " << rules::to_string(path.need) << "  " << path.purpose << "\n";
    for (const auto& source : site.source) std::cout << "from: " << source << "\n";
    for (const auto& sentence : plan.assumptions) std::cout << "note: " << sentence << "\n";
}

int again(const check_options& o) {
    check_output(o.output);
    check_telling(o.told, o.output);
    rules::report report;
    try {
        report = rules::read_json(read_text_file(o.from, "--from", rules::max_report_bytes), o.from);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    rules::diagnose(report);
    report.recommendation = rules::recommend(report, o.prefer);
    return write_told_report(o.output, o.told, report, load_catalog(""));
}

// What the device itself says, where nobody says which site is meant, or that its files are.
std::optional<rules::device> device_asked(const check_options& o) {
    const bool named = !o.site.hub.empty() || !o.site.parent.empty() || !o.site.endpoints.empty();
    auto input = o.device;
    input.root = o.proxy.root;
    if (named && input.root == "/" && input.configs.empty() && input.manifests.empty()) return std::nullopt;
    return device_from(input);
}

// The readers of proxies and of the site find the same fault in the same line.
bool said_of_same_place(const std::vector<std::string>& all, const std::string& remark) {
    const auto place = remark.substr(0, remark.find(": "));
    return place.size() < remark.size() &&
           std::ranges::any_of(all, [&](const std::string& line) { return line.starts_with(place + ": "); });
}

std::string why_no_hub(const std::optional<rules::device>& device) {
    const std::string give = "give --hub NAME (or --parent NAME, or --endpoint HOST:PORT/PROTOCOL)";
    if (!device) return "which hub? " + give;
    const auto faults = faults_of(*device);
    return "which hub? The device's files do not say" + (faults.empty() ? "" : " (" + faults.front() + ")") + "; " +
           give;
}

int check(const check_options& o) {
    if (o.print_catalog) {
        std::cout << rules::built_in_catalog();
        return holds;
    }
    if (!o.told.explain.empty()) return explain(o.told.explain);
    if (!o.from.empty()) return again(o);
    const auto catalog = load_catalog(o.site.catalog);
    const auto device = device_asked(o);
    auto site = device ? site_with(*device, o.site) : o.site.site();
    const auto out = find_way_out(o.proxy, o.network, catalog, site);
    add_way_out(site, out);
    if (device && !site.proxy_users.empty()) add_deployed_proxies(site.proxy_users, *device);
    if (site.hub.empty() && site.parent.empty() && site.endpoints.empty() && !(device && awaits_provisioning(*device)))
        throw usage_error(why_no_hub(device));
    auto wire = o.network;
    if (device && o.network.resolvers.empty() && o.network.standin.empty()) {
        const auto resolvers = resolvers_of(*device, o.proxy.root);
        ask_as_device(wire, resolvers);
        site.source.insert(site.source.end(), resolvers.said.begin(), resolvers.said.end());
    }
    auto plan = plan_for(site, catalog, o.site);
    if (device)
        for (auto& fault : faults_of(*device)) plan.assumptions.push_back(std::move(fault));
    if (o.print_plan) {
        if (!o.told.why.empty() || !o.told.letters.empty())
            throw usage_error("--plan measures nothing that --why or --letters could tell of; leave it out");
        show_plan(site, plan);
        return holds;
    }
    check_output(o.output);
    wire.deadline_seconds = seconds_left(o.network, out) + o.hold_seconds;
    check_telling(o.told, o.output);
    paths_to_tell(o.told, plan.paths); // a name that is none is known now, not after the measurement
    network net(wire, catalog, out.by);
    if (out.ended) net.budget().interrupt();
    const auto controls = [&](const rules::report& measured) {
        auto all = rules::controls(measured);
        for (auto& rung : rules::hold_ladder(measured, o.hold_seconds)) all.push_back(std::move(rung));
        return all;
    };
    auto report = survey(net, site, plan, controls, {o.network.width, o.output.progress()});
    for (const auto& remark : out.remarks)
        if (!said_of_same_place(report.assumptions, remark)) report.assumptions.push_back(remark);
    report.recommendation = rules::recommend(report, o.prefer);
    return write_told_report(o.output, o.told, report, catalog);
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
