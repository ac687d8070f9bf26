// SPDX-License-Identifier: MIT
//
// egress-tls: TCP, TLS and the protocol's hello to targets of the user's own, one line each as they end.
#include <iostream>

#include "netprobe/printable.hpp"
#include "netprobe/probe.hpp"
#include "netprobe/together.hpp"
#include "rules/host_name.hpp"
#include "rules/shown.hpp"
#include "rules/write.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"
#include "tools/options.hpp"
#include "tools/targets.hpp"

namespace {

using namespace tools;

struct tls_options {
    network_options network;
    std::vector<std::string> targets;
    std::string file, catalog, server_name;
    bool json = false, only_open = false;
};

void declare(CLI::App& app, tls_options& o) {
    app.add_option("TARGET", o.targets,
        "HOST[:PORT][/PROTOCOL] or ADDRESS/PREFIX[:PORT][/PROTOCOL]; - reads them from standard input");
    app.add_option("--file", o.file, "Read targets from this file, one a line; - is standard input");
    app.add_option(
        "--server-name", o.server_name, "Name to ask for and to judge the certificate by, for address targets");
    app.add_flag("--json", o.json, "One JSON object a line");
    app.add_flag("--only-working", o.only_open, "Show only what works: for sweeps of ranges");
    app.add_option("--catalog", o.catalog, "TOML file: endpoint catalog, for the roots of genuine chains");
    add_network_options(app, o.network);
    app.get_option("--deadline")->default_val(3600.0);
    add_option_file(app, other_keys::passed_over);
    app.footer(
        "Protocols: tls (port 443 unless given), amqp 5671, mqtt 8883, amqp_ws, mqtt_ws, https, registry, blob 443.\n\n"
        "Examples:\n"
        "  egress-tls contoso.azure-devices.net:8883/mqtt contoso.azure-devices.net/amqp\n"
        "  egress-tls --file targets.txt --json > result.jsonl\n"
        "  egress-tls 198.51.100.0/24:8883 --only-working --limit 1 --server-name hub.example\n\n"
        "Exit status: 0 every target answered as it should, 1 one did not, 2 it could not be asked.");
}

std::vector<target_spec> specs_of(const tls_options& o) {
    std::vector<std::string> given;
    std::string file = o.file;
    for (const auto& one : o.targets)
        if (one == "-")
            file = "-";
        else
            given.push_back(one);
    if (!file.empty())
        for (auto& word : words_of(read_text_file(file, "--file", 64 << 20))) given.push_back(std::move(word));
    if (given.empty()) throw usage_error("no target; give HOST[:PORT][/PROTOCOL], or --file FILE");
    std::vector<target_spec> specs;
    for (const auto& one : given) specs.push_back(parse_target(one));
    return specs;
}

// Takes targets one by one out of their ranges, so that a sweep costs no memory.
struct sweep {
    const std::vector<target_spec>& specs;
    std::size_t spec = 0;
    std::uint64_t index = 0;

    std::optional<netprobe::target> next() {
        if (spec == specs.size()) return std::nullopt;
        auto to = target_at(specs[spec], index);
        if (++index == specs[spec].count) {
            index = 0;
            ++spec;
        }
        return to;
    }
};

// The last thing that was seen of a path, for a line of text.
std::string told(const netprobe::path_observation& seen) {
    std::string text = seen.works() ? "ok" : std::string(netprobe::to_string(seen.failed));
    if (seen.tls && seen.tls->ok()) {
        text += "  " + seen.tls->version;
        if (seen.tls->verify_code != 0) text += "  certificate: " + seen.tls->verify_text;
        if (!seen.tls->name_matches) text += "  certificate is for another name";
    } else if (seen.tls && !seen.tls->code.empty()) {
        text += "  TLS: " + seen.tls->code;
    }
    if (!seen.works() && seen.used && !seen.tls) text += "  after connect";
    if (seen.upgrade) text += seen.upgrade->ok() ? "  WebSocket" : "  WebSocket refused: " + seen.upgrade->code;
    if (!seen.hellos.empty()) text += "  " + seen.hellos.back().said;
    for (const auto& connect : seen.connects)
        for (const auto& icmp : connect.kernel.icmp)
            text += "  ICMP " + std::to_string(icmp.type) + "/" + std::to_string(icmp.code) + " from " + icmp.offender;
    return text;
}

// A certificate that is not trusted, or not for the name, is no success here: this tool judges TLS.
bool holds_up(const netprobe::path_observation& seen) {
    return seen.works() && (!seen.tls || (seen.tls->verify_code == 0 && seen.tls->name_matches));
}

struct job {
    const tls_options& o;
    const netprobe::wire& on;
    sweep list;
    bool all_hold = true;
};

asio::awaitable<void> worker(job& shared) {
    while (!shared.on.budget.over()) {
        auto to = shared.list.next();
        if (!to) co_return;
        to->server_name = shared.o.server_name;
        const auto seen = co_await netprobe::probe(shared.on, std::move(*to));
        const bool good = holds_up(seen);
        shared.all_hold = shared.all_hold && good;
        if (shared.o.only_open && !seen.works()) continue;
        if (shared.o.json)
            std::cout << rules::write_json_line(seen);
        else
            std::cout << (good ? "ok    " : "FAIL  ") << netprobe::printable(seen.to.id, 300) << "  "
                      << static_cast<long>(seen.elapsed_ms) << " ms  " << told(seen) << "\n";
        if (!std::cout) shared.on.budget.interrupt(); // nobody reads any more
    }
}

// It goes out in clear text: what is no name, such as a key pasted in the wrong place, must not.
void check_server_name(const std::string& name) {
    if (name.empty()) return;
    if (const auto fault = rules::fault_of_name(name))
        throw usage_error(
            "--server-name " + rules::shown_without_secret(name) + ": " + fault->what + "; " + fault->remedy);
}

int run(const tls_options& o) {
    check_server_name(o.server_name);
    const auto specs = specs_of(o);
    network net(o.network, load_catalog(o.catalog));
    job shared{o, net.wire(), {specs}};
    std::uint64_t count = 0;
    for (const auto& one : specs) count += one.count;
    const auto task = [&]() -> asio::awaitable<void> {
        std::vector<asio::awaitable<void>> workers;
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(o.network.width, count); ++i)
            workers.push_back(worker(shared));
        co_await netprobe::together(std::move(workers));
        co_await net.wire().names.finish();
    };
    net.run(task());
    if (net.budget().over()) throw usage_error("ended before every target was tried (Ctrl-C, or --deadline)");
    return shared.all_hold ? holds : does_not_hold;
}

} // namespace

int tls_main(int argc, char** argv) {
    return guarded("egress-tls", [&] {
        CLI::App app{"TCP, TLS and the protocol's own hello to targets of your own", "egress-tls"};
        tls_options options;
        declare(app, options);
        if (const auto status = parse(app, argc, argv)) return *status;
        return run(options);
    });
}
