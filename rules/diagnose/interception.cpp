// SPDX-License-Identifier: MIT
//
// TLS that ends on the way, and goes on under another certificate: in a firewall, or inside the tunnels of a proxy
// (facts/faults.md C06, C07, D26, D27); and the genuine chain whose root this device lacks (C22), which looks the same.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/chain_reading.hpp"
#include "rules/diagnose/led_elsewhere.hpp"
#include "rules/diagnose/local_peer.hpp"
#include "rules/diagnose/portal.hpp"

namespace rules::diagnosis {
namespace {

/// Who inspects the paths of one issuer.
struct inspector {
    bool at_proxy = false; ///< only tunnels of the proxy show this issuer
    std::string proof;     ///< what proves it, beside the number of hosts
};

std::string issuer_in(const netprobe::tls_observation& tls) {
    return tls.root.empty() ? tls.chain.back().issuer : tls.root;
}

/// `trusted`: the issuer is a root that chains verify to, else the topmost that they name.
inspector inspector_of(
    const inquiry& in, const std::string& issuer, const std::vector<std::size_t>& paths, bool trusted) {
    inspector who;
    who.at_proxy = std::all_of(paths.begin(), paths.end(), [&](auto i) { return by_proxy(in.path(i).seen); });
    if (!who.at_proxy) return who;
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    if (nowhere && nowhere->tls && !nowhere->tls->chain.empty() &&
        (trusted ? issuer_in(*nowhere->tls) : nowhere->tls->chain.back().issuer) == issuer) {
        who.proof = fmt::format("the same issuer vouches for {}, which does not exist", nowhere->to.host);
        return who;
    }
    for (const auto& p : in.of.paths) {
        const auto& tls = p.seen.tls;
        if (by_proxy(p.seen) || !tls || tls->chain.empty() || untrusted(p.seen)) continue;
        const bool same_host =
            std::any_of(paths.begin(), paths.end(), [&](auto i) { return host_of(in, i) == p.seen.to.host; });
        if (!same_host || issuer_in(*tls) == issuer) continue;
        who.proof = fmt::format("by the direct way {} presents a chain of {}", p.seen.to.host, issuer_in(*tls));
        return who;
    }
    return who;
}

void blame(suspicion& s, const inspector& who, std::size_t hosts, std::string_view same) {
    s.proved = hosts >= 2 || !who.proof.empty();
    if (hosts >= 2) s.control = fmt::format("the same {} at {} hosts", same, hosts);
    if (!who.proof.empty()) s.control = who.proof;
    if (!who.at_proxy) return;
    s.where = "proxy";
    s.who = "proxy admin";
}

void diagnose_untrusted_group(inquiry& in, const std::string& issuer, const std::vector<std::size_t>& paths) {
    const auto hosts = hosts_in(in, paths);
    const bool any_public =
        std::any_of(paths.begin(), paths.end(), [&](auto i) { return public_service(in.path(i).seen.to); });
    // The cloud's hosts have certificates of public CAs: one that shows its own root beside the leaf is none.
    const bool certain_host = std::any_of(paths.begin(), paths.end(), [&](auto i) {
        const auto& chain = tls_of(in, i).chain;
        return in.path(i).seen.to.service_roots ||
               (public_service(in.path(i).seen.to) && chain.size() > 1 && chain.back().subject == chain.back().issuer);
    });
    const auto who = inspector_of(in, issuer, paths, false);
    // An inspector has a CA and forges the name: without either, and at one host only, it is a server of its own.
    const auto forged = [&](auto i) { return tls_of(in, i).name_matches && tls_of(in, i).verify_code != self_signed; };
    if (who.proof.empty()) {
        if (hosts.size() < 2 && !std::all_of(paths.begin(), paths.end(), forged)) return;
        if (!any_public || (hosts.size() < 2 && !certain_host)) return;
    }
    const auto why_not_there = [&](auto i) {
        const auto* used = connection(in.path(i).seen);
        return used ? led_elsewhere(in, i, used->address) : std::string();
    };
    const bool page = std::ranges::none_of(paths, [&](auto i) { return why_not_there(i).empty(); });
    for (const auto i : paths) {
        if (page) {
            auto s = about_chain(in, "dns.sinkhole", i, "page:" + host_of(in, i)); // a page with a CA of its own
            s.addresses.insert(connection(in.path(i).seen)->address);
            tell_who_led(s, in, i);
            s.control = why_not_there(i);
            in.suspect(std::move(s));
            continue;
        }
        auto s = about_chain(in, "tls.intercepted_untrusted", i, "issuer:" + issuer);
        s.box = common_name(issuer);
        blame(s, who, hosts.size(), "issuer");
        if (who.at_proxy)
            s.advice =
                "Exempt {host} from TLS inspection in the proxy ({box}; squid: ssl_bump splice); else install its "
                "root on this device and in the IoT Edge trust bundle (trust_bundle_cert), and do not use X.509 "
                "device authentication.";
        mention_local_peer(s, in.path(i).seen);
        in.suspect(std::move(s));
    }
}

// Inside an inspected tunnel only HTTP goes on. AMQP and MQTT die of that (facts/faults.md D27); what HTTP says has a
// cause of its own.
bool dies_of_it(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    return !by_proxy(seen) || seen.to.protocol == "amqp" || seen.to.protocol == "mqtt";
}

} // namespace

void diagnose_missing_issuers(inquiry& in, const std::vector<std::size_t>& bad) {
    groups by_issuer;
    std::set<std::string> genuine;
    for (const auto i : bad) {
        if (!in.open(i) || !lacks_issuer(in, i)) continue;
        const auto& issuer = top_issuer(in, i);
        if (!claims_public_issuer(in, i)) {
            by_issuer[issuer].push_back(i);
            continue;
        }
        genuine.insert(issuer);
    }
    for (const auto i : bad) {
        if (!in.open(i) || !lacks_issuer(in, i) || !genuine.contains(top_issuer(in, i))) continue;
        // A server that sends its leaf only looks the same; then the other hosts of that CA are trusted, or the name is
        // that of an intermediate CA, which no store holds.
        const bool alone =
            tls_of(in, i).chain.size() == 1 && !tls_of(in, i).service_root &&
            (is_issuing_ca(top_issuer(in, i)) || std::count_if(bad.begin(), bad.end(), [&](auto j) {
                return host_of(in, j) != host_of(in, i) && lacks_issuer(in, j) && claims_public_issuer(in, j);
            }) == 0);
        auto s = about_chain(
            in, alone ? "tls.incomplete_chain" : "host.trust_store", i, alone ? "host:" + host_of(in, i) : "store");
        s.proved = tls_of(in, i).service_root || genuine.size() >= 2;
        if (alone) s.proved = false;
        in.suspect(std::move(s));
    }
    for (const auto& [issuer, paths] : by_issuer) diagnose_untrusted_group(in, issuer, paths);
}

// The inspector's root is installed here. A root of a public CA is nobody's inspector, whatever our list of roots says.
void diagnose_trusted_inspection(inquiry& in) {
    groups by_root;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!seen.tls || seen.tls->chain.empty() || !carrier(seen) || untrusted(seen)) continue;
        const auto root = issuer_in(*seen.tls);
        if (seen.tls->service_root || is_public_ca(root)) continue;
        by_root[root].push_back(i);
    }
    for (const auto& [root, paths] : by_root) {
        const auto hosts = hosts_in(in, paths);
        const auto who = inspector_of(in, root, paths, true);
        // Of a service that may have any public CA a root alone says little, of several Microsoft's that it is none;
        // one that vouches for everything does.
        const bool certain = !who.proof.empty() || std::any_of(paths.begin(), paths.end(),
                                                       [&](auto i) { return in.path(i).seen.to.service_roots; });
        if (!certain && (hosts.size() < 2 || !std::ranges::all_of(hosts, is_microsofts))) continue;
        for (const auto i : paths) {
            if (!in.open(i) && !in.works(i)) continue;
            auto s = in.about("tls.intercepted_trusted", i);
            // Whatever answers in the service's place has a cause of its own.
            const auto* answer = http_answer_of(in.path(i).seen);
            const bool refused = answer && answer->status >= 400 && !has_service_mark(*answer);
            const bool explained = !in.works(i) && (!dies_of_it(in, i) || !page_instead(in, i).empty() || refused);
            if (explained || !certain) s.touches = std::exchange(s.breaks, {});
            s.keys = {"root:" + root};
            s.box = common_name(root);
            blame(s, who, hosts.size(), "root");
            if (s.breaks.empty()) s.severity = certain ? severity::warning : severity::note;
            s.proved = s.proved && certain;
            s.evidence.push_back(
                fmt::format("{}:{}: the chain is trusted here and ends in {}, which is not a root of the service",
                    host_of(in, i), in.path(i).seen.to.port, root));
            if (who.at_proxy)
                s.advice =
                    "Exempt {host} from TLS inspection in the proxy ({box}; squid: ssl_bump splice); else put its "
                    "root into the IoT Edge trust bundle too (trust_bundle_cert): modules do not read this "
                    "device's store, and X.509 authentication cannot work.";
            mention_local_peer(s, in.path(i).seen);
            in.suspect(std::move(s));
        }
    }
}

// Who asks a device for its certificate is the service; a box that ends TLS in a tunnel does not ask on, and a device
// that shows who it is by X.509 stays a stranger (facts/faults.md C20). Whether this one does is not known here: a
// note.
void diagnose_lost_client_certificates(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!by_proxy(seen) || !seen.tls || seen.tls->chain.empty() || seen.tls->client_certificate_asked) continue;
        const auto* direct = direct_twin(in, i);
        const auto* tls = direct && direct->seen.tls ? &*direct->seen.tls : nullptr;
        if (!tls || !tls->client_certificate_asked || tls->chain.empty() || untrusted(direct->seen)) continue;
        if (tls->chain.front().sha256 == seen.tls->chain.front().sha256) continue; // the service's own, both times
        auto s = about_proxy(in, "tls.client_cert_lost", i);
        s.touches = {i}; // what breaks it has a cause of its own
        s.breaks.clear();
        s.severity = severity::note;
        s.where = "proxy";
        s.who = "proxy admin";
        s.proved = true;
        s.control = "the direct way to the same host and port asks for one";
        s.evidence.push_back(
            fmt::format("{}:{}: no certificate of the client is asked for under {}, and one is under {}",
                host_of(in, i), in.path(i).seen.to.port, common_name(seen.tls->chain.front().issuer),
                common_name(tls->chain.front().issuer)));
        in.suspect(std::move(s));
    }
}

} // namespace rules::diagnosis
