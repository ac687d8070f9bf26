// SPDX-License-Identifier: MIT
#include "tools/device_dns.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/dns/resolv_conf.hpp"
#include "proxy/settings/device_files.hpp"
#include "rules/site/container_dns.hpp"

namespace tools {
namespace {

constexpr const char* resolver_file = "/etc/resolv.conf";
// Behind systemd's stub.
constexpr const char* forwarder_file = "/run/systemd/resolve/resolv.conf";

bool of_device_itself(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

void take_copied_resolvers(device_resolvers& into, const std::string& root) {
    try {
        proxy::device_files files(root);
        for (const char* path : {resolver_file, forwarder_file}) {
            for (const auto& one : netprobe::dns::parse_resolv_conf(files.read(path).text).nameservers) {
                if (of_device_itself(one.address)) continue;
                into.own.push_back(one.address);
                into.said.push_back(fmt::format("resolver: {}, {}", one.address, files.shown(path)));
            }
            if (!into.own.empty()) return;
        }
        into.said.push_back(fmt::format(
            "resolvers: assumed: this machine's, as {} is not there, or names none beside the device itself",
            files.shown(resolver_file)));
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace

device_resolvers resolvers_of(const rules::device& from, const std::string& root) {
    device_resolvers out;
    if (root != "/") take_copied_resolvers(out, root);
    std::vector<rules::file_fault> faults;
    for (const auto& one : rules::container_resolvers(from, faults)) {
        out.containers.push_back(one.value);
        out.said.push_back(fmt::format("resolver of containers: {}, {}", one.value, to_string(one.at)));
    }
    for (const auto& one : faults)
        out.said.push_back(
            fmt::format("resolver of containers: not taken: {}: {}; {}", to_string(one.at), one.what, one.remedy));
    return out;
}

void ask_as_device(network_options& with, const device_resolvers& of) {
    with.device_resolvers = of.own;
    with.container_resolvers = of.containers;
}

} // namespace tools
