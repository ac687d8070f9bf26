// SPDX-License-Identifier: MIT
//
// egress-standin: stands in for Azure, so that a firewall can be tested before the cloud exists.
#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <asio/signal_set.hpp>
#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "tools/options.hpp"
#include "tools/standin/server.hpp"

namespace {

using namespace standin;

constexpr const char* description =
    "Stands in for Azure: IoT Hub, DPS, registries, storage, DNS and time on one machine, so that a firewall can be\n"
    "tested before the cloud exists. It knows no device and takes no secret: every credential is refused as Azure "
    "does.";

constexpr const char* examples = R"(
Examples:
  On this machine, without root:
    egress-standin --port 443=10443 53=10053 123=10123 --ca-out ca.pem --options-out standin.toml
    egress-check --options standin.toml
  On a machine beyond the firewall (root, for the ports below 1024):
    sudo egress-standin --address 192.0.2.7 --ca-out ca.pem --options-out standin.toml
    then copy both files to the device, correct `ca` and `service-roots` there, and run egress-check
  A device whose clock is to look wrong by one hour:
    egress-standin --clock-skew 3600 ...
  By hand:
    openssl s_client -connect 127.0.0.1:8883 -servername contoso.azure-devices.net -CAfile ca.pem
    dig @127.0.0.1 -p 10053 contoso.azure-devices.net
    curl --cacert ca.pem --connect-to ::127.0.0.1:10443 https://mcr.microsoft.com/v2/

Listens on 443, 5671, 8883 (TLS), 53 (UDP and TCP) and 123 (UDP). Ends with Ctrl-C or SIGTERM.
Exit status: 0 ended as asked; 2 it could not start.)";

struct words {
    std::vector<std::string> addresses, advertise, ports, hubs, registries;
    std::string keys = "ec", layers = "data";
    double skew = 0;
    long hold = 60;
    bool list = false;
};

void declare(CLI::App& app, settings& how, words& given) {
    app.footer(examples);
    app.add_option("--address", given.addresses, "address to listen on, repeatable (default: 127.0.0.1 and ::1)")
        ->type_name("ADDR");
    app.add_option(
           "--advertise", given.advertise, "address to give out in DNS answers, repeatable (default: --address)")
        ->type_name("ADDR");
    app.add_option("--port", given.ports, "repeatable: listen on TO for the standard port FROM (TO 0: any free)")
        ->type_name("FROM=TO");
    app.add_option("--hub", given.hubs, "hub, short or full name; every hub name of Azure is answered in any case")
        ->type_name("NAME");
    app.add_option("--registry", given.registries, "registry, short or full name; as --hub")->type_name("NAME");
    app.add_option("--cloud", how.cloud, "public, usgov or china: completes short names")
        ->capture_default_str()
        ->type_name("CLOUD");
    app.add_option("--region", how.region, "region in the names of layer hosts")
        ->capture_default_str()
        ->type_name("REGION");
    app.add_option("--layers", given.layers, "where azurecr.io sends for layers: data (endpoint) or blob (storage)")
        ->check(CLI::IsMember({"data", "blob"}))
        ->capture_default_str();
    app.add_option("--keys", given.keys, "keys of the certificates: ec (P-256) or rsa (2048)")
        ->check(CLI::IsMember({"ec", "rsa"}))
        ->capture_default_str();
    app.add_option("--ca-out", how.ca_out, "write the root certificate (PEM) to this file")->type_name("FILE");
    app.add_option("--options-out", how.options_out, "write an option file for egress-check (needs --ca-out)")
        ->type_name("FILE");
    app.add_option(
           "--ready-file", how.ready_file, "write this file once listening (default: the line `ready` on stdout)")
        ->type_name("FILE");
    app.add_option("--clock-skew", given.skew, "seconds the shown clock is wrong by, in HTTP dates and NTP")
        ->check(tools::seconds_between(-1e9, 1e9))
        ->type_name("SECONDS");
    app.add_option("--hold", given.hold, "seconds a silent connection is kept")
        ->check(CLI::Range(1L, 86400L))
        ->capture_default_str()
        ->type_name("SECONDS");
    app.add_option("--limit-connections", how.limit_connections, "connections open at once")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str()
        ->type_name("N");
    app.add_flag("--quiet", how.quiet, "no line per connection on stderr");
    app.add_flag("--list", given.list, "print the names stood for, and end");
}

void take(settings& how, const words& given) {
    for (const auto& word : given.addresses) how.addresses.push_back(read_address(word));
    for (const auto& word : given.advertise) how.advertise.push_back(read_address(word));
    for (const auto& word : given.ports) add_port(how.ports, word);
    take_names(how, given.hubs, given.registries);
    if (!is_host_name(how.region) || how.region.find('.') != std::string::npos)
        throw std::invalid_argument(
            "--region " + netprobe::printable(how.region, 64) + ": write a region's short name, such as westeurope");
    if (!how.options_out.empty() && how.ca_out.empty())
        throw std::invalid_argument("--options-out needs --ca-out FILE: the option file names the root certificate");
    how.layers_in_blob = given.layers == "blob";
    how.keys = given.keys == "rsa" ? key_kind::rsa_2048 : key_kind::ec_p256;
    how.clock_skew = std::chrono::milliseconds(static_cast<long long>(given.skew * 1000));
    how.hold = std::chrono::seconds(given.hold);
}

void announce(const settings& how, const server& all) {
    if (!how.ca_out.empty()) write_file(how.ca_out, all.root_pem());
    if (!how.options_out.empty()) {
        const auto ca = std::filesystem::absolute(how.ca_out).string();
        write_file(how.options_out, write_options(how, all.ports(), all.advertised().front(), ca));
    }
    for (const auto& address : all.addresses()) {
        std::string ports;
        for (const auto& [standard, real] : all.ports())
            ports += standard == real ? fmt::format(" {}", real) : fmt::format(" {}={}", standard, real);
        std::cerr << "egress-standin: listening on " << address.to_string() << ", ports" << ports << '\n';
    }
    if (!how.ready_file.empty())
        write_file(how.ready_file, "ready\n");
    else
        std::cout << "ready" << std::endl; // somebody may be waiting for the line
}

} // namespace

int standin_main(int argc, char** argv) {
    return tools::guarded("egress-standin", [&]() -> int {
        settings how;
        words given;
        CLI::App app(description, "egress-standin");
        declare(app, how, given);
        if (const auto ended = tools::parse(app, argc, argv)) return *ended;
        take(how, given);
        if (given.list) {
            for (const auto& name : served_patterns(how.extra)) std::cout << name << '\n';
            return tools::holds;
        }
        asio::io_context io(1);
        server all(io, how, [](const std::string& line) { std::cerr << line + '\n'; });
        asio::signal_set signals(io, SIGINT, SIGTERM);
        signals.async_wait([&all](std::error_code ec, int) {
            if (!ec) all.stop();
        });
        announce(how, all);
        io.run();
        return tools::holds;
    });
}
