// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace standin {

struct free_openssl {
    void operator()(X509* p) const { X509_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
using certificate_ptr = std::unique_ptr<X509, free_openssl>;
using key_ptr = std::unique_ptr<EVP_PKEY, free_openssl>;

enum class key_kind { ec_p256, rsa_2048 };

/// A certification authority that lives as long as the program: root → intermediate → a leaf per
/// name. Keys are never written anywhere. Not for more than one thread.
class authority {
public:
    /// Makes root and intermediate. Throws std::runtime_error with OpenSSL's words.
    explicit authority(key_kind kind);

    /// The root as PEM: what clients have to trust.
    std::string root_pem() const;

    X509* root() const noexcept { return root_.get(); }
    X509* intermediate() const noexcept { return intermediate_.get(); }

    /// A certificate for `name` (DNS name, may begin "*."), made at the first call and kept; valid
    /// from a day ago for 90 days. Belongs to the authority and lives until 512 more names were asked for.
    X509* leaf(const std::string& name);

    /// The key of every leaf.
    EVP_PKEY* leaf_key() const noexcept { return leaf_key_.get(); }

private:
    key_ptr root_key_, intermediate_key_, leaf_key_;
    certificate_ptr root_, intermediate_;
    std::map<std::string, certificate_ptr> leaves_;
};

} // namespace standin
