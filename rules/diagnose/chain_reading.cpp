// SPDX-License-Identifier: MIT
#include "rules/diagnose/chain_reading.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace rules::diagnosis {

namespace {

constexpr std::array<long, 5> no_trusted_issuer{2, 18, 19, 20, 21};

} // namespace

// Words in the names of CAs that genuine chains end in (facts/azure.md §2.6, and the CAs of the other public hosts
// of the catalog).
bool is_public_ca(std::string_view name) {
    static constexpr std::array<std::string_view, 9> words{"DigiCert", "Microsoft RSA Root", "Microsoft ECC Root",
        "Baltimore CyberTrust", "Internet Security Research Group", "GlobalSign", "Google Trust Services", "Sectigo",
        "USERTRUST"};
    return std::any_of(words.begin(), words.end(), [&](auto w) { return name.find(w) != std::string_view::npos; });
}

// The families, as their numbers change every few years (facts/azure.md §2.6).
bool is_issuing_ca(std::string_view name) {
    static constexpr std::array<std::string_view, 7> families{"Microsoft Azure RSA TLS Issuing CA",
        "Microsoft Azure ECC TLS Issuing CA", "Microsoft Azure TLS Issuing CA", "Microsoft TLS G2 ",
        "Microsoft RSA TLS CA", "Microsoft ECC TLS CA", "DigiCert SHA2 Secure Server CA"};
    return std::any_of(
        families.begin(), families.end(), [&](auto f) { return name.find(f) != std::string_view::npos; });
}

std::string common_name(const std::string& name) {
    const auto at = name.find("CN=");
    if (at == std::string::npos) return name;
    return name.substr(at + 3, name.find(',', at) - at - 3);
}

const netprobe::tls_observation& tls_of(const inquiry& in, std::size_t index) { return *in.path(index).seen.tls; }
const std::string& top_issuer(const inquiry& in, std::size_t index) { return tls_of(in, index).chain.back().issuer; }
const std::string& host_of(const inquiry& in, std::size_t index) { return in.path(index).seen.to.host; }

std::set<std::string> hosts_in(const inquiry& in, const std::vector<std::size_t>& paths) {
    std::set<std::string> hosts;
    for (const auto i : paths) hosts.insert(host_of(in, i));
    return hosts;
}

bool lacks_issuer(const inquiry& in, std::size_t index) {
    const auto code = tls_of(in, index).verify_code;
    return std::find(no_trusted_issuer.begin(), no_trusted_issuer.end(), code) != no_trusted_issuer.end();
}

bool claims_public_issuer(const inquiry& in, std::size_t index) {
    const auto& tls = tls_of(in, index);
    const auto& issuer = top_issuer(in, index);
    return tls.service_root || tls.names_service_root || is_public_ca(issuer) || is_issuing_ca(issuer);
}

std::string chain_sentence(const inquiry& in, std::size_t index) {
    const auto& tls = tls_of(in, index);
    const auto& leaf = tls.chain.front();
    return fmt::format("{}:{} presented {} issued by {}: {} ({})", host_of(in, index), in.path(index).seen.to.port,
        leaf.subject, leaf.issuer, tls.verify_code == 0 ? "trusted here" : tls.verify_text, tls.verify_code);
}

suspicion about_chain(const inquiry& in, std::string_view cause, std::size_t index, std::string key) {
    auto s = in.about(cause, index);
    s.keys = {std::move(key)};
    s.evidence.push_back(chain_sentence(in, index));
    if (const auto* c = connection(in.path(index).seen)) s.addresses.insert(c->address);
    return s;
}

} // namespace rules::diagnosis
