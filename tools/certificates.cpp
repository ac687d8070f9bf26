// SPDX-License-Identifier: MIT
#include "tools/certificates.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "netprobe/certificate.hpp"
#include "proxy/settings/device_files.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using x509_ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using pkey_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_use = rules::certificate_facts::use;

constexpr std::size_t most_certificates = 256; // of one bundle; the roots of a whole system are fewer

bio_ptr memory_of(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// No terminal asks for a passphrase.
int no_passphrase(char*, int, int, void*) { return -1; }

// The path of "file:///etc/ca.pem" or "/etc/ca.pem"; empty for a key that is in no file (a PKCS#11 URI, an id).
std::string certificate_path(const std::string& written) {
    if (written.starts_with("file:///")) return written.substr(7);
    return written.starts_with('/') ? written : std::string();
}

// A file that the configuration names, as far as it could be had.
struct named_file {
    std::string path, text, fault;
    bool not_seen = false;
};

named_file read_named(proxy::device_files& files, const std::string& root, const std::string& path) {
    named_file out{.path = path, .text = {}, .fault = {}};
    auto found = files.read(path);
    if (found.state == proxy::file_state::read) {
        out.text = std::move(found.text);
    } else if (found.state == proxy::file_state::unreadable) {
        out.not_seen = true;
        out.fault = found.why;
    } else {
        std::error_code ignored;
        const auto folder = std::filesystem::path(path).parent_path().string();
        out.not_seen = root != "/" && !std::filesystem::is_directory(root + folder, ignored);
        out.fault = out.not_seen ? "its folder is not in this copy" : "there is no such file";
    }
    return out;
}

std::vector<x509_ptr> certificates_in(const std::string& pem) {
    std::vector<x509_ptr> all;
    const auto from = memory_of(pem);
    while (from && all.size() < most_certificates) {
        x509_ptr one(PEM_read_bio_X509(from.get(), nullptr, no_passphrase, nullptr), &X509_free);
        if (!one) break;
        all.push_back(std::move(one));
    }
    ERR_clear_error(); // the end of the file is one
    return all;
}

// Whether key and certificate belong together; nothing for a key that cannot be read as it is (encrypted, another
// form).
std::optional<bool> belong_together(X509* certificate, const std::string& pem) {
    const auto from = memory_of(pem);
    const pkey_ptr key(PEM_read_bio_PrivateKey(from.get(), nullptr, no_passphrase, nullptr), &EVP_PKEY_free);
    const std::optional<bool> answer =
        key ? std::optional(X509_check_private_key(certificate, key.get()) == 1) : std::nullopt;
    ERR_clear_error();
    return answer;
}

void note_certificate(rules::certificate_facts& to, X509* from) {
    const auto seen = netprobe::describe(from);
    to.subject = seen.subject;
    to.not_before = seen.not_before;
    to.not_after = seen.not_after;
    to.is_ca = X509_check_ca(from) == 1; // 1: basic constraints say so; older forms do not count for OpenSSL's peers
}

struct named_pair {
    certificate_use what;
    const rules::told* certificate;
    std::string key; ///< as written; empty: none
};

void add_pair(rules::device& to, const named_pair& pair, proxy::device_files& files, const std::string& root) {
    const auto path = certificate_path(pair.certificate->value);
    if (path.empty()) return;
    rules::certificate_facts facts;
    facts.what = pair.what;
    facts.named = pair.certificate->at;
    facts.file = files.shown(path);
    const auto file = read_named(files, root, path);
    facts.fault = file.fault;
    facts.not_seen = file.not_seen;
    const auto all = certificates_in(file.text);
    if (facts.fault.empty() && all.empty()) facts.fault = "there is no certificate in it (PEM)";
    if (!facts.fault.empty()) {
        to.certificates.push_back(std::move(facts));
        return;
    }
    // Of a chain the first is the device's own; of a bundle every one counts.
    const auto count = pair.what == certificate_use::trust_bundle ? all.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        auto one = facts;
        note_certificate(one, all[i].get());
        if (const auto key = certificate_path(pair.key); !key.empty()) {
            const auto secret = read_named(files, root, key);
            if (secret.fault.empty())
                one.key_matches = belong_together(all[i].get(), secret.text);
            else if (!secret.not_seen)
                one.fault = "its private key " + files.shown(key) + ": " + secret.fault;
        }
        to.certificates.push_back(std::move(one));
    }
}

// A text of the configuration with its place.
std::optional<rules::told> told_at(const rules::node& root, std::initializer_list<std::string_view> path) {
    const auto* const value = root.find(path);
    if (value == nullptr || !value->is_text()) return std::nullopt;
    return rules::told{value->text, value->at()};
}

} // namespace

void add_certificates(rules::device& to, const std::string& root) {
    try {
        proxy::device_files files(root);
        const auto add = [&](certificate_use what, const std::optional<rules::told>& certificate,
                             const std::optional<rules::told>& key) {
            if (certificate) add_pair(to, {what, &*certificate, key ? key->value : std::string()}, files, root);
        };
        const auto& config = to.config;
        add(certificate_use::device_ca, config.device_ca_cert, config.device_ca_pk);
        add(certificate_use::trust_bundle, config.trust_bundle, std::nullopt);
        for (const std::string_view how : {"authentication", "attestation"})
            add(certificate_use::identity, told_at(config.root, {"provisioning", how, "identity_cert"}),
                told_at(config.root, {"provisioning", how, "identity_pk"}));
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools
