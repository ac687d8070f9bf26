// SPDX-License-Identifier: MIT
#include "tools/deployed_proxies.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "proxy/address.hpp"
#include "tools/way_out.hpp"

namespace tools {
namespace {

rules::proxy_user& user_named(std::vector<rules::proxy_user>& all, const std::string& component) {
    const auto known =
        std::ranges::find_if(all, [&](const rules::proxy_user& user) { return user.component == component; });
    if (known != all.end()) return *known;
    all.emplace_back();
    all.back().component = component;
    return all.back();
}

void take_setting(rules::proxy_user& into, const rules::told& set) {
    const auto where = fmt::format("https_proxy, {}", to_string(set.at));
    into.proxy.clear();
    into.source = where;
    if (set.value.find("${") != std::string::npos) {
        into.source = rules::deployment_only; // filled in later
    } else if (set.value.empty()) {
        into.source += " says that there is none";
    } else {
        try {
            into.proxy = proxy::shown(proxy::parse_address(where, set.value));
        } catch (const std::invalid_argument&) {
            into.source += " is no address of a proxy";
        }
    }
}

} // namespace

void add_deployed_proxies(std::vector<rules::proxy_user>& to, const rules::device& from) {
    const auto before = std::ranges::find(to, "edgeAgent", &rules::proxy_user::component);
    auto until_deployed = before == to.end() ? rules::proxy_user() : *before;
    for (const auto& manifest : from.manifests)
        for (const auto& module : manifest.modules) {
            if (!module.system) continue;
            const auto* set = module.variable("https_proxy");
            if (set == nullptr && manifest.kind != rules::manifest::type::deployment) continue;
            auto& user = user_named(to, module.name);
            if (set != nullptr) {
                take_setting(user, *set);
            } else {
                user.proxy.clear();
                user.source = fmt::format("{} sets none", to_string(module.at));
            }
        }
    const auto now = std::ranges::find(to, "edgeAgent", &rules::proxy_user::component);
    if (until_deployed.proxy.empty() || now->proxy == until_deployed.proxy) return;
    until_deployed.source += ", until its deployment is there";
    to.insert(now + 1, std::move(until_deployed));
}

std::vector<rules::proxy_user> proxy_users_of(
    const rules::device& from, const std::string& root, bool config_by_name, const rules::site& site) {
    const bool here = root != "/" || (!config_by_name && std::ranges::any_of(from.files, [](const auto& file) {
        return !file.manifest && rules::is_iot_edge_file(file.path);
    }));
    std::vector<rules::proxy_user> users;
    if (here) users = proxy_users_below(root, site);
    if (config_by_name && from.config.agent_proxy)
        take_setting(user_named(users, "edgeAgent"), *from.config.agent_proxy);
    add_deployed_proxies(users, from);
    return users;
}

} // namespace tools
