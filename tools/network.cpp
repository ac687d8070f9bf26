// SPDX-License-Identifier: MIT
#include "tools/network.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <asio/co_spawn.hpp>
#include <asio/signal_set.hpp>
#include <csignal> // SIGINT
#include <net/if.h>
#include <netdb.h>
#include <sys/resource.h>

#include "netprobe/printable.hpp"
#include "proxy/tunnel.hpp"
#include "tools/files.hpp"

namespace tools {
namespace {

namespace dns = netprobe::dns;
constexpr std::size_t max_text = 4 << 20;
constexpr std::size_t syns_at_once = 8;       // to one address; netprobe/connect_gate.hpp
constexpr std::size_t questions_at_once = 16; // to one resolver (style.md §6.4: small servers lose bursts)

// Files that this process may open: as many as it is allowed to allow itself. What fails for want of them would look
// like a fault of the network.
constexpr std::size_t least_files = 96, files_of_our_own = 32, files_a_path = 6, files_a_question = 16;

std::size_t open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return least_files;
    constexpr rlim_t enough = 4096;
    const auto soft = std::max(limit.rlim_cur, std::min(limit.rlim_max, enough));
    if (soft > limit.rlim_cur) {
        limit.rlim_cur = soft;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < least_files)
        throw usage_error("this process may open only " + std::to_string(limit.rlim_cur) +
                          " files ('ulimit -n'), and " + std::to_string(least_files) + " are needed; raise the limit");
    return static_cast<std::size_t>(std::min(limit.rlim_cur, enough));
}

std::size_t at_most(std::size_t wanted, std::size_t files, std::size_t each) {
    return std::min(wanted, std::max<std::size_t>(1, (files - files_of_our_own) / each));
}

std::string text_if_there(const char* file) {
    std::error_code ec;
    return std::filesystem::exists(file, ec) ? read_text_file(file, "reading", max_text) : std::string();
}

// What the device asks: resolv.conf, and behind systemd's stub the resolvers that it forwards to, because
// containers are given those (Docker cannot use 127.0.0.53).
struct device_dns {
    std::vector<dns::resolver> resolvers;
    std::vector<std::string> search, remarks;
};

device_dns read_device_dns() {
    device_dns found;
    const auto conf = dns::parse_resolv_conf(text_if_there("/etc/resolv.conf"));
    found.resolvers = conf.nameservers;
    found.search = conf.search;
    found.remarks = conf.ignored;
    if (conf.nameservers.empty()) {
        found.remarks.push_back("/etc/resolv.conf names no resolver, so this device asks 127.0.0.1");
        found.resolvers.push_back({"127.0.0.1", 53});
    }
    const bool stub = found.resolvers.front().address == "127.0.0.53";
    if (stub)
        for (const auto& behind : dns::parse_resolv_conf(text_if_there("/run/systemd/resolve/resolv.conf")).nameservers)
            found.resolvers.push_back(behind);
    return found;
}

std::vector<std::string> addresses_of(const std::string& option, const std::string& host) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0)
        throw usage_error(option + " " + netprobe::printable(host, 80) + ": " + ::gai_strerror(error) +
                          "; give a name or an address");
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, &::freeaddrinfo);
    std::vector<std::string> addresses;
    for (auto* one = found; one && addresses.size() < netprobe::max_addresses; one = one->ai_next) {
        char text[NI_MAXHOST];
        if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
            addresses.emplace_back(text);
    }
    return addresses;
}

void ask_only(dns::names_config& config, const std::vector<std::string>& resolvers) {
    config.resolvers.clear();
    config.ask_system = false;
    for (const auto& given : resolvers) {
        std::string wrong;
        const auto one = dns::parse_resolver(given, wrong);
        if (!one) throw usage_error("--resolver " + wrong);
        config.resolvers.push_back(*one);
    }
}

dns::names_config names_for(
    const network_options& from, const device_dns& device, const std::optional<proxy::address>& by, std::size_t files) {
    dns::names_config config;
    config.search = device.search;
    config.resolvers = device.resolvers;
    config.width = at_most(questions_at_once, files, files_a_question);
    config.local = {from.source, from.interface};
    if (!from.resolvers.empty())
        ask_only(config, from.resolvers);
    else if (!from.device_resolvers.empty())
        ask_only(config, from.device_resolvers);
    for (const auto& given : from.container_resolvers) {
        const dns::resolver one{given, 53};
        const auto& known = config.resolvers;
        if (from.resolvers.empty() && std::find(known.begin(), known.end(), one) == known.end())
            config.resolvers.push_back(one);
    }
    config.hosts_file = text_if_there("/etc/hosts");
    const bool source_is_ipv6 = from.source.find(':') != std::string::npos;
    config.want_ipv4 = !from.ipv6_only && (from.source.empty() || !source_is_ipv6);
    config.want_ipv6 = !from.ipv4_only && (from.source.empty() || source_is_ipv6);
    if (!config.want_ipv4 && !config.want_ipv6)
        throw usage_error("--source " + from.source + " is not of the family that --ipv4 or --ipv6 asks for");
    if (!from.standin.empty()) {
        // A proxy is a host of the site: the stand-in does not take its place.
        if (by) config.pinned[by->host] = addresses_of("--proxy", by->host);
        config.everything_at = addresses_of("--standin", from.standin);
        std::erase_if(config.everything_at, [&](const std::string& address) {
            return address.find(':') == std::string::npos ? !config.want_ipv4 : !config.want_ipv6;
        });
        if (config.everything_at.empty())
            throw usage_error("--standin " + from.standin + ": has no address of the family that " +
                              (config.want_ipv4 ? "--ipv4" : "--ipv6") + " (or --source) asks for; give another");
    }
    if (!from.interface.empty() && ::if_nametoindex(from.interface.c_str()) == 0)
        throw usage_error(
            "--interface " + from.interface + ": this device has none of that name; `ip link` lists them");
    return config;
}

netprobe::trust::sources trust_for(const network_options& from, const rules::catalog& catalog) {
    netprobe::trust::sources sources;
    sources.ca_file = from.ca;
    // Nothing genuine is beyond a stand-in: its own root is the one to expect, not an inspector's.
    const bool of_standin = !from.standin.empty() && from.service_roots.empty();
    sources.service_roots_file = of_standin ? from.ca : from.service_roots;
    for (const auto& [sha256, subject] : catalog.service_roots) {
        sources.service_roots.insert(sha256);
        sources.service_root_names.insert(subject);
    }
    return sources;
}

netprobe::trust::sources trust_for_proxy(const std::string& file) {
    netprobe::trust::sources sources;
    sources.ca_file = file;
    return sources;
}

} // namespace

struct network::parts {
    parts(const network_options& from, const rules::catalog& catalog, const std::optional<proxy::address>& by)
        : device(read_device_dns()), roots(trust_for(from, catalog)),
          budget(loop.get_executor(), from.limit(), from.deadline()), names(budget, names_for(from, device, by, files)),
          gate(budget, syns_at_once), signals(loop, SIGINT, SIGTERM), on{budget, names, roots, gate, from.port_map(),
                                                                          {from.source, from.interface}} {
        if (by) {
            if (!from.proxy_ca.empty()) proxy_roots.emplace(trust_for_proxy(from.proxy_ca));
            tunnel.emplace(on, proxy_roots ? *proxy_roots : roots, *by);
            on.proxy = &*tunnel;
        }
        for (const auto& one : names_for(from, device, by, files).resolvers) resolvers.push_back(dns::to_string(one));
        const auto here = [](const std::string& r) {
            return r.starts_with("127.") || r.starts_with("[::1]") || r == "::1";
        };
        stands_alone = !from.standin.empty() || !from.port_map().empty() ||
                       (!from.resolvers.empty() && std::ranges::all_of(from.resolvers, here));
        signals.async_wait([this](std::error_code ec, int) {
            if (!ec) budget.interrupt();
        });
    }

    /// Ends what is still under way, such as a resolver's answer that nobody waits for any more: its frames hold on to
    /// the members below the loop, which go before it.
    ~parts() {
        std::error_code ignored;
        signals.cancel(ignored);
        budget.interrupt();
        loop.restart();
        loop.run_for(std::chrono::milliseconds(500));
    }
    parts(const parts&) = delete;
    parts& operator=(const parts&) = delete;

    const std::size_t files = open_files();
    asio::io_context loop{1};
    device_dns device;
    netprobe::trust roots;
    netprobe::time_budget budget;
    dns::names names;
    netprobe::connect_gate gate;
    asio::signal_set signals;
    netprobe::wire on;
    std::optional<netprobe::trust> proxy_roots;
    std::optional<proxy::tunnel_route> tunnel;
    std::vector<std::string> resolvers;
    bool stands_alone = false;
};

network::network(const network_options& from, const rules::catalog& catalog, const std::optional<proxy::address>& by) {
    try {
        parts_ = std::make_unique<parts>(from, catalog, by);
    } catch (const usage_error&) {
        throw;
    } catch (const std::runtime_error& wrong) { // a trust file
        throw usage_error(wrong.what());
    }
}

network::~network() = default;

asio::io_context& network::loop() { return parts_->loop; }
const netprobe::wire& network::wire() const { return parts_->on; }
netprobe::time_budget& network::budget() { return parts_->budget; }
const std::vector<std::string>& network::resolvers() const { return parts_->resolvers; }
const std::vector<std::string>& network::search() const { return parts_->device.search; }
const std::vector<std::string>& network::remarks() const { return parts_->device.remarks; }

std::size_t network::width(std::size_t wanted) const { return at_most(wanted, parts_->files, files_a_path); }

bool network::on_the_internet() const { return !parts_->stands_alone; }

void network::run(asio::awaitable<void> task) {
    std::exception_ptr thrown;
    asio::co_spawn(parts_->loop, std::move(task), [&](std::exception_ptr e) {
        thrown = e;
        parts_->signals.cancel(); // nothing else is to keep the loop
        parts_->loop.stop();
    });
    parts_->loop.run();
    if (thrown) std::rethrow_exception(thrown);
}

} // namespace tools
