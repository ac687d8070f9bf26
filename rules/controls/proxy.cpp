// SPDX-License-Identifier: MIT
#include "rules/controls.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/tunnel.hpp"
#include "rules/proxy_shown.hpp"

namespace rules {
namespace {

using netprobe::failure;

constexpr auto nowhere = "nonexistent.invalid"; // RFC 6761 §6.4
constexpr std::array matrix_ports{443, 5671, 8883};
constexpr std::size_t most_literals = 4; // of one port
constexpr double quick_ms = 1000;        // a refusal that comes sooner may be asked for again in turn
constexpr double alone_begin_ms = 300;   // the other controls are over by then, where the proxy answers at all
constexpr std::size_t lanes = 2;

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
        if (at != addresses.end() && count("control_literal", port) < most_literals)
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

    /// The whole path once more. In turn: beside one other such path at most, and after all that was asked for before.
    void alone(const path_result& p, bool in_turn) {
        planned_path c;
        c.to = p.planned.to;
        c.to.id = alone_control_id(p.planned.to.id);
        c.to.service = "control_alone";
        c.to.as.after_ms = alone_begin_ms;
        c.to.after.clear();
        // A host that another path names is named again, by that path's own second try.
        if (!p.planned.to.after.empty() && p.planned.to.host.empty()) c.to.after = alone_control_id(p.planned.to.after);
        if (in_turn && c.to.after.empty()) {
            auto& last = last_in_lane_[next_lane_++ % lanes];
            if (!last.empty()) c.to.after = last, c.to.as.after_ms = 0;
            last = c.to.id;
        }
        c.need = need::optional;
        c.purpose = "the whole path again, alone";
        all_.push_back(std::move(c));
    }

    std::vector<planned_path> take() && { return std::move(all_); }

private:
    std::size_t count(std::string_view service, int port) const {
        return static_cast<std::size_t>(std::count_if(
            all_.begin(), all_.end(), [&](const auto& c) { return c.to.service == service && c.to.port == port; }));
    }

    static std::string id_of(const netprobe::target& to) {
        const bool ipv6 = to.host.find(':') != std::string::npos;
        return fmt::format(
            "{}@{}{}{}:{}/{}/{}", to.service, ipv6 ? "[" : "", to.host, ipv6 ? "]" : "", to.port, to.protocol, to.via);
    }

    /// Null where it is there already: a literal for each host, all others once for each port.
    planned_path* add(std::string_view service, const std::string& host, int port, std::string_view protocol,
        std::string_view purpose) {
        for (const auto& c : all_)
            if (c.to.service == service && c.to.port == port && (service != "control_literal" || c.to.host == host))
                return nullptr;
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
    std::array<std::string, lanes> last_in_lane_;
    std::size_t next_lane_ = 0;
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
        if (!diagnosis::blames_its_resolver(t)) to.literal(target.host, target.port);
    } else if (t.failed == failure::timed_out && t.first_bytes.empty()) {
        if (!beside.asked(false, true)) to.host(target.host, target.port);
        to.literal(target.host, target.port);
    } else if (t.http && t.http->status == 404) {
        to.literal(target.host, target.port); // some say so of a name that they do not find
    } else if (t.failed == failure::closed || t.failed == failure::reset || (t.http && t.http->status == 400)) {
        if (diagnosis::proxy_scheme(of, p.seen) == "http") to.proxy_tls();
    }
}

bool cut(const netprobe::tls_observation& tls) {
    return tls.failed == failure::closed || tls.failed == failure::reset || tls.failed == failure::timed_out;
}

/// What a proxy also says or does to one who comes with too much at once; silence counts where it answered others.
bool may_be_our_own_doing(const path_result& p, bool answers) {
    const auto& seen = p.seen;
    if (!diagnosis::by_proxy(seen) || seen.works()) return false;
    const auto limit = [&](failure f) {
        return f == failure::reset || f == failure::closed || (f == failure::timed_out && answers);
    };
    const auto* tunnel = diagnosis::tunnel_of(seen);
    if (!tunnel) return answers && !diagnosis::carrier(seen) && (limit(seen.failed) || seen.failed == failure::refused);
    if (tunnel->ok()) return seen.tls && limit(seen.tls->failed);
    if (limit(tunnel->failed)) return true;
    const int status = tunnel->http ? tunnel->http->status : 0;
    const diagnosis::trial here{&seen, tunnel};
    return here.refused() || status == 429 || here.let_on();
}

bool was_quick(const path_result& p) {
    const auto* tunnel = diagnosis::tunnel_of(p.seen);
    return p.seen.failed != failure::timed_out && (!tunnel || tunnel->elapsed_ms < quick_ms);
}

/// Each such path again, those that somebody needs first, and what waited for them.
void ask_alone(list& to, const report& of, const std::vector<diagnosis::trial>& all) {
    const bool answers = std::any_of(all.begin(), all.end(), [](const auto& t) { return t.answered(); });
    std::set<std::string> again;
    for (const bool needed : {true, false})
        for (const auto& p : of.paths) {
            if (diagnosis::informative(p) == needed || !may_be_our_own_doing(p, answers)) continue;
            to.alone(p, was_quick(p));
            again.insert(p.planned.to.id);
        }
    for (const auto& p : of.paths)
        if (p.seen.failed == failure::not_tried && again.contains(p.planned.to.after)) to.alone(p, false);
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
    ask_alone(wanted, measured, all);
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
