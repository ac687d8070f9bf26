// SPDX-License-Identifier: MIT
#include "tools/pac.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "netprobe/local_end.hpp"
#include "netprobe/own_networks.hpp"
#include "netprobe/printable.hpp"
#include "netprobe/time_budget.hpp"
#include "proxy/pac.hpp"
#include "proxy/wpad.hpp"
#include "rules/controls.hpp"
#include "tools/fetch.hpp"
#include "tools/first_reachable.hpp"
#include "tools/network.hpp"

namespace tools {
namespace {

// The candidates in order; the first that can be had is the site's. One URL is the only candidate.
fetched fetch_first(network& net, const std::vector<std::string>& urls, std::string& source) {
    fetched last{{}, "this device has no search domain of its own that could keep one"};
    const auto task = [&]() -> asio::awaitable<void> {
        for (const auto& url : urls) {
            last = co_await fetch(net.wire(), url);
            source = url;
            if (last.error.empty()) co_return;
        }
    };
    net.run(task());
    return last;
}

fetched read_script(const proxy_options& from, const network_options& network_from, const rules::catalog& catalog,
    std::string& source) {
    source = from.pac;
    const bool url = from.pac.starts_with("http://") || from.pac.starts_with("https://");
    // It is named in the report; no such file needs a login to be had.
    if (url && from.pac.find_first_of("@?") != from.pac.npos)
        throw usage_error("--pac: give the URL of the file without credentials and without a query");
    if (from.pac != "wpad" && !url) {
        try {
            return {proxy::read_pac_file(from.pac), {}, true};
        } catch (const std::invalid_argument& wrong) {
            throw usage_error(std::string("--pac: ") + wrong.what());
        }
    }
    network net(network_from, catalog);
    return fetch_first(net, url ? std::vector{from.pac} : proxy::wpad_urls(net.search()), source);
}

std::string text_of(const proxy::pac_answer& answer) {
    std::string text;
    for (const auto& way : answer.ways) text += (text.empty() ? "" : "; ") + way.text;
    return netprobe::printable(text, 500);
}

// Ours where packets to the Internet leave; without a way there, the first that there is.
std::string own_address(const network_options& network) {
    if (!network.source.empty()) return network.source;
    const auto outside = asio::ip::make_address(rules::nowhere_address); // only the route is looked up
    if (auto own = netprobe::source_towards(outside, {{}, network.interface}); !own.empty()) return own;
    const auto networks = netprobe::own_networks();
    return networks.empty() ? std::string() : networks.front().substr(0, networks.front().find('/'));
}

// Each once, in the file's order. SOCKS of version 4 is none that anybody here can use.
std::vector<proxy::address> usable(const std::vector<proxy::pac_way>& ways) {
    std::vector<proxy::address> all;
    for (const auto& way : ways)
        if (way.proxy && std::ranges::find(all, *way.proxy) == all.end()) all.push_back(*way.proxy);
    return all;
}

double seconds_since(netprobe::clock::time_point begin) {
    return std::chrono::duration<double>(netprobe::clock::now() - begin).count();
}

} // namespace

void ask_pac_file(way_out& out, const proxy_options& from, const network_options& network,
    const rules::catalog& catalog, const std::vector<std::string>& hosts) {
    const auto started = netprobe::clock::now();
    auto& pac = out.pac.emplace();
    auto script = read_script(from, network, catalog, pac.source);
    pac.source = netprobe::printable(pac.source, 300);
    pac.heard = script.answered;
    const auto begin = script.text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (script.error.empty() && begin != script.text.npos && script.text[begin] == '<')
        script.error = "is a page, and no script";
    if (!script.error.empty()) {
        pac.error = pac.source + ": " + script.error;
        return;
    }
    proxy::pac_question asked;
    asked.origin = pac.source;
    asked.script = std::move(script.text);
    asked.hosts = hosts;
    asked.my_address = own_address(network);
    asked.limit = network.limit();
    const auto answers = proxy::ask_pac(asked);
    for (const auto& answer : answers) pac.hosts.push_back({answer.host, text_of(answer), answer.error});
    if (out.by || answers.empty()) return;
    const auto choose = [&](const std::vector<proxy::pac_way>& ways, const std::string& as) {
        const auto all = usable(ways);
        if (all.empty()) return;
        auto within = network;
        within.deadline_seconds = std::max(0.0, network.deadline_seconds - seconds_since(started));
        auto first = first_reachable(within, catalog, all);
        out.by = all[first.index];
        out.ended = first.ended;
        out.source =
            "PAC file " + pac.source + ", " + as + (first.passed.empty() ? "" : ", the first that can be reached");
        pac.passed = std::move(first.passed);
        pac.chosen = true;
    };
    choose(answers.front().ways, "for " + answers.front().host); // the hub
    if (answers.front().error.empty()) return;
    // It fails for the hub: what it names for others is all that is known of the site's proxy, or what its text names.
    for (const auto& answer : answers)
        if (!pac.chosen) choose(answer.ways, "for " + answer.host);
    if (pac.chosen) return;
    const auto named = proxy::proxies_in_script(asked.script);
    if (named.size() == 1) choose(named, "which could not be run, in its text");
}

} // namespace tools
