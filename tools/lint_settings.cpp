// SPDX-License-Identifier: MIT
#include "tools/lint_settings.hpp"

#include <algorithm>
#include <iostream>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "proxy/address.hpp"
#include "rules/settings/fix.hpp"
#include "rules/settings/write_settings.hpp"
#include "rules/shown.hpp"
#include "rules/write.hpp"
#include "tools/files.hpp"

namespace tools {
namespace {

constexpr auto lint_settings_tool = "egress-lint";
constexpr std::size_t longest_place = 600; // bytes

/// What the report recommends; false: nothing, and the reason was said.
bool take_recommendation(rules::all_settings& into, const std::string& file) {
    const auto report = rules::read_json(read_text_file(file, "--report", rules::max_report_bytes), file);
    const auto& advice = report.recommendation;
    if (advice.upstream_protocol.empty()) {
        complain(lint_settings_tool, fmt::format("{}: no protocol is recommended: {}", file, advice.because));
        return false;
    }
    into.wanted.upstream_protocol = advice.upstream_protocol;
    into.because = advice.because;
    // The recommendation's own settings hold the proxy where it is to be set at all.
    const auto& proxy = report.site.proxy;
    if (!proxy.empty() && std::any_of(advice.settings.begin(), advice.settings.end(),
                              [&](const auto& one) { return one.text.find(proxy) != one.text.npos; }))
        into.wanted.proxy = proxy;
    return true;
}

void take_options(rules::all_settings& into, const settings_options& o) {
    if (!o.protocol.empty()) {
        into.wanted.upstream_protocol = rules::meant_protocol(o.protocol);
        into.because.clear();
        if (into.wanted.upstream_protocol.empty())
            throw usage_error(
                fmt::format("--protocol: {} is none; give Amqp, AmqpWs, Mqtt or MqttWs", rules::shown(o.protocol)));
    }
    if (o.proxy == "none")
        into.wanted.proxy.clear();
    else if (!o.proxy.empty())
        into.wanted.proxy = proxy::shown(proxy::parse_address("--proxy", o.proxy));
    if (!into.wanted.proxy.empty() &&
        (into.wanted.upstream_protocol == "Amqp" || into.wanted.upstream_protocol == "Mqtt"))
        complain(lint_settings_tool,
            fmt::format("{} does not use the proxy: only AmqpWs and MqttWs do; the rest of the device does",
                into.wanted.upstream_protocol));
    into.wanted.version = o.version == "1.1"   ? rules::iot_edge::v1_1
                          : o.version == "1.2" ? rules::iot_edge::v1_2
                                               : rules::iot_edge::unknown;
    into.wanted.host = o.eflow ? rules::edge_host::eflow : rules::edge_host::own_linux;
}

void take_deployment(rules::all_settings& into, const std::string& file, const std::string& form) {
    std::string text;
    rules::manifest read;
    std::optional<rules::given_manifest> given;
    if (!file.empty()) {
        text = read_text_file(file, "--manifest", rules::max_document_bytes);
        read = rules::manifest_of(rules::json_document(text, file), file);
        given = rules::given_manifest{text, &read};
        into.manifest = file;
    }
    const auto& wanted = into.wanted;
    into.merge_patch = rules::merge_patch_for(wanted.upstream_protocol, wanted.proxy, given);
    if (form == "merge-patch") return;
    try {
        into.set_modules = rules::set_modules_input_for(wanted.upstream_protocol, wanted.proxy, given, wanted.version);
    } catch (const std::invalid_argument& none) {
        if (form == "set-modules") throw;
        into.no_set_modules = none.what();
    }
}

/// What az is to be given. Applied with *** in it, it would take every module's passwords away: on standard output,
/// which ends in tickets, they are not shown and the status says so; a file that the user names has them.
int print_set_modules(const settings_options& o, const rules::all_settings& all) {
    const auto& made = all.set_modules;
    if (!o.output.empty() && o.output != "-") {
        write_private_file(o.output, "--output", made.whole);
        if (made.whole.find(all.wanted.proxy) == made.whole.npos ||
            all.wanted.proxy.find("***") == all.wanted.proxy.npos)
            return holds;
        complain(lint_settings_tool,
            fmt::format("{}: do not apply it before the proxy's password is in place of ***", o.output));
        return does_not_hold;
    }
    std::cout << made.text << std::flush;
    for (const auto& pointer : made.hidden) // not by complain(): a place of many names would look like a key to it
        std::cerr << lint_settings_tool << ": not shown: " << netprobe::printable(pointer, longest_place) << "\n";
    if (made.hidden.empty()) return holds;
    complain(lint_settings_tool, all.manifest.empty()
                                     ? "do not apply it before the proxy's password is in place of ***"
                                     : "do not apply it with *** in it; -o FILE writes it whole, with what stands in "
                                       "--manifest, for you alone");
    return does_not_hold;
}

} // namespace

void add_settings_options(CLI::App& app, settings_options& into) {
    const auto group = "Settings";
    app.add_option("--settings", into.form,
           "Print what sets protocol and proxy everywhere, instead of linting: text, json, merge-patch, set-modules")
        ->check(CLI::IsMember({"text", "json", "merge-patch", "set-modules"}))
        ->expected(0, 1)
        ->default_str("text")
        ->group(group);
    app.add_option("--protocol", into.protocol, "Amqp, AmqpWs, Mqtt or MqttWs; default: what --report recommends")
        ->group(group);
    app.add_option("--proxy", into.proxy, "URL of the proxy, or none; default: that of --report")->group(group);
    app.add_option("--edge-version", into.version, "1.1, or 1.2 for that and later; default: both")
        ->check(CLI::IsMember({"1.1", "1.2"}))
        ->group(group);
    app.add_option("--output,-o", into.output,
           "Write it to this file; set-modules whole, with the secrets that stand in --manifest: the file is yours "
           "alone")
        ->group(group);
    app.add_flag("--eflow", into.eflow, "The device is IoT Edge for Linux on Windows")->group(group);
}

int print_settings(const settings_options& o, const std::string& report, const std::string& manifest) {
    rules::all_settings all;
    try {
        if (o.protocol.empty() && report.empty())
            throw usage_error("--settings: what to set is missing; give --report FILE or --protocol NAME");
        if (!report.empty() && !take_recommendation(all, report) && o.protocol.empty()) return does_not_hold;
        take_options(all, o);
        all.steps = rules::steps_for(all.wanted);
        take_deployment(all, manifest, o.form);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    if (o.form == "set-modules") return print_set_modules(o, all);
    const auto text = o.form == "merge-patch" ? all.merge_patch
                      : o.form == "json"      ? rules::write_settings_json(all)
                                              : rules::write_settings(all);
    if (o.output.empty() || o.output == "-")
        std::cout << text;
    else
        write_private_file(o.output, "--output", text);
    if (o.form != "merge-patch" || all.wanted.proxy.find("***") == all.wanted.proxy.npos) return holds;
    complain(lint_settings_tool, "do not apply it before the proxy's password is in place of ***");
    return does_not_hold;
}

} // namespace tools
