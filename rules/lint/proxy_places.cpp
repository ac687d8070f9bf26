// SPDX-License-Identifier: MIT
#include "rules/lint/proxy_places.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/lint/look.hpp"
#include "rules/lint/proxy_url.hpp"

namespace rules {
namespace {

struct reader_row {
    const char* component; ///< as in proxy::components()
    proxy_place::needs what;
    const char* remedy;
};
// Those of a device; edgeAgent and edgeHub are told elsewhere.
constexpr reader_row reader_rows[]{
    {"aziot-identityd", proxy_place::needs::hub,
        "systemctl edit aziot-identityd: [Service] Environment=https_proxy=%s"},
    {"iotedged (1.1)", proxy_place::needs::hub, "systemctl edit iotedge: [Service] Environment=https_proxy=%s"},
    {"dockerd", proxy_place::needs::images, "systemctl edit docker: [Service] Environment=HTTPS_PROXY=%s"},
    {"aziot-edged", proxy_place::needs::nothing, "systemctl edit aziot-edged: [Service] Environment=https_proxy=%s"},
};

// What a component of the device takes for https.
const proxy_setting* taken_by(const device& of, std::string_view component) {
    const proxy_setting* best = nullptr;
    for (const auto& one : of.proxy_settings) {
        if (one.component != component || !one.in_use || one.exceptions) continue;
        const bool https =
            one.variable.find("https") != std::string::npos || one.variable.find("HTTPS") != std::string::npos;
        if (best == nullptr || https) best = &one;
        if (https) break;
    }
    return best;
}

void add_readers(std::vector<proxy_place>& to, const device& of) {
    for (const auto& row : reader_rows) {
        if (std::ranges::find(of.proxy_readers, row.component) == of.proxy_readers.end()) continue;
        proxy_place one{.who = row.component, .what = row.what, .at = {}, .address = {}, .remedy = row.remedy};
        if (const auto* const setting = taken_by(of, row.component)) {
            one.set = !setting->address.empty();
            one.at = setting->at;
            one.address = setting->address;
        }
        to.push_back(std::move(one));
    }
}

void add_config(std::vector<proxy_place>& to, const device& of) {
    if (!of.config.root.is_table()) return;
    proxy_place one{.who = "edgeAgent in the device's configuration",
        .at = {of.config.root.at().file, 0},
        .address = {},
        .remedy = of.config.version == iot_edge::v1_1 ? "agent: env: https_proxy: \"%s\" in config.yaml"
                                                      : "[agent.env] \"https_proxy\" = \"%s\" in config.toml"};
    if (of.config.agent_proxy && !of.config.agent_proxy->value.empty()) {
        one.set = true;
        one.at = of.config.agent_proxy->at;
        one.address = proxy_url_of(of.config.agent_proxy->value).address;
    }
    to.push_back(std::move(one));
}

void add_module(std::vector<proxy_place>& to, const manifest& of, const module_settings* module) {
    if (module == nullptr) return;
    proxy_place one{.who = module->name, .at = module->at, .address = {}, .remedy = {}};
    one.remedy = fmt::format("add \"https_proxy\": {{\"value\": \"%s\"}} to env of {} in {}", module->name, of.file);
    if (const auto* const value = set_to(*module, "https_proxy", &one.later)) {
        one.set = true;
        one.at = value->at;
        one.address = proxy_url_of(value->value).address;
    }
    to.push_back(std::move(one));
}

} // namespace

std::vector<proxy_place> proxy_places_of(const device& of) {
    std::vector<proxy_place> all;
    add_config(all, of);
    add_readers(all, of);
    for (const auto& system : system_modules_of(of)) {
        add_module(all, *system.of, system.agent);
        add_module(all, *system.of, system.hub);
    }
    return all;
}

} // namespace rules
