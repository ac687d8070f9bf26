// SPDX-License-Identifier: MIT
//
// A path's certificates, for the two files that judge them. Every path given here has shown a chain.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// X509_V_ERR_*: numbers are part of OpenSSL's interface and of the report.
inline constexpr long not_yet_valid = 9, expired = 10, self_signed = 18, hostname_mismatch = 62;

using groups = std::map<std::string, std::vector<std::size_t>>; ///< paths that have something in common

/// The name is that of a public CA. Only ever used not to accuse: a forged name makes a finding weaker, never wrong.
bool is_public_ca(std::string_view name);

/// The name is that of an intermediate CA under which services of Azure are issued: a chain that ends there is not
/// complete. As above, never used to accuse.
bool is_issuing_ca(std::string_view name);

/// "CN=Corp CA,O=Corp" → "Corp CA"; the whole name where it has no CN.
std::string common_name(const std::string& name);

const netprobe::tls_observation& tls_of(const inquiry& in, std::size_t index);
const std::string& top_issuer(const inquiry& in, std::size_t index);
const std::string& host_of(const inquiry& in, std::size_t index);
std::set<std::string> hosts_in(const inquiry& in, const std::vector<std::size_t>& paths);

/// The verifier did not find a trusted issuer.
bool lacks_issuer(const inquiry& in, std::size_t index);

/// Proved where the chain verifies to a service's root, a claim where it only names one.
bool claims_public_issuer(const inquiry& in, std::size_t index);

/// What the path presented, by whom issued, and what this device makes of it.
std::string chain_sentence(const inquiry& in, std::size_t index);

/// A suspicion about the chain of one path, with that sentence.
suspicion about_chain(const inquiry& in, std::string_view cause, std::size_t index, std::string key);

/// Chains that nobody here vouches for: an inspector's, or genuine ones whose root this device lacks
/// (interception.cpp).
void diagnose_missing_issuers(inquiry& in, const std::vector<std::size_t>& bad);

/// Trusted by this device, and yet not the service's own (interception.cpp).
void diagnose_trusted_inspection(inquiry& in);

/// The service asks for a certificate of the client, and inside the tunnel nobody does (interception.cpp).
void diagnose_lost_client_certificates(inquiry& in);

} // namespace rules::diagnosis
