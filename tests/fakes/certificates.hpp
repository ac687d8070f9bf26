// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <openssl/types.h>

namespace fakes {

/// A certificate and its key.
struct identity {
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

/// What a certificate is to say.
struct wish {
    std::string common_name = "hub.test";
    std::string names =
        "DNS:hub.test,IP:127.0.0.1"; ///< subjectAltName as OpenSSL's configuration writes it; empty: none
    bool authority = false;
    long from = -3600; ///< seconds from now
    long to = 86400;
    std::size_t padding = 0; ///< bytes of a comment that make it large
};

/// Makes one; without an issuer it signs itself. Keys are P-256: made in no time.
identity issue(const wish& what, const identity* issuer = nullptr);

/// A root of our own, trusted through a PEM file that lives as long as this.
class authority {
public:
    explicit authority(const std::string& common_name);
    ~authority();
    authority(const authority&) = delete;
    authority& operator=(const authority&) = delete;

    const identity& root() const noexcept { return root_; }
    const std::string& file() const noexcept { return file_; }

private:
    identity root_;
    std::string file_;
};

/// SHA-256 of the DER, lower-case hex, by another way than the code under test.
std::string sha256(const identity& of);

} // namespace fakes
