// SPDX-License-Identifier: MIT
#include "rules/settings/write_settings.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace rules {
namespace {

using json = nlohmann::ordered_json;

std::string step_text(std::size_t number, const settings_step& step) {
    auto text = fmt::format(
        "{}. {}{}\n", number, step.title, step.version.empty() ? "" : fmt::format(" (IoT Edge {})", step.version));
    if (!step.text.empty()) {
        text += step.key.empty() ? fmt::format("--- {}, the whole file:\n", step.file)
                                 : fmt::format("--- {}, at {}:\n", step.file, step.key);
        text += step.text;
        if (!step.text.ends_with('\n')) text += '\n';
    }
    for (const auto& command : step.then) text += fmt::format("$ {}\n", command);
    return text + "\n";
}

std::string deployment_text(std::size_t number, const all_settings& of) {
    const auto manifest = of.manifest.empty() ? "the deployment manifest" : of.manifest;
    auto text = fmt::format("{}. The deployment: without it the next one takes the device's protocol and proxy away\n"
                            "--- JSON merge patch (RFC 7396) for {}:\n{}",
        number, manifest, of.merge_patch);
    if (of.set_modules.text.empty()) return text + fmt::format("\nNo input for set-modules: {}\n", of.no_set_modules);
    text +=
        of.manifest.empty()
            ? "--- deployment.json, whole, for a device that runs no module of its own (set-modules replaces all that "
              "the device runs: for another device, give its --manifest):\n"
            : fmt::format("--- deployment.json, whole: {} with that patch:\n", of.manifest);
    text += of.set_modules.text;
    for (const auto& pointer : of.set_modules.hidden) text += fmt::format("Not shown here: {}\n", pointer);
    if (!of.set_modules.hidden.empty() && !of.manifest.empty())
        text +=
            fmt::format("Do not apply it with ***: egress-lint --settings set-modules --protocol {} --manifest {} -o "
                        "deployment.json writes it whole, with what stands in {}\n",
                of.wanted.upstream_protocol, of.manifest, of.manifest);
    return text + "$ az iot edge set-modules --hub-name HUB --device-id DEVICE --content deployment.json\n";
}

} // namespace

std::string write_settings(const all_settings& of) {
    auto text = fmt::format("UpstreamProtocol {}, {}\n", of.wanted.upstream_protocol,
        of.wanted.proxy.empty() ? "no proxy" : fmt::format("proxy {}", of.wanted.proxy));
    if (!of.because.empty()) text += fmt::format("because {}\n", of.because);
    text += "\n";
    std::size_t number = 0;
    for (const auto& step : of.steps) text += step_text(++number, step);
    return text + deployment_text(++number, of);
}

std::string write_settings_json(const all_settings& of) {
    json out{{"schema", "egress-settings/1"}, {"upstream_protocol", of.wanted.upstream_protocol},
        {"proxy", of.wanted.proxy.empty() ? json() : json(of.wanted.proxy)}, {"steps", json::array()}};
    for (const auto& step : of.steps)
        out["steps"].push_back({{"title", step.title}, {"version", step.version}, {"file", step.file},
            {"key", step.key}, {"text", step.text}, {"then", step.then}});
    out["merge_patch"] = json::parse(of.merge_patch);
    out["set_modules"] = of.set_modules.text.empty() ? json() : json::parse(of.set_modules.text);
    out["hidden"] = of.set_modules.hidden;
    return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace rules
