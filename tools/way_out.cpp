// SPDX-License-Identifier: MIT
#include "tools/way_out.hpp"

#include <stdexcept>

namespace tools {

void add_proxy_options(CLI::App& app, proxy_options& into, network_options& network) {
    const auto group = "Proxy";
    app.add_option("--proxy", into.proxy, "URL of the proxy, none, or auto: what this device is set to")
        ->capture_default_str()
        ->group(group);
    app.add_option("--proxy-ca", network.proxy_ca, "PEM file: roots for the certificate of an https:// proxy")
        ->group(group);
}

way_out find_way_out(const proxy_options& from, bool standin) {
    way_out out;
    if (from.proxy == "none" || (from.proxy == "auto" && standin)) return out;
    if (from.proxy == "auto") return out;
    try {
        out.by = proxy::parse_address("--proxy", from.proxy);
        out.source = "--proxy";
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
    return out;
}

void add_way_out(rules::site& to, const way_out& out) {
    to.proxy_users = out.users;
    if (!out.by) return;
    to.proxy = proxy::shown(*out.by);
    to.source.push_back("proxy: " + out.source);
}

} // namespace tools
