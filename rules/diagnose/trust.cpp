// SPDX-License-Identifier: MIT
//
// Certificates: inspected on the way, or wrong at this one server (facts/faults.md C06, C07, C09–C16, C22). Hosts
// are compared with each other: what several unrelated hosts share is on the way to them.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/inquiry.hpp"
#include "rules/diagnose/portal.hpp"

namespace rules::diagnosis {
namespace {

// X509_V_ERR_*: numbers are part of OpenSSL's interface and of the report.
constexpr long not_yet_valid = 9, expired = 10, self_signed = 18, hostname_mismatch = 62;
constexpr std::array<long, 5> no_trusted_issuer{2, 18, 19, 20, 21};

// Words in the names of CAs that genuine chains end in (facts/azure.md §2.6, and the CAs of the other public hosts
// of the catalog). Only ever used not to accuse: a forged name makes a finding weaker, never wrong.
bool is_public_ca(std::string_view name) {
    static constexpr std::array<std::string_view, 9> words{"DigiCert", "Microsoft RSA Root", "Microsoft ECC Root",
        "Baltimore CyberTrust", "Internet Security Research Group", "GlobalSign", "Google Trust Services", "Sectigo",
        "USERTRUST"};
    return std::any_of(words.begin(), words.end(), [&](auto w) { return name.find(w) != std::string_view::npos; });
}

// "CN=Corp CA,O=Corp" → "Corp CA"; the whole name where it has no CN.
std::string common_name(const std::string& name) {
    const auto at = name.find("CN=");
    if (at == std::string::npos) return name;
    return name.substr(at + 3, name.find(',', at) - at - 3);
}

const netprobe::tls_observation& tls_of(const inquiry& in, std::size_t i) { return *in.path(i).seen.tls; }
const std::string& top_issuer(const inquiry& in, std::size_t i) { return tls_of(in, i).chain.back().issuer; }
const std::string& host_of(const inquiry& in, std::size_t i) { return in.path(i).seen.to.host; }

bool lacks_issuer(const inquiry& in, std::size_t i) {
    const auto code = tls_of(in, i).verify_code;
    return std::find(no_trusted_issuer.begin(), no_trusted_issuer.end(), code) != no_trusted_issuer.end();
}

// Proved where the chain verifies to a service's root, a claim where it only names one.
bool claims_public_issuer(const inquiry& in, std::size_t i) {
    return tls_of(in, i).service_root || tls_of(in, i).names_service_root || is_public_ca(top_issuer(in, i));
}

std::string sentence(const inquiry& in, std::size_t i) {
    const auto& tls = tls_of(in, i);
    const auto& leaf = tls.chain.front();
    return fmt::format("{}:{} presented {} issued by {}: {} ({})", host_of(in, i), in.path(i).seen.to.port,
        leaf.subject, leaf.issuer, tls.verify_code == 0 ? "trusted here" : tls.verify_text, tls.verify_code);
}

suspicion about(const inquiry& in, std::string_view cause, std::size_t i, std::string key) {
    auto s = in.about(cause, i);
    s.keys = {std::move(key)};
    s.evidence.push_back(sentence(in, i));
    if (const auto* c = connection(in.path(i).seen)) s.addresses.insert(c->address);
    return s;
}

using groups = std::map<std::string, std::vector<std::size_t>>;

std::set<std::string> hosts_in(const inquiry& in, const std::vector<std::size_t>& paths) {
    std::set<std::string> hosts;
    for (const auto i : paths) hosts.insert(host_of(in, i));
    return hosts;
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
        auto s = about(in, "dns.sinkhole", i, "page:" + host_of(in, i));
        s.evidence.insert(s.evidence.begin(), page);
        for (const auto& a : in.name_of(i).answers)
            if (a.rcode) s.resolvers.insert(plain_address(a.resolver));
        if (const auto* c = connection(in.path(i).seen)) s.box = c->address;
        s.control = "a page stands in for this one name only; a firewall that redirects it would look the same";
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
            by_leaf[tls_of(in, i).chain.front().sha256].push_back(i);
    for (const auto& [leaf, paths] : by_leaf) {
        const auto hosts = hosts_in(in, paths);
        if (hosts.size() < 2) {
            diagnose_block_page(in, paths);
            continue;
        }
        std::set<std::string> addresses;
        for (const auto i : paths)
            if (const auto* c = connection(in.path(i).seen)) addresses.insert(c->address);
        const auto cause = addresses.size() == 1 ? "dns.sinkhole" : "net.captive_portal";
        for (const auto i : paths) {
            auto s = about(in, cause, i, "leaf:" + leaf);
            s.box = addresses.size() == 1 ? *addresses.begin() : "";
            s.evidence.push_back(fmt::format("the same certificate for {} hosts, {}", hosts.size(),
                addresses.size() == 1 ? "all at " + *addresses.begin()
                                      : fmt::format("at {} addresses", addresses.size())));
            in.suspect(std::move(s));
        }
    }
}

void diagnose_untrusted_group(inquiry& in, const std::string& issuer, const std::vector<std::size_t>& paths) {
    const auto hosts = hosts_in(in, paths);
    const bool any_public =
        std::any_of(paths.begin(), paths.end(), [&](auto i) { return public_service(in.path(i).seen.to); });
    const bool certain_host =
        std::any_of(paths.begin(), paths.end(), [&](auto i) { return in.path(i).seen.to.service_roots; });
    // An inspector has a CA and forges the name: without either, and at one host only, it is a server of its own.
    const auto forged = [&](auto i) { return tls_of(in, i).name_matches && tls_of(in, i).verify_code != self_signed; };
    if (hosts.size() < 2 && !std::all_of(paths.begin(), paths.end(), forged)) return;
    if (!any_public || (hosts.size() < 2 && !certain_host)) return;
    for (const auto i : paths) {
        auto s = about(in, "tls.intercepted_untrusted", i, "issuer:" + issuer);
        s.box = common_name(issuer);
        s.proved = hosts.size() >= 2;
        if (s.proved) s.control = fmt::format("the same issuer at {} hosts", hosts.size());
        in.suspect(std::move(s));
    }
}

// Chains that nobody here vouches for.
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
        // A server that sends its leaf only looks the same; then the other hosts of that CA are trusted.
        const bool alone =
            tls_of(in, i).chain.size() == 1 && !tls_of(in, i).service_root &&
            std::count_if(bad.begin(), bad.end(), [&](auto j) {
                return host_of(in, j) != host_of(in, i) && lacks_issuer(in, j) && claims_public_issuer(in, j);
            }) == 0;
        auto s = about(
            in, alone ? "tls.incomplete_chain" : "host.trust_store", i, alone ? "host:" + host_of(in, i) : "store");
        s.proved = tls_of(in, i).service_root || genuine.size() >= 2;
        if (alone) s.proved = false;
        in.suspect(std::move(s));
    }
    for (const auto& [issuer, paths] : by_issuer) diagnose_untrusted_group(in, issuer, paths);
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
    auto s = about(in, cause, i, "host:" + host_of(in, i));
    // The cloud keeps its certificates in order: where not even the issuer's name is right, somebody else answered.
    if (public_service(in.path(i).seen.to) && !claims_public_issuer(in, i)) {
        s.where = "unknown";
        s.who = "network admin";
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

// Trusted by this device, and yet not the service's own: the inspector's root is installed here. A root of a public
// CA is nobody's inspector, whatever our list of roots says.
void diagnose_trusted_inspection(inquiry& in) {
    groups by_root;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!seen.tls || seen.tls->chain.empty() || !connection(seen) || untrusted(seen)) continue;
        const auto root = seen.tls->root.empty() ? top_issuer(in, i) : seen.tls->root;
        if (seen.tls->service_root || is_public_ca(root)) continue;
        by_root[root].push_back(i);
    }
    for (const auto& [root, paths] : by_root) {
        const auto hosts = hosts_in(in, paths);
        if (std::none_of(paths.begin(), paths.end(), [&](auto i) { return in.path(i).seen.to.service_roots; }))
            continue;
        for (const auto i : paths) {
            if (!in.open(i) && !in.works(i)) continue;
            auto s = in.about("tls.intercepted_trusted", i);
            s.keys = {"root:" + root};
            s.box = common_name(root);
            s.proved = hosts.size() >= 2;
            if (s.proved) s.control = fmt::format("the same root at {} hosts", hosts.size());
            if (in.works(i)) s.severity = severity::warning;
            s.evidence.push_back(
                fmt::format("{}:{}: the chain is trusted here and ends in {}, which is not a root of the service",
                    host_of(in, i), in.path(i).seen.to.port, root));
            in.suspect(std::move(s));
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
    diagnose_trusted_inspection(in);
}

} // namespace rules::diagnosis
