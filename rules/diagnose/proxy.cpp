// SPDX-License-Identifier: MIT
//
// The way to the proxy's port (facts/faults.md D02), and what comes back for a request for a tunnel. Its name is in
// dns.cpp, what the device itself does not send in host.cpp.
#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/connect_reading.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// A router that knows the network of an address asks there for three seconds (RFC 4861 §10; Linux does of IPv4, too)
// before it says that nobody has it; a rule and a missing route are told at once. Of the first word in the run: a
// router rations its words, and not for that long.
bool nobody_has(const std::vector<std::string>& addresses, const inquiry& in) {
    constexpr double asking_ms = 2500;
    constexpr double never = std::numeric_limits<double>::infinity();
    const auto host_unreachable = [&](const netprobe::icmp_error& e) {
        const bool host = e.version == 6 ? e.type == 1 && e.code == 3 : e.type == 3 && e.code == 1;
        return host && !e.offender.empty() && !in.is_own(e.offender);
    };
    double first_sent = never, first_word = never;
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list)
            for (const auto& c : attempts(p.seen)) {
                if (std::ranges::find(addresses, c.address) == addresses.end()) continue;
                first_sent = std::min(first_sent, c.started_ms);
                if (std::ranges::any_of(c.kernel.icmp, host_unreachable))
                    first_word = std::min(first_word, c.started_ms + c.elapsed_ms);
            }
    return first_word < never && first_word - first_sent >= asking_ms;
}

void diagnose_port(inquiry& in, std::size_t index) {
    const auto read = read_attempts(attempts(in.path(index).seen), in);
    if (!read) return;
    // Others of ours got through to the same port: it is open, and somebody counts.
    auto s = about_proxy(in, read->limit.empty() ? "proxy.unreachable" : read->limit, index);
    s.evidence = read->evidence;
    s.proved = read->limit.empty() && read->told.proved;
    s.addresses.insert(read->addresses.begin(), read->addresses.end());
    s.where = "unknown";
    s.who = "proxy admin";
    if (s.proved && nobody_has(read->addresses, in)) {
        s.where = "proxy";
        s.control = "the router's first word came seconds after the first attempt: it asked for the address on its own "
                    "link, and "
                    "nobody answered; a rule rejects at once";
    } else if (read->limit.empty() && !read->addresses.empty() && std::ranges::all_of(read->addresses, is_loopback)) {
        s.where = "device";
        s.who = "device owner";
        s.box.clear();
        s.proved = true;
        s.control = "a loopback address is this device itself: nobody else can answer there, or refuse";
        s.advice = "Start the program of this device that should listen at {address}, or give the proxy itself; a "
                   "loopback address in a module is the module's own.";
    } else if (std::ranges::find(read->addresses, read->told.box) != read->addresses.end()) {
        s.where = "proxy"; // its own system says so
    } else if (!read->told.box.empty()) {
        s.box = read->told.box;
        s.where = "firewall";
        s.who = "network admin";
        s.advice = "Change the rule or the route on {box}: this device must reach {openings}.";
    } else if (read->told.cause == "tcp.reset" && read->told.where == "firewall") { // from nearer than the proxy
        s.control = read->told.control;
        s.where = "firewall";
        s.who = "network admin";
    } else if (read->limit.empty() && (read->told.cause == "tcp.drop" || read->told.cause == "tcp.reset")) {
        s.proved = false;
        s.where = read->told.where.empty() ? "unknown" : read->told.where;
        s.control = read->told.cause == "tcp.drop"
                        ? "a proxy that is down and a firewall before it that drops the attempts look the same"
                        : "a proxy that is not running and a firewall before it that refuses look the same";
    }
    in.suspect(std::move(s));
}

// One address of the proxy is dead and another serves: nothing is broken, and programs that try it first wait.
void diagnose_dead_address(inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    auto s = about_proxy(in, "proxy.unreachable", index);
    bool silent = false;
    std::string sender; // of a rejection, or where the attempts end
    for (const auto& c : attempts(seen)) {
        const auto r = read_connect(c, in);
        if (c.ok() || r.cause.empty() || r.cause.starts_with("host.") || in.answered(c.address, c.port)) continue;
        s.evidence.push_back(r.evidence);
        s.addresses.insert(c.address);
        silent = silent || c.failed == failure::timed_out;
        if (sender.empty()) sender = r.box;
    }
    if (s.evidence.empty()) return;
    if (!sender.empty()) {
        s.box = sender;
        s.where = "firewall";
    }
    s.breaks.clear();
    s.touches = {index};
    s.keys = {"address of the proxy"};
    s.proved = true;
    s.control = "another address of the proxy answered";
    s.severity = silent ? severity::warning : severity::note;
    s.advice =
        "Take {address} out of the DNS entry of the proxy, or open the way to it and repair what is there: another "
        "address serves.";
    in.suspect(std::move(s));
}

suspicion read_tunnel_answer(const inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& t = *tunnel_of(in.path(index).seen);
    const trial here{&in.path(index).seen, &t};
    if (here.refused()) return read_refusal(in, index, all);
    if (here.let_on()) return read_upstream(in, index);
    const int status = t.http ? t.http->status : 0;
    if (status == 407 || rejects_login(in.path(index).seen) || (t.socks && !t.socks->reply))
        return read_login(in, index);
    auto s = about_proxy(in, "proxy.connect_unsupported", index);
    s.evidence.push_back(answer_sentence(t));
    s.proved = true;
    const bool others_pass = std::any_of(all.begin(), all.end(), [](const auto& o) { return o.granted(); });
    if (t.socks) { // RFC 1928 §6: command or address type not supported
        if (t.socks->reply == 8) s.advice = "Write socks5:// instead of socks5h://: {box} takes no names.";
    } else if (status >= 200 && status < 300) {
        s.cause = "proxy.html_blockpage";
        s.proved = others_pass;
        if (!s.proved) s.control = "a web server that is no proxy may answer with a page, too";
    } else if ((status >= 300 && status < 400) || status == 511) { // RFC 6585 §6
        s.cause = "proxy.redirect";
    } else if (status == 429) {
        s.cause = "proxy.rate_limit";
    } else {
        return read_no_tunnel(in, index, all);
    }
    return s;
}

// What it let through alone, it does not let through beside others of ours: IoT Edge opens a few connections, and we
// open many at once.
void diagnose_crowd(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& p = in.path(i);
        if (p.seen.failed == failure::not_tried || !in.passes_proxy_alone(p)) continue;
        auto s = about_proxy(in, "proxy.rate_limit", i);
        s.severity = severity::note;
        const auto* tunnel = tunnel_of(p.seen);
        s.evidence.push_back(fmt::format("beside others: {}; alone it works",
            tunnel && !tunnel->ok()
                ? answer_sentence(*tunnel)
                : fmt::format("{}:{} ended: {}", p.seen.to.host, p.seen.to.port, netprobe::to_string(p.seen.failed))));
        s.control = "the same paths one after the other";
        s.advice = "Nothing to do for a few connections: {box} takes fewer at a time than a check opens.";
        in.suspect(std::move(s));
    }
}

void diagnose_tunnel(inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& t = *tunnel_of(in.path(index).seen);
    if (t.ok() || in.works(index)) return diagnose_use(in, index);
    if (!in.open(index) || t.failed == failure::not_tried || t.failed == failure::interrupted) return;
    const auto told = read_icmp(t.kernel.icmp, proxy_place(in.of, in.path(index).seen), t.elapsed_ms, in);
    if (told.cause.empty())
        return in.suspect(
            t.failed == failure::denied ? read_tunnel_answer(in, index, all) : read_no_tunnel(in, index, all));
    // The connection stood, and its first data was rejected by name of the box.
    const bool device = told.cause.starts_with("host.");
    auto s = about_proxy(in, device ? told.cause : "proxy.unreachable", index);
    if (device) s.keys = {"device"};
    if (!device) s.where = "firewall";
    if (!device) s.who = "network admin";
    s.box = told.box;
    s.proved = told.proved;
    s.evidence.push_back(told.evidence);
    in.suspect(std::move(s));
}

} // namespace

void diagnose_proxy(inquiry& in) {
    const auto all = trials_of(in.of);
    std::vector<std::size_t> silent; // read last: what the proxy says of other targets may be why
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!seen.proxy || (!in.open(i) && !in.works(i))) continue;
        if (!reached_proxy(seen)) {
            if (in.open(i)) diagnose_port(in, i);
            continue;
        }
        if (carrier(seen)) diagnose_dead_address(in, i);
        if (diagnose_proxy_tls(in, i)) continue;
        const auto* tunnel = tunnel_of(seen);
        if (!tunnel) continue;
        if (tunnel->failed == failure::timed_out && tunnel->first_bytes.empty())
            silent.push_back(i);
        else
            diagnose_tunnel(in, i, all);
    }
    for (const auto i : silent) diagnose_tunnel(in, i, all);
    diagnose_crowd(in);
    diagnose_worth(in);
}

} // namespace rules::diagnosis
