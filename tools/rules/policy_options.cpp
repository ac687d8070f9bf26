// SPDX-License-Identifier: MIT
//
// The options that say where a policy comes from.
#include "tools/rules/policy_source.hpp"

namespace tools::rules_commands {

bool policy_options::given() const {
    return !policy.empty() || !report.empty() || !site.hub.empty() || !site.parent.empty() || !site.endpoints.empty();
}

void add_policy_options(CLI::App& app, policy_options& into) {
    add_site_options(app, into.site);
    add_device_options(app, into.device);
    app.add_option("--root", into.device.root, "Read what a device uses from a copy of its files under this folder")
        ->capture_default_str()
        ->group("Site");
    app.remove_option(app.get_option("--only"));
    app.remove_option(app.get_option("--skip"));
    add_lookup_options(app, into.network);
    const auto group = "Policy";
    auto* policy =
        app.add_option("--policy", into.policy, "A saved policy: change-json, or rules made before")->group(group);
    auto* report =
        app.add_option("--report", into.report, "A report of egress-check (--json): site and addresses from it")
            ->group(group);
    app.add_option("--service-tags", into.service_tags, "Azure's address ranges: a ServiceTags_*.json file")
        ->group(group);
    app.add_option("--upstream-protocol", into.upstream_protocol,
           "The one the site uses: Amqp, AmqpWs, Mqtt, MqttWs; any (default) opens the ports of all, or of the one "
           "that the "
           "report recommends")
        ->group(group);
    app.add_option("--proxy", into.proxy, "The site goes out by this proxy: only it, names and time are let out")
        ->group(group);
    app.add_option(
           "--also", into.also, "A service that is optional and used here, such as monitoring (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_flag("--wide", into.wide, "Names as documented, wildcards included, even where the host is known")
        ->group(group);
    app.add_flag(
           "--allow-only", into.allow_only, "Rules that only add to the site's own policy; default: all else is denied")
        ->group(group);
    app.add_flag("--gateway", into.gateway, "Rules for a router in front of the device; default: for the device itself")
        ->group(group);
    app.add_option("--device", into.devices, "On a gateway: who may send, address or block (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--in-interface", into.in_interface, "On a gateway: interface or zone of the devices")->group(group);
    app.add_option("--out-interface", into.out_interface, "On a gateway: interface or zone of the way out")
        ->group(group);
    app.add_option("--owner", into.owner, "Who answers for these rules")->group(group);
    app.add_option("--reason", into.reason, "Why they are wanted")->group(group);
    app.add_option("--expires", into.expires, "Until when they are needed, YYYY-MM-DD")->group(group);
    for (const char* other : {"--hub", "--dps", "--registry", "--storage", "--parent", "--ntp", "--endpoint", "--cloud",
             "--root", "--manifest", "--config"}) {
        report->excludes(app.get_option(other));
        policy->excludes(app.get_option(other));
    }
    for (const char* other :
        {"--region", "--report", "--service-tags", "--upstream-protocol", "--proxy", "--also", "--wide", "--catalog"})
        policy->excludes(app.get_option(other));
}

} // namespace tools::rules_commands
