// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <openssl/types.h>

#include "netprobe/observation.hpp"

namespace netprobe {

/// What a certificate says, as values; the text in it is the peer's, made printable and bounded.
certificate describe(X509* from);

/// SHA-256 of the DER, lower-case hex.
std::string fingerprint(X509* of);

/// The common name of a certificate's subject or issuer; empty where it has none.
std::string common_name(const X509_NAME* name);

/// True if the certificate is for this host name or IP address (RFC 6125: subjectAltName, else CN).
bool names_host(X509* leaf, const std::string& host);

} // namespace netprobe
