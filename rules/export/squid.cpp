// SPDX-License-Identifier: MIT
//
// Squid: lines for /etc/squid/conf.d (squid-cache.org "acl", "http_access"; facts/rules.md §2.8). Devices ask it for a
// tunnel by CONNECT NAME:PORT; plain HTTP on port 80 without one.
#include "rules/export/squid.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::uint16_t plain_http = 80;

// Debian's squid.conf refuses every port that is not in these two lists before it comes to conf.d.
std::string port_lists(const policy& of) {
    std::set<std::uint16_t> tunnels, low;
    for (const auto& f : of.flows)
        if (carried_by_squid(of, f) != carried::not_at_all)
            for (const auto port : f.ports) {
                if (port != plain_http && port != 443) tunnels.insert(port);
                if (!squid_ports::safe(port)) low.insert(port);
            }
    std::string out;
    for (const auto& [name, ports] : {std::pair{"SSL_ports", &tunnels}, {"Safe_ports", &low}})
        if (!ports->empty()) out += fmt::format("acl {} port {}\n", name, fmt::join(*ports, " "));
    return out;
}

std::string prefixes(const ip_set& all) {
    std::string out;
    for (const auto& p : prefixes_of(all)) out += " " + text_of(p);
    return out;
}

struct destination {
    std::string acls; ///< lines that define them
    std::vector<std::string> conditions;
};

// A leading dot is x and all below it: "*.x" is that without x itself.
destination destination_of(const flow& f, carried how) {
    if (how == carried::by_address)
        return {fmt::format("acl egress_{}_to dst -n{}\n", f.id, prefixes(f.addresses)),
            {fmt::format("egress_{}_to", f.id)}};
    destination out;
    std::string exact;
    int number = 0;
    for (const auto& name : f.names) {
        if (!name.starts_with("*.")) {
            exact += " " + name;
            continue;
        }
        const auto below = fmt::format("egress_{}_below{}", f.id, ++number);
        const auto apex = fmt::format("egress_{}_apex{}", f.id, number);
        out.acls += fmt::format("acl {} dstdomain -n {}\n", below, name.substr(1));
        out.acls += fmt::format("acl {} dstdomain -n {}\n", apex, name.substr(2));
        out.conditions.push_back(fmt::format("{} !{}", below, apex));
    }
    if (!exact.empty()) {
        out.acls += fmt::format("acl egress_{}_names dstdomain -n{}\n", f.id, exact);
        out.conditions.push_back(fmt::format("egress_{}_names", f.id));
    }
    return out;
}

std::string squid_flow_text(const policy& of, const flow& f, carried how) {
    auto tunnels = f.ports;
    const bool http = std::erase(tunnels, plain_http) > 0;
    const auto to = destination_of(f, how);
    auto out = fmt::format("\n# {}: {}\n", f.id, f.why) + to.acls;
    if (!tunnels.empty()) out += fmt::format("acl egress_{}_ports port {}\n", f.id, fmt::join(tunnels, " "));
    const auto* devices = of.devices.empty() ? "" : "egress_devices ";
    for (const auto& condition : to.conditions) {
        if (!tunnels.empty())
            out += fmt::format("http_access allow CONNECT {}{} egress_{}_ports\n", devices, condition, f.id);
        if (http) out += fmt::format("http_access allow !CONNECT {}{} egress_http\n", devices, condition);
    }
    return out;
}

std::vector<std::string> squid_cannot(const policy& of) {
    std::vector<std::string> out;
    for (const auto& f : of.flows)
        if (carried_by_squid(of, f) == carried::not_at_all)
            out.push_back(
                fmt::format("flow {} is missing: a proxy passes no UDP on; it has to have a way of its own", f.id));
    for (const auto* name : {&of.in_interface, &of.out_interface})
        if (!name->empty()) out.push_back(fmt::format("interface {} is left out: a proxy has none", *name));
    return out;
}

exported write_squid(const policy& of) {
    exported out;
    out.cannot = squid_cannot(of);
    std::string text;
    for (const auto& line : header_of(of, squid_row(), out.cannot)) text += "# " + line + "\n";
    text += "\n" + port_lists(of);
    text += "acl egress_http port 80\n";
    if (!of.devices.empty()) text += fmt::format("acl egress_devices src{}\n", prefixes(of.devices));
    for (const auto& f : of.flows)
        if (const auto how = carried_by_squid(of, f); how != carried::not_at_all) text += squid_flow_text(of, f, how);
    if (of.stance == stance::default_deny) text += "\nhttp_access deny all\n";
    out.files.push_back({"egress-squid.conf", std::move(text)});
    return out;
}

} // namespace

carried carried_by_squid(const policy&, const flow& f) {
    if (f.over != std::vector<transport>{transport::tcp}) return carried::not_at_all;
    return f.names.empty() ? carried::by_address : carried::by_name;
}

format squid_row() {
    format out;
    out.name = "squid";
    out.title = "Squid (conf.d)";
    out.names = names_held::wildcard;
    out.proof = proof_kind::model;
    out.limits =
        "TCP only, by CONNECT NAME:PORT. Its place is before the final deny of squid.conf, and nothing before it "
        "may let out more. A flow without names is for clients that name the address itself. The proof reads the text "
        "as Squid would; Squid itself is not run by it.";
    out.undo = "remove the file and run: squid -k reconfigure";
    out.validator = "squid -k parse -f FILE, which takes names that never match";
    out.carries = carried_by_squid;
    out.write = write_squid;
    out.read = read_squid;
    return out;
}

} // namespace rules
