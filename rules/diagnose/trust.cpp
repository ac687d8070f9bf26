// SPDX-License-Identifier: MIT
//
// Certificates of somebody who stands in for the service, or wrong at this one server (facts/faults.md C09–C16). Hosts
// are compared with each other: what several unrelated hosts share is on the way to them (interception.cpp).
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/chain_reading.hpp"
#include "rules/diagnose/led_elsewhere.hpp"
#include "rules/diagnose/portal.hpp"

namespace rules::diagnosis {
namespace {

// The service itself answers at the same address, at another port or for another name: DNS leads to the right place,
// and somebody on the way there stands in. A sentence; empty where nothing shows that.
std::string genuine_beside(const inquiry& in, std::size_t index) {
    const auto* here = connection(in.path(index).seen);
    if (!here) return {};
    for (const auto& p : in.of.paths) {
        const auto* there = by_proxy(p.seen) ? nullptr : connection(p.seen);
        if (!there || there->address != here->address || !p.seen.tls || p.seen.tls->chain.empty()) continue;
        const bool same_host = p.seen.to.host == in.path(index).seen.to.host;
        if (same_host && p.seen.tls->service_root && !untrusted(p.seen))
            return fmt::format("at {} port {} presents the service's own certificate", there->address, there->port);
    }
    return {};
}

// A page in place of one name, while others are reached: no portal, which holds everybody up, but a filter that knows
// this name. Most do that in DNS; a firewall that redirects the name looks the same.
void diagnose_block_page(inquiry& in, const std::vector<std::size_t>& paths) {
    std::string page;
    for (const auto i : paths)
        if (page.empty()) page = page_instead(in, i);
    bool others_work = false;
    for (std::size_t i = 0; i < in.size(); ++i)
        others_work = others_work || (in.works(i) && public_service(in.path(i).seen.to));
    if (page.empty() || !others_work) return;
    for (const auto i : paths) {
        if (by_proxy(in.path(i).seen)) continue; // the portal's question finds it
        if (const auto genuine = genuine_beside(in, i); !genuine.empty()) {
            auto s = about_chain(in, "net.captive_portal", i, "page:" + host_of(in, i));
            s.evidence.insert(s.evidence.begin(), page);
            if (const auto* answer = http_answer_of(in.path(i).seen)) s.box = redirect_host(*answer);
            s.proved = true;
            s.control = genuine;
            s.where = "firewall";
            s.advice = "Let {openings} past the web filter for this device; its page is no sign-in for the site.";
            in.suspect(std::move(s));
            continue;
        }
        auto s = about_chain(in, "dns.sinkhole", i, "page:" + host_of(in, i));
        s.evidence.insert(s.evidence.begin(), page);
        tell_who_led(s, in, i);
        s.control = "a page stands in for this one name only; a firewall that redirects it would look the same";
        in.suspect(std::move(s));
    }
}

// Behind the one certificate it is the services that answer: an inspector that forges no names.
bool passes_on(const inquiry& in, const std::vector<std::size_t>& paths) {
    return std::any_of(paths.begin(), paths.end(), [&](auto i) {
        const auto* answer = http_answer_of(in.path(i).seen);
        return answer && has_service_mark(*answer);
    });
}

void diagnose_static_inspector(
    inquiry& in, const std::string& leaf, const std::vector<std::size_t>& paths, std::size_t hosts) {
    for (const auto i : paths) {
        const auto& tls = tls_of(in, i);
        const bool trusted = tls.verify_code == 0 || tls.verify_code == hostname_mismatch;
        auto s = about_chain(in, trusted ? "tls.intercepted_trusted" : "tls.intercepted_untrusted", i, "leaf:" + leaf);
        s.box = common_name(top_issuer(in, i));
        s.proved = true;
        s.control = fmt::format("the same certificate for {} hosts, whose own answers come behind it", hosts);
        s.advice = trusted
                       ? "Exempt {host} from TLS inspection in the box of {box}: this device trusts {box}, but the "
                         "certificate does not name them, and nothing accepts it."
                       : "Exempt {host} from TLS inspection in the box of {box}: its certificate does not name them, "
                         "and nothing on this device accepts it.";
        in.suspect(std::move(s));
    }
}

// One and the same certificate for several hosts that it does not name: a page that stands in for everybody. Where
// DNS led them all to one address it is DNS that did it.
void diagnose_stand_ins(inquiry& in, const std::vector<std::size_t>& bad) {
    groups by_leaf;
    for (const auto i : bad)
        if (!tls_of(in, i).name_matches && public_service(in.path(i).seen.to) &&
            !tls_of(in, i).chain.front().sha256.empty())
            by_leaf[tls_of(in, i).chain.front().sha256 + (by_proxy(in.path(i).seen) ? " by proxy" : "")].push_back(i);
    for (const auto& [leaf, paths] : by_leaf) {
        const auto hosts = hosts_in(in, paths);
        if (hosts.size() < 2) {
            diagnose_block_page(in, paths);
            continue;
        }
        const bool by_proxies = by_proxy(in.path(paths.front()).seen); // the same of all
        if (!by_proxies && passes_on(in, paths)) {
            diagnose_static_inspector(in, leaf, paths, hosts.size());
            continue;
        }
        std::set<std::string> addresses;
        for (const auto i : paths)
            if (const auto* c = connection(in.path(i).seen)) addresses.insert(c->address);
        const auto cause = addresses.size() == 1 ? "dns.sinkhole" : "net.captive_portal";
        for (const auto i : paths) {
            if (by_proxy(in.path(i).seen)) { // it leads its tunnels to a page of its own
                auto s = about_proxy(in, "proxy.html_blockpage", i);
                s.evidence = {chain_sentence(in, i), fmt::format("the same certificate for {} hosts", hosts.size())};
                in.suspect(std::move(s));
                continue;
            }
            auto s = about_chain(in, cause, i, "leaf:" + leaf);
            if (addresses.size() == 1) tell_who_led(s, in, i);
            s.evidence.push_back(fmt::format("the same certificate for {} hosts, {}", hosts.size(),
                addresses.size() == 1 ? "all at " + *addresses.begin()
                                      : fmt::format("at {} addresses", addresses.size())));
            in.suspect(std::move(s));
        }
    }
}

// What is left is this one server's own.
void diagnose_single(inquiry& in, std::size_t i) {
    const auto& tls = tls_of(in, i);
    std::string_view cause = "tls.untrusted";
    if (tls.verify_code == expired) cause = "tls.expired";
    if (tls.verify_code == not_yet_valid) cause = "tls.not_yet_valid";
    if (tls.verify_code == self_signed) cause = "tls.self_signed";
    if (tls.verify_code == hostname_mismatch || tls.verify_code == 0) cause = "tls.name_mismatch";
    const bool no_issuer_sent = (tls.verify_code == 20 || tls.verify_code == 21) && tls.chain.size() == 1;
    if (no_issuer_sent && public_service(in.path(i).seen.to)) cause = "tls.incomplete_chain";
    auto s = about_chain(in, cause, i, "host:" + host_of(in, i));
    // The cloud keeps its certificates in order: where not even the issuer's name is right, somebody else answered.
    if (public_service(in.path(i).seen.to) && !claims_public_issuer(in, i)) {
        s.where = "unknown";
        s.who = "network admin";
    }
    const auto* direct = by_proxy(in.path(i).seen) ? direct_twin(in, i) : nullptr;
    if (direct && direct->seen.tls && !direct->seen.tls->chain.empty() && !untrusted(direct->seen)) {
        s.where = "proxy";
        s.who = "proxy admin";
        s.control = "by the direct way the same host presents a certificate that is trusted here";
    }
    s.proved = cause != "tls.incomplete_chain";
    if (cause == "tls.expired" || cause == "tls.not_yet_valid")
        s.evidence.push_back(fmt::format("valid {} to {}", tls.chain.front().not_before, tls.chain.front().not_after));
    if (cause == "tls.name_mismatch") {
        std::string names;
        for (const auto& n : tls.chain.front().names) names += (names.empty() ? "" : ", ") + n;
        s.evidence.push_back(fmt::format("the certificate names {}", names.empty() ? "nothing" : names));
    }
    in.suspect(std::move(s));
}

// At the address of a page that DNS leads a name to, the name's other ports are closed: opening them helps nobody
// before the name is right. Where a box is named it stands by itself.
void put_behind_page(inquiry& in) {
    const auto count = in.found.size();
    for (std::size_t i = 0; i < count; ++i) {
        auto& page = in.found[i];
        if (page.cause != "dns.sinkhole" || page.addresses.empty()) continue;
        for (std::size_t j = 0; j < count; ++j) {
            auto& closed = in.found[j];
            if ((closed.cause != "tcp.reset" && closed.cause != "tcp.drop") || closed.addresses.empty()) continue;
            const bool sure = closed.proved && closed.cause == "tcp.reset"; // it comes from nearer than the page
            if (sure || !closed.box.empty() || !std::ranges::includes(page.hosts, closed.hosts) ||
                !std::ranges::includes(page.addresses, closed.addresses))
                continue;
            page.breaks.insert(page.breaks.end(), closed.breaks.begin(), closed.breaks.end());
            closed.touches.insert(closed.touches.end(), closed.breaks.begin(), closed.breaks.end());
            closed.breaks.clear();
            closed.severity = severity::note;
            closed.advice = "See to what answers for {host} at {address} first; where it stays closed then, allow "
                            "outgoing {openings}.";
        }
    }
}

} // namespace

void diagnose_trust(inquiry& in) {
    std::vector<std::size_t> bad;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.open(i) && untrusted(in.path(i).seen)) bad.push_back(i);
    diagnose_stand_ins(in, bad);
    for (const auto i : bad)
        if (in.open(i)) diagnose_portal(in, i);
    diagnose_missing_issuers(in, bad);
    for (const auto i : bad)
        if (in.open(i)) diagnose_single(in, i);
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.open(i) && in.path(i).seen.tls && !page_for_service(in.of, in.path(i).seen).empty())
            diagnose_portal(in, i);
    put_behind_page(in);
    diagnose_trusted_inspection(in);
    diagnose_lost_client_certificates(in);
}

} // namespace rules::diagnosis
