// SPDX-License-Identifier: MIT
#include "tools/way_out.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <unistd.h>

#include "netprobe/printable.hpp"
#include "netprobe/time_budget.hpp"
#include "proxy/settings.hpp"
#include "tools/pac.hpp"

namespace tools {
namespace {

proxy::settings read_device(const std::string& root) {
    try {
        const bool own = root == "/";
        return proxy::read_settings(root, own ? proxy::proxy_environment(environ) : std::vector<proxy::assignment>{});
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

// The hosts that a component is told to reach directly, as somebody wrote them; also where it does not listen.
std::string exceptions_of(const proxy::settings& all, const proxy::component_row& who) {
    const bool heeds = who.no_proxy != proxy::no_proxy_reader::nobody;
    for (const auto& one : all.values)
        if (one.reader == who.who && one.what == proxy::purpose::none && (one.in_use || !heeds))
            return netprobe::printable(one.written.value.reveal(), 500);
    return {};
}

// Whom a PAC file is asked about: the hub first, then where images come from.
std::vector<std::string> hosts_of(const rules::site& site) {
    std::vector<std::string> hosts;
    if (!site.hub.empty()) hosts.push_back(site.hub);
    if (site.mcr) hosts.emplace_back("mcr.microsoft.com");
    for (const auto& one : site.registries) hosts.push_back(one.host);
    return hosts;
}

// Docker never goes to the hub, and may have no_proxy for it: what counts is a registry, and of several one that it
// goes to by a proxy. For which it does not is in its list of exceptions.
proxy::use use_of_docker(const proxy::settings& all, const rules::site& site, proxy::use by_hub) {
    std::optional<proxy::use> first;
    for (const auto& host : hosts_of(site)) {
        if (host == site.hub) continue;
        for (auto& use : proxy::who_uses(all, host, 443)) {
            if (use.who != proxy::component::dockerd) continue;
            if (use.proxy) return use;
            if (!first) first = std::move(use);
        }
    }
    return first.value_or(std::move(by_hub));
}

std::vector<rules::proxy_user> users_of(const proxy::settings& all, const rules::site& site) {
    std::vector<rules::proxy_user> users;
    for (auto& of_hub : proxy::who_uses(all, site.hub, 443)) {
        const bool docker = of_hub.who == proxy::component::dockerd;
        const auto use = docker ? use_of_docker(all, site, std::move(of_hub)) : std::move(of_hub);
        const auto& row = proxy::row_of(use.who);
        rules::proxy_user user;
        user.component = row.name;
        user.proxy = use.proxy ? proxy::shown(*use.proxy) : "";
        user.source = use.known ? use.because : std::string(rules::deployment_only);
        user.no_proxy = exceptions_of(all, row);
        user.heeds_no_proxy = row.no_proxy != proxy::no_proxy_reader::nobody;
        users.push_back(std::move(user));
    }
    return users;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

// What the device is set to. A proxy that is named instead leaves the rest of the settings worth knowing.
void read_settings_into(way_out& out, const proxy_options& from, const rules::site& site) {
    const auto all = read_device(from.root);
    out.users = users_of(all, site);
    out.remarks = all.remarks;
    append(out.remarks, proxy::misfits(all));
    if (out.by) return;
    auto chosen = proxy::choose(all);
    out.by = chosen.proxy;
    out.source = chosen.from;
    append(out.remarks, chosen.remarks);
}

} // namespace

void add_proxy_options(CLI::App& app, proxy_options& into, network_options& network) {
    const auto group = "Proxy";
    app.add_option("--proxy", into.proxy, "URL of the proxy, none, or auto: what this device is set to")
        ->capture_default_str()
        ->group(group);
    app.add_option("--proxy-ca", network.proxy_ca, "PEM file: roots for the certificate of an https:// proxy")
        ->group(group);
    app.add_option(
           "--pac", into.pac, "PAC file to take the proxy from: a path, a URL, or wpad (where the site's DNS has it)")
        ->group(group);
    app.add_option(
           "--root", into.root, "Read the proxy settings of a device from a copy of its files under this folder")
        ->capture_default_str()
        ->group(group);
}

way_out find_way_out(
    const proxy_options& from, const network_options& network, const rules::catalog& catalog, const rules::site& site) {
    way_out out;
    const bool standin = !network.standin.empty();
    if (from.proxy == "none") return out;
    if (from.proxy != "auto") {
        try {
            out.by = proxy::parse_address("--proxy", from.proxy);
            out.source = "--proxy";
        } catch (const std::invalid_argument& wrong) {
            throw usage_error(wrong.what());
        }
    }
    if (!from.pac.empty()) {
        const auto begin = netprobe::clock::now();
        ask_pac_file(out, from, network, catalog, hosts_of(site));
        out.spent_seconds = std::chrono::duration<double>(netprobe::clock::now() - begin).count();
    }
    if (!standin) read_settings_into(out, from, site);
    return out;
}

std::vector<rules::proxy_user> proxy_users_below(const std::string& root, const rules::site& site) {
    return users_of(read_device(root), site);
}

double seconds_left(const network_options& of, const way_out& out) {
    return std::max(0.0, of.deadline_seconds - out.spent_seconds);
}

void add_way_out(rules::site& to, const way_out& out) {
    to.proxy_users = out.users;
    to.pac = out.pac;
    if (!out.by) return;
    to.proxy = proxy::shown(*out.by);
    to.source.push_back("proxy: " + out.source);
}

} // namespace tools
