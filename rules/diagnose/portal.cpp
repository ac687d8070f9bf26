// SPDX-License-Identifier: MIT
#include "rules/diagnose/portal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/chain_reading.hpp"
#include "rules/diagnose/connect_reading.hpp"

namespace rules::diagnosis {

const netprobe::http_answer* http_answer_of(const netprobe::path_observation& seen) {
    for (auto h = seen.hellos.rbegin(); h != seen.hellos.rend(); ++h)
        if (h->http && h->http->status != 0) return &*h->http;
    return seen.upgrade && seen.upgrade->answer.status != 0 ? &seen.upgrade->answer : nullptr;
}

bool has_service_mark(const netprobe::http_answer& answer) {
    static constexpr std::array<std::string_view, 3> marks{
        "iothub-errorcode", "x-ms-request-id", "docker-distribution-api-version"};
    if (std::any_of(marks.begin(), marks.end(), [&](auto m) { return !answer.header(m).empty(); })) return true;
    const auto server = answer.header("server");
    return server.starts_with("Windows-Azure-Blob") || server.starts_with("Microsoft-HTTPAPI");
}

std::string box_in(const netprobe::http_answer& answer) {
    for (const auto name : {"via", "proxy-status", "x-squid-error"})
        if (const auto value = answer.header(name); !value.empty()) return std::string(value);
    return {};
}

namespace {

// "https://login.site.example/x" → "login.site.example"; empty for a path on the same host.
std::string host_in(std::string_view url) {
    const auto at = url.find("://");
    if (at == std::string_view::npos) return {};
    url.remove_prefix(at + 3);
    return std::string(url.substr(0, url.find_first_of(":/?")));
}

bool is_html(const netprobe::http_answer& a) { return a.header("content-type").starts_with("text/html"); }

// What these services say to a stranger is known, and it is no page of HTML (facts/azure.md §2.5).
bool never_pages(const netprobe::target& to) {
    static constexpr std::array<std::string_view, 14> services{"iot_hub", "dps", "mcr", "mcr_data", "acr", "acr_data",
        "acr_domain", "acr_dedicated", "acr_regional", "blob", "docker_hub", "docker_auth", "docker_data",
        "version_info"};
    return std::find(services.begin(), services.end(), to.service) != services.end();
}

// The hub and DPS, who give nobody anything that has not said who he is.
bool asks_who(const netprobe::target& to) { return to.service == "iot_hub" || to.service == "dps"; }

// TLS ended in somebody who is not the service: a chain that this device trusts for a reason of its own.
bool ends_in_a_box(const netprobe::path_observation& seen) {
    const auto& tls = seen.tls;
    if (!tls || tls->chain.empty() || tls->service_root || untrusted(seen) || !public_service(seen.to)) return false;
    return !is_public_ca(tls->root.empty() ? tls->chain.back().issuer : tls->root);
}

bool is_no_answer_of_the_service(const netprobe::target& to, const netprobe::http_answer& a) {
    // Refusals are judged as such, whoever they are from (protocol.cpp).
    if (has_service_mark(a) || a.status == 401 || a.status == 403 || a.status == 407 || a.status == 429 ||
        a.status == 451 || a.status >= 500)
        return false;
    const bool success = a.status >= 200 && a.status < 300;
    if (asks_who(to)) return success || is_html(a);
    return never_pages(to) && success && is_html(a);
}

// The same page that stands in the place of another host.
bool page_of_others(const report& of, const netprobe::path_observation& seen, const netprobe::http_answer& answer) {
    if (!is_html(answer) || answer.body.empty() || has_service_mark(answer)) return false;
    return std::any_of(of.paths.begin(), of.paths.end(), [&](const auto& p) {
        const auto* a = http_answer_of(p.seen);
        return a && p.seen.to.host != seen.to.host && a->status == answer.status && a->body == answer.body &&
               ends_in_a_box(p.seen) && is_no_answer_of_the_service(p.seen.to, *a);
    });
}

// Only the upgrade is answered by somebody else: requests to the same host, by the same way, get to the service.
bool serves_requests(const report& of, const netprobe::path_observation& seen) {
    return seen.upgrade && std::any_of(of.paths.begin(), of.paths.end(), [&](const auto& p) {
        const auto* a = p.seen.upgrade ? nullptr : http_answer_of(p.seen);
        return a && p.seen.to.host == seen.to.host && p.seen.to.via == seen.to.via && has_service_mark(*a);
    });
}

// Another host, by the same way, that the same answer was given for: its name, or empty.
std::string told_elsewhere(const inquiry& in, std::size_t index, const netprobe::http_answer& answer) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        const auto* a = http_answer_of(seen);
        if (!a || seen.to.host == in.path(index).seen.to.host || by_proxy(seen) != by_proxy(in.path(index).seen))
            continue;
        const auto to = redirect_host(*a);
        const bool same = to.empty() ? !a->body.empty() && a->body == answer.body : to == redirect_host(answer);
        if (same && a->status == answer.status && !page_instead(in, i).empty()) return seen.to.host;
    }
    return {};
}

// Whoever ends TLS here lets other services through: no portal, which holds everybody up, but a filter.
bool passes_others(const inquiry& in, std::size_t index) {
    const auto& here = in.path(index).seen.tls;
    if (!here || here->root.empty()) return false;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (const auto& seen = in.path(i).seen; in.works(i) && seen.tls && seen.tls->root == here->root &&
                                                seen.to.host != in.path(index).seen.to.host &&
                                                by_proxy(seen) == by_proxy(in.path(index).seen))
            return true;
    return false;
}

} // namespace

std::string redirect_host(const netprobe::http_answer& answer) { return host_in(answer.header("location")); }

std::string page_for_service(const report& of, const netprobe::path_observation& seen) {
    const auto* answer = http_answer_of(seen);
    if (!answer || !ends_in_a_box(seen) || serves_requests(of, seen)) return {};
    if (!is_no_answer_of_the_service(seen.to, *answer) && !page_of_others(of, seen, *answer)) return {};
    return fmt::format("{}:{} answered {} {}{}, which {} does not say, under a certificate that is not the service's",
        seen.to.host, seen.to.port, answer->status, answer->reason, is_html(*answer) ? " with a web page" : "",
        seen.to.host);
}

bool diagnose_portal(inquiry& in, std::size_t index) {
    const auto text = page_instead(in, index);
    if (text.empty()) return false;
    const auto& seen = in.path(index).seen;
    const auto* answer = http_answer_of(seen);
    const bool page = !(answer->status >= 300 && answer->status < 400) && answer->status != 511;
    // What answers inside a tunnel is where the proxy leads to.
    const bool proxy = by_proxy(seen);
    auto s = proxy ? about_proxy(in, page ? "proxy.html_blockpage" : "proxy.redirect", index)
                   : in.about("net.captive_portal", index);
    s.proved = answer->status == 511;
    if (!proxy) s.keys = {"portal"};
    if (!proxy) s.box = redirect_host(*answer);
    if (!proxy && page && passes_others(in, index)) {
        s.where = "firewall";
        s.advice = "Let {openings} past the web filter for this device: it lets other hosts through.";
    }
    s.evidence.push_back(text);
    if (const auto other = told_elsewhere(in, index, *answer); !other.empty()) {
        s.proved = true;
        s.control = "the same answer in the place of " + other;
    }
    in.suspect(std::move(s));
    return true;
}

namespace {

std::optional<joint_reading> read_open(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    return in.open(index) && !by_proxy(seen) && !connection(seen) ? read_attempts(seen.connects, in) : std::nullopt;
}

// A box says that its rules prohibit it: no signing in would help, and what is silent beside it may be its messages
// that are rationed.
bool prohibited_by_rule(const inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i)
        if (const auto read = read_open(in, i); read && read->told.cause == "tcp.admin_prohibited") return true;
    return false;
}

} // namespace

const netprobe::path_observation* portal_for_everybody(const report& of) {
    for (const auto& control : of.controls) {
        const auto* answer = control.seen.to.service == "control_portal" ? http_answer_of(control.seen) : nullptr;
        if (!answer) continue;
        const bool sends_away = answer->status >= 300 && answer->status < 400 && !redirect_host(*answer).empty();
        if (sends_away || answer->status == 511 || (answer->status == 200 && is_html(*answer))) return &control.seen;
    }
    return nullptr;
}

// HTTP at an address where nobody is gets a portal's answer: everything is held up until somebody signs in, whatever
// the other ports do meanwhile (facts/faults.md D35). A proxy on the way that only says that it cannot get there is
// none.
void diagnose_held_up(inquiry& in) {
    if (const auto* portal = portal_for_everybody(in.of)) {
        const auto* answer = http_answer_of(*portal);
        const bool by_rule = prohibited_by_rule(in);
        for (std::size_t i = 0; i < in.size(); ++i) {
            if (!in.open(i) || by_proxy(in.path(i).seen)) continue;
            const auto read = read_open(in, i);
            const auto what = read ? read->told.cause : std::string_view();
            if (by_rule && (what == "tcp.admin_prohibited" || what == "tcp.drop")) continue;
            auto s = in.about("net.captive_portal", i);
            s.keys = {"portal"};
            s.box = redirect_host(*answer);
            const bool named = what == "tcp.icmp_unreachable" && !read->told.box.empty();
            s.proved = !by_rule && !named; // who rejects may be another than who asks to sign in
            if (named) {
                s.box = read->told.box;
                s.evidence.push_back(read->told.evidence);
            }
            s.evidence.push_back(fmt::format("HTTP to {}, where nobody is, was answered {} {}{}", portal->to.as.address,
                answer->status, answer->reason, s.box.empty() ? "" : ", and sent to " + s.box));
            s.control = "an address that must not answer does";
            in.suspect(std::move(s));
        }
    }
}

std::string page_instead(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto* answer = http_answer_of(seen);
    if (!answer || serves_requests(in.of, seen)) return {};
    // Nobody can answer in place of a peer that has shown a certificate of the service's own roots.
    if (seen.tls && seen.tls->service_root && !untrusted(seen)) return {};
    // A certificate forged for the name is an inspector's, and he passes on what the service says.
    if (seen.tls && untrusted(seen) && seen.tls->name_matches && answer->status != 511) return {};
    if (auto text = page_for_service(in.of, seen); !text.empty()) return text;
    const auto to = redirect_host(*answer);
    const bool redirect = answer->status >= 300 && answer->status < 400 && !to.empty() && to != seen.to.host;
    const bool page = answer->status == 200 && is_html(*answer) && !has_service_mark(*answer);
    const bool asked_to_sign_in = answer->status == 511; // RFC 6585 §6
    if (!redirect && !page && !asked_to_sign_in) return {};
    return fmt::format("{}:{} answered {} {}{}", seen.to.host, seen.to.port, answer->status, answer->reason,
        redirect ? " to " + to
        : page   ? " with a web page"
                 : "");
}

} // namespace rules::diagnosis
