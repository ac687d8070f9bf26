// SPDX-License-Identifier: MIT
#include "rules/diagnose/inquiry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/place_controls.hpp"
#include "rules/diagnose/portal.hpp"

namespace rules::diagnosis {

using netprobe::failure;

bool untrusted(const netprobe::path_observation& seen) {
    if (!seen.tls || seen.tls->chain.empty()) return false;
    return seen.tls->verify_code != 0 || !seen.tls->name_matches;
}

const netprobe::connect_observation* connection(const netprobe::path_observation& seen) {
    if (!seen.used || *seen.used >= seen.connects.size()) return nullptr;
    const auto& used = seen.connects[*seen.used];
    return used.ok() ? &used : nullptr;
}

namespace {

// Where the answer to the first SYN was lost, the kernel measures from that SYN to the answer to the second, and knows
// no better: as long a way looks the same. Another connection to the address tells how long it is.
bool quicker_there(const report& of, const netprobe::connect_observation& than) {
    const auto quicker = [&](const auto& c) {
        return c.ok() && c.address == than.address && c.elapsed_ms < than.kernel.tcp->rtt_ms / 2;
    };
    const auto among = [&](const auto& paths) {
        return std::ranges::any_of(
            paths, [&](const auto& p) { return std::ranges::any_of(attempts(p.seen), quicker); });
    };
    return among(of.paths) || among(of.controls);
}

} // namespace

bool lost_a_syn(const report& of, const netprobe::connect_observation& seen) {
    constexpr double first_repeat_ms = 900; // the kernel repeats a SYN after a second
    const auto& tcp = seen.kernel.tcp;
    return seen.ok() && tcp && tcp->total_retrans > 0 && seen.elapsed_ms >= first_repeat_ms &&
           (tcp->rtt_ms < first_repeat_ms || quicker_there(of, seen));
}

double middle_round_trip(const report& of) {
    std::vector<double> times;
    for (const auto& p : of.paths) {
        const auto* c = connection(p.seen);
        if (c && !lost_a_syn(of, *c))
            times.push_back(c->kernel.tcp && c->kernel.tcp->rtt_ms > 0 ? c->kernel.tcp->rtt_ms : c->elapsed_ms);
    }
    if (times.empty()) return 0;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

bool public_service(const netprobe::target& to) {
    static constexpr std::array own{"parent", "gateway", "registry", "endpoint", "ntp", "dns", ""};
    return std::find(own.begin(), own.end(), to.service) == own.end();
}

bool by_proxy(const netprobe::path_observation& seen) { return seen.proxy.has_value() || seen.to.via == "proxy"; }

std::string duration(double ms) {
    if (ms < 10) return fmt::format("{:.1f} ms", ms);
    if (ms < 1000) return fmt::format("{:.0f} ms", ms);
    constexpr double minute = 60e3, hour = 60 * minute, day = 24 * hour;
    if (ms >= 2 * day) return fmt::format("{:.0f} days", ms / day);
    if (ms >= 2 * hour) return fmt::format("{:.1f} hours", ms / hour);
    return ms >= 5 * minute ? fmt::format("{:.0f} minutes", ms / minute) : fmt::format("{:.1f} s", ms / 1000);
}

namespace {

// Every step succeeded, with a peer that this device trusts, and what answered is the service.
bool serves(const report& of, const netprobe::path_observation& seen) {
    return seen.works() && !untrusted(seen) && page_for_service(of, seen).empty();
}

} // namespace

inquiry::inquiry(const report& about_this)
    : of(about_this), explained_(about_this.paths.size(), false), needs_(needs_of(about_this)),
      need_of_(about_this.paths.size()) {
    for (const auto& p : of.paths) {
        const auto& seen = p.seen;
        const bool works = serves(of, seen) || second_try_works(p);
        const auto resolve = seen.proxy ? seen.proxy->resolve.failed : seen.resolve.failed;
        // Not tried and interrupted are no causes; a name that failed before is one.
        const bool waited =
            seen.failed == failure::not_tried && (resolve == failure::none || resolve == failure::not_tried);
        works_.push_back(works);
        broken_.push_back(!works && !waited && !undecided(of, p) && seen.failed != failure::interrupted &&
                          resolve != failure::interrupted);
        for (const auto& c : attempts(seen))
            if (!c.local_address.empty()) own_addresses.insert(plain_address(c.local_address));
    }
    for (const auto& name : of.run.names)
        for (const auto& a : name.answers)
            if (!a.local_address.empty()) own_addresses.insert(plain_address(a.local_address));
    for (std::size_t n = 0; n < needs_.size(); ++n)
        for (const auto i : needs_[n].paths) need_of_[i] = n;
}

bool inquiry::replaced(std::size_t index) const {
    const auto& all = needs_[need_of_[index]].paths;
    return std::any_of(all.begin(), all.end(), [&](auto i) { return i != index && works(i); });
}

bool inquiry::lacks_proxy_of_pac() const {
    const auto& pac = of.site.pac;
    if (!pac || !pac->heard || pac->chosen || !of.site.proxy.empty()) return false;
    if (pac->error.empty() && (pac->hosts.empty() || pac->hosts.front().error.empty())) return false;
    // What is wrong with the device itself, or with names, a proxy does not heal.
    if (std::ranges::any_of(
            found, [](const auto& s) { return s.cause.starts_with("host.") || s.cause.starts_with("dns."); }))
        return false;
    // Shut: the name is known, and not one connection to it came about.
    bool asked = false;
    for (const auto& p : of.paths) {
        if (p.seen.to.service != "iot_hub" || by_proxy(p.seen)) continue;
        if (p.seen.connects.empty() || p.seen.used) return false;
        asked = true;
    }
    return asked;
}

bool inquiry::beside_proxy(std::size_t index) const {
    const auto& all = needs_[need_of_[index]].paths;
    if (lacks_proxy_of_pac()) return !by_proxy(path(index).seen);
    return !by_proxy(path(index).seen) &&
           std::any_of(all.begin(), all.end(), [&](auto i) { return by_proxy(path(i).seen); });
}

bool inquiry::passes_alone(const path_result& p) const { return !by_proxy(p.seen) && second_try_works(p); }

bool inquiry::passes_proxy_alone(const path_result& p) const { return by_proxy(p.seen) && second_try_works(p); }

bool inquiry::second_try_works(const path_result& p) const {
    if (p.seen.works()) return false;
    const auto* again = alone(of, p.id());
    return again && serves(of, *again);
}

const std::string& inquiry::id(std::size_t index) const { return path(index).id(); }

bool inquiry::served_at(std::string_view address) const {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!works(i)) continue;
        const auto* again = alone(of, id(i));
        const auto* used = connection(path(i).seen);
        if (!used && again) used = connection(*again);
        if (used && used->address == address) return true;
    }
    return false;
}

void inquiry::break_path(std::size_t index) {
    works_[index] = false;
    broken_[index] = true;
}

void inquiry::suspect(suspicion what) {
    for (const auto index : what.breaks) explained_[index] = true;
    found.push_back(std::move(what));
}

const netprobe::resolve_observation& inquiry::name_of(std::size_t index) const {
    const auto& seen = path(index).seen;
    const auto& own = seen.proxy ? seen.proxy->resolve : seen.resolve;
    if (own.name.empty() && by_proxy(seen)) return own;
    const auto& wanted = own.name.empty() ? seen.to.host : own.name;
    const auto at =
        std::find_if(of.run.names.begin(), of.run.names.end(), [&](const auto& n) { return n.name == wanted; });
    return at == of.run.names.end() ? own : *at;
}

bool inquiry::on_link(std::string_view own, std::string_view address) const {
    int length = is_ipv6(own) ? 64 : 24;
    for (const std::string_view network : of.run.networks) {
        const auto slash = network.find('/');
        if (slash == network.npos || network.substr(0, slash) != own) continue;
        std::from_chars(network.data() + slash + 1, network.data() + network.size(), length);
    }
    return same_network(own, address, length);
}

bool inquiry::is_own(std::string_view address) const {
    const auto plain = plain_address(address);
    return own_addresses.contains(plain) || is_loopback(plain);
}

namespace {

// A reset is an answer too: something heard us. An ICMP message is not one from the far end.
bool is_answer(const netprobe::connect_observation& c) {
    return c.ok() || (c.failed == failure::refused && c.kernel.icmp.empty());
}

template <typename Predicate>
bool any_answer(const report& of, Predicate wanted) {
    for (const auto& p : of.paths)
        for (const auto& c : attempts(p.seen))
            if (is_answer(c) && wanted(c)) return true;
    return false;
}

} // namespace

bool inquiry::answered(std::string_view address, int port) const {
    return any_answer(of, [&](const auto& c) { return c.ok() && c.address == address && c.port == port; });
}
bool inquiry::takes_connections(std::string_view address) const {
    return any_answer(of, [&](const auto& c) { return c.ok() && c.address == address; });
}
bool inquiry::answered_elsewhere(std::string_view address) const {
    return any_answer(of, [&](const auto& c) { return c.address != address; });
}
bool inquiry::answered_other_port(std::string_view address, int port) const {
    return any_answer(of, [&](const auto& c) { return c.address == address && c.port != port; });
}

suspicion inquiry::about(std::string_view cause, std::size_t index) const {
    const auto& to = path(index).seen.to;
    suspicion s;
    s.cause = cause;
    if (!to.host.empty()) s.hosts.insert(to.host);
    if (to.port != 0) s.ports.insert(std::to_string(to.port));
    if (works(index))
        s.touches.push_back(index);
    else
        s.breaks.push_back(index);
    return s;
}

} // namespace rules::diagnosis
