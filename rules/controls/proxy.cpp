// SPDX-License-Identifier: MIT
#include "rules/controls.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/tunnel.hpp"
#include "rules/proxy_shown.hpp"

namespace rules {
namespace {

using netprobe::failure;

constexpr auto nowhere = "nonexistent.invalid"; // RFC 6761 §6.4
constexpr std::array matrix_ports{443, 5671, 8883};

/// Controls as they are asked for, each service and port once.
class list {
public:
    explicit list(const report& of) : of_(of) {}

    void name(const std::string& target, int port) { add("control_name", target, port, "tcp", "the target's name"); }

    void host(const std::string& target, int port) {
        if (const auto other = another_host(target); !other.empty())
            add("control_host", other, port, "tcp", "another host at the same port");
    }

    void literal(const std::string& target, int port) {
        const auto addresses = diagnosis::addresses_of_host(of_, target);
        const auto fit = [](const std::string& a) { return !diagnosis::is_policy_address(a); };
        auto at = std::find_if(
            addresses.begin(), addresses.end(), [&](const auto& a) { return fit(a) && !diagnosis::is_ipv6(a); });
        if (at == addresses.end()) at = std::find_if(addresses.begin(), addresses.end(), fit);
        if (at != addresses.end())
            add("control_literal", *at, port, "tcp", "the target's address in place of its name");
    }

    void other_name(const std::string& target, int port) {
        const auto other = another_host(target);
        if (other.empty()) return;
        if (auto* added = add("control_other_name", target, port, "tls", "another name in a tunnel to the target"))
            added->to.server_name = other;
    }

    void nonexistent() { add("control_nonexistent", nowhere, 443, "tls", "a name that does not exist"); }

    void proxy_tls() {
        const auto proxy = read_shown_proxy(of_.site.proxy);
        if (!proxy) return;
        if (auto* added = add("control_proxy_tls", proxy->host, proxy->port, "tls", "TLS with the proxy's own port"))
            added->to.via = "direct", added->to.id = id_of(added->to);
    }

    std::vector<planned_path> take() && { return std::move(all_); }

private:
    static std::string id_of(const netprobe::target& to) {
        const bool ipv6 = to.host.find(':') != std::string::npos;
        return fmt::format(
            "{}@{}{}{}:{}/{}/{}", to.service, ipv6 ? "[" : "", to.host, ipv6 ? "]" : "", to.port, to.protocol, to.via);
    }

    /// Null where it is there already.
    planned_path* add(std::string_view service, const std::string& host, int port, std::string_view protocol,
        std::string_view purpose) {
        for (const auto& c : all_)
            if (c.to.service == service && c.to.port == port) return nullptr;
        planned_path c;
        c.to.service = service;
        c.to.host = host;
        c.to.port = static_cast<std::uint16_t>(port);
        c.to.protocol = protocol;
        c.to.via = "proxy";
        c.to.id = id_of(c.to);
        c.need = need::optional;
        c.purpose = purpose;
        return &all_.emplace_back(std::move(c));
    }

    /// A host of the plan that is not the target, best one that the proxy let pass; mcr.microsoft.com before others.
    std::string another_host(const std::string& target) const {
        const path_result* best = nullptr;
        const auto worth = [](const path_result& p) {
            return 2 * diagnosis::tunnelled(p.seen) + (p.planned.to.service == "mcr");
        };
        for (const auto& p : of_.paths) {
            if (p.planned.to.via != "proxy" || p.planned.to.host.empty() || p.planned.to.host == target) continue;
            if (!best || worth(p) > worth(*best)) best = &p;
        }
        return best ? best->planned.to.host : std::string();
    }

    const report& of_;
    std::vector<planned_path> all_;
};

/// What else was asked of the proxy, beside one path.
struct others {
    const std::vector<diagnosis::trial>& all;
    const netprobe::target& target;

    bool asked(bool same_host, bool same_port) const {
        return std::any_of(all.begin(), all.end(), [&](const auto& t) {
            return (t.seen->to.host == target.host) == same_host && (t.seen->to.port == target.port) == same_port;
        });
    }
};

void ask_about(list& to, const report& of, const path_result& p, const netprobe::tunnel_observation& t,
    const std::vector<diagnosis::trial>& all) {
    const auto& target = p.seen.to;
    const others beside{all, target};
    const diagnosis::trial here{&p.seen, &t};
    if (here.refused()) {
        if (!beside.asked(false, true)) to.host(target.host, target.port);
        if (!beside.asked(true, false) && target.port != 443) to.name(target.host, 443);
    } else if (here.let_on()) {
        if (!diagnosis::says_why(t)) to.literal(target.host, target.port);
    } else if (t.failed == failure::timed_out && t.first_bytes.empty()) {
        if (!beside.asked(false, true)) to.host(target.host, target.port);
        to.literal(target.host, target.port);
    } else if (t.failed == failure::closed || t.failed == failure::reset || (t.http && t.http->status == 400)) {
        if (diagnosis::proxy_scheme(of, p.seen) == "http") to.proxy_tls();
    }
}

bool cut(const netprobe::tls_observation& tls) {
    return tls.failed == failure::closed || tls.failed == failure::reset || tls.failed == failure::timed_out;
}

} // namespace

std::vector<planned_path> proxy_controls(const report& measured) {
    list wanted(measured);
    const auto all = diagnosis::trials_of(measured);
    for (const auto& p : measured.paths) {
        if (!diagnosis::reached_proxy(p.seen)) continue;
        wanted.nonexistent();
        const auto* tunnel = diagnosis::tunnel_of(p.seen);
        if (!tunnel || tunnel->failed == failure::interrupted || diagnosis::informative(p)) continue;
        if (!tunnel->ok())
            ask_about(wanted, measured, p, *tunnel, all);
        else if (p.seen.tls && cut(*p.seen.tls))
            wanted.other_name(p.seen.to.host, p.seen.to.port);
    }
    return std::move(wanted).take();
}

std::vector<planned_path> proxy_matrix(const report& of) {
    const path_result* target = nullptr;
    for (const auto& p : of.paths) {
        if (p.planned.to.via != "proxy" || p.planned.to.host.empty()) continue;
        const bool hub = p.planned.to.service == "iot_hub" || p.planned.to.service == "parent";
        if (!target || (hub && target->planned.to.service != "iot_hub" && target->planned.to.service != "parent"))
            target = &p;
    }
    list wanted(of);
    if (!target) return {};
    const auto& host = target->planned.to.host;
    for (const auto port : matrix_ports) {
        wanted.name(host, port);
        wanted.host(host, port);
        wanted.literal(host, port);
    }
    wanted.nonexistent();
    wanted.other_name(host, 443);
    wanted.proxy_tls();
    return std::move(wanted).take();
}

} // namespace rules
