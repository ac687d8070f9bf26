// SPDX-License-Identifier: MIT
//
// egress-dns: names through every resolver of the device, each on its own, the system's answer beside them.
#include <algorithm>
#include <deque>
#include <iostream>

#include "netprobe/dns/answer.hpp"
#include "netprobe/printable.hpp"
#include "netprobe/together.hpp"
#include "rules/shown.hpp"
#include "rules/write.hpp"
#include "tools/files.hpp"
#include "tools/network.hpp"
#include "tools/options.hpp"
#include "tools/targets.hpp"

namespace {

using namespace tools;

struct dns_options {
    network_options network;
    std::vector<std::string> names;
    std::string file;
    bool json = false;
};

void declare(CLI::App& app, dns_options& o) {
    o.network.width = 32;
    o.network.deadline_seconds = 3600;
    app.add_option("NAME", o.names, "Host name to resolve; - reads names from standard input");
    app.add_option("--file", o.file, "Read names from this file, one a line; - is standard input");
    add_lookup_options(app, o.network);
    app.add_flag("--json", o.json, "One JSON object a line");
    add_option_file(app, other_keys::passed_over);
    app.footer("Examples:\n"
               "  egress-dns contoso.azure-devices.net\n"
               "  egress-dns contoso.azure-devices.net mcr.microsoft.com --resolver 10.0.0.1 --resolver 10.0.0.2\n"
               "  egress-dns --file names.txt --json > result.jsonl\n\n"
               "Exit status: 0 every name resolves everywhere, 1 one does not somewhere, 2 it could not be asked.");
}

// A mistake that would look like a fault of the network is told before anything is asked.
void check_name(const std::string& name) {
    const auto quoted = "\"" + netprobe::printable(name, 80) + "\": ";
    if (name.size() > 254) throw usage_error(quoted + "a host name has at most 253 characters");
    if (std::ranges::any_of(name, [](char c) { return c <= ' ' || c >= 0x7f; }))
        throw usage_error(quoted + "not a host name; write international names in their xn-- form");
    // A credential in the wrong place must not go out as a question.
    if (name.empty() || name.find_first_of("=;?@\"'") != name.npos || rules::looks_like_key(name))
        throw usage_error(
            rules::shown_without_secret(name) + ": not a host name; give one such as contoso.azure-devices.net");
    if (name.find('/') != name.npos || std::ranges::count(name, ':') == 1)
        throw usage_error(quoted + "give the host name alone, without scheme, port or path");
}

std::deque<std::string> names_of(const dns_options& o) {
    std::deque<std::string> names;
    std::string file = o.file;
    for (const auto& one : o.names)
        if (one == "-")
            file = "-";
        else
            names.push_back(one);
    if (!file.empty())
        for (auto& word : words_of(read_text_file(file, "--file", 64 << 20))) names.push_back(std::move(word));
    if (names.empty()) throw usage_error("no name; give host names, or --file FILE");
    for (const auto& name : names) check_name(name);
    return names;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += " " + part;
    return text.empty() ? text : " " + text; // two blanks before a column
}

std::string milliseconds_of(const netprobe::outcome& seen) {
    const auto text = std::to_string(static_cast<long>(seen.elapsed_ms));
    return std::string(text.size() < 6 ? 6 - text.size() : 0, ' ') + text + " ms";
}

std::string state_of(const netprobe::outcome& seen) {
    std::string text(netprobe::to_string(seen.failed));
    if (seen.ok()) text = "ok";
    if (!seen.code.empty()) text += " (" + seen.code + ")";
    return text;
}

// What an admin will want to know about an answer, beside its addresses.
std::string remarks_on(const netprobe::dns_answer& a) {
    std::string text;
    const auto add = [&text](const std::string& remark) { text += "; " + remark; };
    if (a.failed == netprobe::failure::name_not_found && a.soa.empty())
        add("without the zone's SOA: a policy may have removed the name");
    if (a.extended_error)
        add("extended error " + std::to_string(*a.extended_error) + " \"" + a.extended_error_text + "\"");
    if (a.over_tcp) add("over TCP");
    if (a.records_left_out > 0) add(std::to_string(a.records_left_out) + " more records");
    if (a.tries > 1) add("asked " + std::to_string(a.tries) + " times");
    if (a.bad_replies > 0) add(std::to_string(a.bad_replies) + " replies that do not fit");
    for (const auto& icmp : a.icmp)
        add("ICMP " + std::to_string(icmp.type) + "/" + std::to_string(icmp.code) + " from " + icmp.offender);
    if (!a.detail.empty()) add(a.detail);
    return text;
}

void show(std::ostream& out, const netprobe::resolve_observation& seen) {
    std::size_t width = 6; // "system"
    for (const auto& a : seen.answers) width = std::max(width, a.resolver.size());
    const auto cell = [&](const std::string& text, std::size_t size) {
        return text + std::string(text.size() < size ? size - text.size() : 0, ' ') + "  ";
    };
    out << seen.name << "\n";
    if (seen.source == netprobe::address_source::literal) out << "  is an address\n";
    for (const auto& a : seen.answers)
        out << "  " << cell(a.resolver, width) << cell(a.type, 4) << milliseconds_of(a) << "  " << state_of(a)
            << joined(netprobe::dns::addresses(a)) << remarks_on(a) << "\n";
    if (seen.answers.empty() && !seen.system && !seen.ok())
        out << "  " << state_of(seen) << "  " << seen.detail << "\n";
    if (!seen.system) return;
    const auto& system = *seen.system;
    out << "  " << cell("system", width) << cell("", 4) << milliseconds_of(system) << "  " << state_of(system)
        << joined(system.addresses);
    if (!system.canonical.empty() && system.canonical != seen.name) out << "; canonical name " << system.canonical;
    if (!system.hosts_file.empty()) out << "; the hosts file says" << joined(system.hosts_file);
    if (!system.detail.empty()) out << "; " << system.detail;
    out << "\n";
}

// Every resolver gives an address, and none fails over the other family; the library resolves it too.
bool resolves_everywhere(const netprobe::resolve_observation& seen) {
    if (!seen.ok() || (seen.system && !seen.system->ok())) return false;
    for (const auto& a : seen.answers) {
        if (!a.ok() && a.failed != netprobe::failure::no_address) return false;
        if (std::ranges::none_of(seen.answers, [&](const auto& b) { return b.resolver == a.resolver && b.ok(); }))
            return false;
    }
    return true;
}

struct job {
    const dns_options& o;
    network& net;
    std::deque<std::string> names;
    bool everywhere = true;
};

asio::awaitable<void> worker(job& shared) {
    while (!shared.names.empty() && !shared.net.budget().over()) {
        auto name = std::move(shared.names.front());
        shared.names.pop_front();
        const auto seen = co_await shared.net.wire().names.everything(std::move(name));
        shared.everywhere = shared.everywhere && resolves_everywhere(seen);
        if (shared.o.json)
            std::cout << rules::write_json_line(seen);
        else
            show(std::cout, seen);
        if (!std::cout) shared.net.budget().interrupt(); // nobody reads any more
    }
}

int run(const dns_options& o) {
    auto names = names_of(o);
    network net(o.network, load_catalog({}));
    for (const auto& remark : net.remarks()) std::cerr << "egress-dns: " << remark << "\n";
    job shared{o, net, std::move(names)};
    const auto task = [&]() -> asio::awaitable<void> {
        std::vector<asio::awaitable<void>> workers;
        const auto count = std::min(o.network.width, shared.names.size());
        for (std::size_t i = 0; i < count; ++i) workers.push_back(worker(shared));
        co_await netprobe::together(std::move(workers));
    };
    net.run(task());
    if (net.budget().over()) throw usage_error("ended before every name was looked up (Ctrl-C, or --deadline)");
    return shared.everywhere ? holds : does_not_hold;
}

} // namespace

int dns_main(int argc, char** argv) {
    return guarded("egress-dns", [&] {
        CLI::App app{"Host names through every resolver of the device, each on its own", "egress-dns"};
        dns_options options;
        declare(app, options);
        if (const auto status = parse(app, argc, argv)) return *status;
        return run(options);
    });
}
