// SPDX-License-Identifier: MIT
#include "rules/letters/commands.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/export/change_request.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/report/page.hpp"

namespace rules {
namespace {

constexpr std::size_t most_commands = 5, most_only = 3;

/// A word of our own alphabet: a region, an id scope, a path's id.
bool plain_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._-/@:[]").find(c) != std::string_view::npos;
    });
}

/// "[2001:db8::1]:443", "contoso.azurecr.io:443"; empty for what no shell should see.
std::string place_for_command(const std::string& host, int port) {
    if (!fit_for_command(host)) return {};
    return host.find(':') != std::string::npos ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

/// Without its login.
std::string proxy_for_command(const std::string& shown) {
    const auto proxy = read_shown_proxy(shown);
    if (!proxy || !fit_for_command(proxy->host) || !plain_word(proxy->scheme)) return {};
    return fmt::format("{}://{}", proxy->scheme, proxy->place());
}

void add_if(std::vector<std::string>& to, const std::string& command) {
    if (!command.empty() && std::find(to.begin(), to.end(), command) == to.end()) to.push_back(command);
}

/// The first path of a finding that has a place, which the others' commands would only repeat.
const path_result* first_with_place(const finding& f, const report& of) {
    for (const auto* path : paths_of_finding(f, of))
        if (!place_for_command(shown_target(*path).host, shown_target(*path).port).empty()) return path;
    return nullptr;
}

void add_lookups(std::vector<std::string>& to, const netprobe::target& at, const wanted& what) {
    if (!fit_for_command(at.host)) return;
    add_if(to, fmt::format("egress-dns {}", at.host));
    for (const auto& resolver : what.resolvers)
        if (fit_for_command(resolver) && to.size() < 3) add_if(to, fmt::format("dig @{} {}", resolver, at.host));
}

void add_handshakes(
    std::vector<std::string>& to, const netprobe::target& at, const path_result& path, bool other_name) {
    const auto place = place_for_command(at.host, at.port);
    add_if(to, fmt::format("openssl s_client -connect {} -servername {} -brief </dev/null", place, at.host));
    if (!other_name || path.seen.connects.empty()) return;
    const auto& address = path.seen.connects.front().address;
    if (fit_for_command(address)) // the name alone differs: passing here is the proof
        add_if(to, fmt::format("openssl s_client -connect {} -servername www.example.com -brief </dev/null",
                       place_for_command(address, at.port)));
}

void add_through_proxy(std::vector<std::string>& to, const netprobe::target& at, const report& of) {
    const auto proxy = proxy_for_command(of.site.proxy);
    if (proxy.empty()) return;
    const auto place = place_for_command(at.host, at.port);
    const auto shown = read_shown_proxy(of.site.proxy);
    add_if(to, fmt::format("curl -v --proxy {}{} https://{}/", proxy, shown->login.empty() ? "" : " --proxy-user USER",
                   place)); // asks for the password
    if (shown->scheme == "http")
        add_if(to, fmt::format("openssl s_client -proxy {} -connect {} -servername {} -brief </dev/null",
                       shown->place(), place, at.host));
}

void add_on_the_device(std::vector<std::string>& to, std::string_view cause, const path_result& path) {
    const auto& seen = path.seen;
    const auto address = seen.connects.empty() ? std::string() : seen.connects.front().address;
    if (cause == "host.no_route" && fit_for_command(address)) add_if(to, "ip route get " + address);
    if (cause == "host.link_down") add_if(to, "ip neigh");
    if (cause == "host.local_firewall") add_if(to, "sudo nft list ruleset");
    if (cause == "host.clock_skew") add_if(to, "timedatectl");
    if (cause == "host.port_exhaustion") add_if(to, "ss -s");
    if (cause == "host.hosts_override" && fit_for_command(seen.to.host)) add_if(to, "getent hosts " + seen.to.host);
    if (cause == "host.resource_limit") add_if(to, "ulimit -n");
}

} // namespace

std::string site_options_of(const site& of) {
    std::string text;
    const auto add = [&text](std::string_view option, const std::string& value) {
        if (plain_word(value)) text += fmt::format(" {} {}", option, value);
    };
    add("--hub", of.hub);
    if (of.cloud != cloud::public_) add("--cloud", std::string(to_string(of.cloud)));
    if (of.dps) text += plain_word(of.dps_scope) ? " --dps=" + of.dps_scope : std::string(" --dps");
    for (const auto& registry : of.registries) add("--registry", registry.host);
    for (const auto& account : of.storage) add("--storage", account);
    add("--region", of.region);
    add("--parent", of.parent);
    for (const auto& server : of.ntp) add("--ntp", server);
    for (const auto& one : of.endpoints)
        if (const auto place = place_for_command(one.host, one.port); !place.empty() && plain_word(one.protocol))
            add("--endpoint", place + "/" + one.protocol);
    if (const auto proxy = proxy_for_command(of.proxy); !proxy.empty()) text += " --proxy " + proxy;
    return text.empty() ? text : text.substr(1);
}

std::string hold_option_of(const report& of) {
    double longest_ms = 0;
    for (const auto& control : of.controls) longest_ms = std::max(longest_ms, control.seen.to.hold_ms);
    return longest_ms > 0 ? fmt::format(" --hold {:g}", longest_ms / 1000) : std::string();
}

bool shows_in_time(const finding& f) { return f.cause == "net.idle_timeout" || f.cause == "net.lifetime_limit"; }

std::vector<std::string> commands_to_see(const finding& f, const report& of, const wanted& what) {
    std::vector<std::string> all;
    const auto layer = std::string_view(f.cause).substr(0, f.cause.find('.'));
    if (const auto* path = first_with_place(f, of)) {
        const auto& at = shown_target(*path);
        if (layer == "host") add_on_the_device(all, f.cause, *path);
        if (layer == "dns") add_lookups(all, at, what);
        if (at.via == "proxy") add_through_proxy(all, at, of);
        if ((layer == "tcp" || layer == "net") && !shows_in_time(f))
            for (const auto& one : what.flows)
                for (const auto& command : test_commands(one))
                    if (fit_for_command(one.names.front()) && all.size() < 3) add_if(all, command);
        if (layer == "tls" && at.via == "direct") add_handshakes(all, at, *path, f.cause.starts_with("tls.sni_"));
    }
    auto only = fmt::format("egress-check {}", site_options_of(of.site));
    std::size_t named = 0;
    for (const auto& id : f.paths)
        if (named < most_only && plain_word(id)) only += (++named, " --only " + id);
    if (shows_in_time(f)) only += hold_option_of(of);
    if (named > 0) add_if(all, only + " -v");
    if (all.size() > most_commands) all.resize(most_commands);
    return all;
}

} // namespace rules
