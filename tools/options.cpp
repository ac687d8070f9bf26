// SPDX-License-Identifier: MIT
#include "tools/options.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "rules/shown.hpp"
#include "version.hpp"

namespace tools {
namespace {

std::chrono::milliseconds seconds(double given) {
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(given * 1000));
}

// A descriptor that was closed before we started (`>&-`) would be given to the next file or socket, and our report
// would be written into that. What is opened in its place fails as a closed one does: standard input cannot be
// read, the other two cannot be written.
void keep_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(descriptor, F_GETFD) < 0)
            static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

// CLI::Range lets "nan" pass: no comparison with it holds.
CLI::Validator finite() {
    return {[](std::string& text) {
                const auto small = netprobe::lower(text);
                return small.find("nan") == small.npos ? std::string() : "not a number of seconds";
            },
        ""};
}

} // namespace

CLI::Validator seconds_between(double least, double most) { return finite() & CLI::Range(least, most); }

std::chrono::milliseconds network_options::limit() const { return seconds(limit_seconds); }
std::chrono::milliseconds network_options::deadline() const { return seconds(deadline_seconds); }

std::map<std::uint16_t, std::uint16_t> network_options::port_map() const {
    std::map<std::uint16_t, std::uint16_t> map;
    for (const std::string_view pair : ports) {
        const auto equals = pair.find('=');
        const auto from = netprobe::port_from(pair.substr(0, equals));
        const auto to = equals == std::string_view::npos ? std::nullopt : netprobe::port_from(pair.substr(equals + 1));
        if (!from || !to)
            throw usage_error(
                "--port \"" + netprobe::printable(pair, 40) + "\": give STANDARD=USED, such as 443=10443");
        map[*from] = *to;
    }
    return map;
}

void add_lookup_options(CLI::App& app, network_options& into) {
    const auto group = "Network";
    app.add_option("--resolver", into.resolvers,
           "Ask only this DNS server, ADDRESS[:PORT] (may be repeated; default: the device's)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--interface", into.interface, "Go out through this network interface")->group(group);
    app.add_option("--source", into.source, "Go out from this address of the device")
        ->check(CLI::ValidIPV4 | CLI::Validator(
                                     [](std::string& text) {
                                         return text.find(':') == std::string::npos ? std::string("not an IP address")
                                                                                    : std::string();
                                     },
                                     "IPV6"))
        ->group(group);
    auto* four = app.add_flag("--ipv4", into.ipv4_only, "IPv4 only")->group(group);
    app.add_flag("--ipv6", into.ipv6_only, "IPv6 only")->excludes(four)->group(group);
    app.add_option("--limit", into.limit_seconds, "Seconds that one step may take")
        ->check(seconds_between(0.05, 600))
        ->capture_default_str()
        ->group(group);
    app.add_option("--deadline", into.deadline_seconds, "Seconds that the whole run may take")
        ->check(seconds_between(0.05, 86400))
        ->capture_default_str()
        ->group(group);
    app.add_option("--width", into.width, "Names or paths tried at once")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->group(group);
}

void add_network_options(CLI::App& app, network_options& into) {
    const auto group = "Network";
    add_lookup_options(app, into);
    app.add_option("--ca", into.ca, "PEM file: trust these roots instead of the device's store")->group(group);
    app.add_option("--service-roots", into.service_roots, "PEM file: the roots that genuine service chains end in")
        ->group(group);
    app.add_option("--standin", into.standin, "Every name is at this host: an egress-standin beyond the firewall")
        ->group(group);
    app.add_option("--port", into.ports, "Use another port, STANDARD=USED (a stand-in that runs without root)")
        ->allow_extra_args(false)
        ->group(group);
}

void add_site_options(CLI::App& app, site_options& into) {
    const auto group = "Site";
    app.add_option("--hub", into.hub, "IoT Hub: name, host name, or a connection string (only its host is used)")
        ->group(group);
    app.add_flag("--dps", into.dps, "The device provisions through DPS; --dps=SCOPE names the id scope")->group(group);
    app.add_option("--registry", into.registries,
           "Container registry: name, host, docker.io, or HOST/REPOSITORY:TAG to follow its layers (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--storage", into.storage, "Storage account: name or blob host (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--region", into.region, "Azure region of registries, such as westeurope: for their data endpoints")
        ->group(group);
    app.add_option("--parent", into.parent, "Parent device of a nested one")->group(group);
    app.add_option("--ntp", into.ntp, "Time server (may be repeated)")->allow_extra_args(false)->group(group);
    app.add_option("--endpoint", into.endpoints, "One more thing to reach, HOST:PORT/PROTOCOL (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--cloud", into.cloud, "Azure cloud")
        ->check(CLI::IsMember({"public", "usgov", "china"}))
        ->each([&into](const std::string&) { into.cloud_given = true; })
        ->capture_default_str()
        ->group(group);
    app.add_option("--catalog", into.catalog, "TOML file: endpoint catalog to use instead of the built-in one")
        ->group(group);
    app.add_option("--only", into.only, "Only this service or path id (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
    app.add_option("--skip", into.skip, "Not this service or path id (may be repeated)")
        ->allow_extra_args(false)
        ->group(group);
}

rules::site site_options::site() const {
    try {
        rules::site made;
        made.cloud = *rules::cloud_from(cloud);
        made.dps = !dps.empty();
        if (made.dps && dps != "true") made.dps_scope = rules::scope_of(dps);
        if (!region.empty()) made.region = rules::region_of(region);
        for (const auto& given : ntp) made.ntp.push_back(rules::host_of("--ntp", given));
        if (!hub.empty()) {
            made.hub = rules::hub_host(hub, made.cloud);
            made.source.push_back("hub: --hub");
        }
        for (const auto& given : registries) made.registries.push_back(rules::registry_host(given, made.cloud));
        for (const auto& given : storage) made.storage.push_back(rules::storage_host(given, made.cloud));
        for (const auto& given : endpoints) made.endpoints.push_back(rules::endpoint_of(given));
        if (!parent.empty()) made.parent = rules::host_of("--parent", parent);
        return made;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

void add_option_file(CLI::App& app, other_keys others) {
    app.set_config("--options", "", "Option file (TOML): the long options' names and their values");
    app.allow_config_extras(
        others == other_keys::refused ? CLI::config_extras_mode::error : CLI::config_extras_mode::ignore);
}

std::optional<int> parse(CLI::App& app, int argc, char** argv) {
    app.set_version_flag("--version", app.get_name() + " " EGRESS_VERSION);
    app.get_formatter()->column_width(28);
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ConfigError& wrong) {
        // The library says "INI was not able to parse KEY" for a key that it does not know.
        const std::string_view said = wrong.what();
        complain(
            app.get_name(), "--options: \"" + std::string(said.substr(said.rfind(' ') + 1)) +
                                "\" is no long option of this tool, or has a value that it cannot take (try --help)");
        return cannot_ask;
    } catch (const CLI::ParseError& end) {
        if (end.get_exit_code() == 0) return app.exit(end); // help or version
        complain(app.get_name(), std::string(end.what()) + " (try --help)");
        return cannot_ask;
    }
}

void complain(std::string_view tool, std::string_view why) {
    constexpr std::size_t longest = 600;
    std::cerr << tool << ": " << netprobe::printable(rules::without_secrets(why.substr(0, 4 * longest)), longest)
              << "\n";
}

int guarded(const char* tool, const std::function<int()>& body) {
    keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error to report, not a death
    try {
        const int status = body();
        // A full disk or a closed pipe behind standard output shows only now.
        if (!std::cout.flush()) throw usage_error("standard output: cannot be written (closed, or the disk is full)");
        return status;
    } catch (const std::exception& failed) {
        complain(tool, failed.what());
        return cannot_ask;
    }
}

} // namespace tools
