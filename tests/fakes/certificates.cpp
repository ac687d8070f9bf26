// SPDX-License-Identifier: MIT
#include "tests/fakes/certificates.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace fakes {
namespace {

void extend(X509* certificate, int what, const std::string& text) {
    const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, what, text.c_str()), &X509_EXTENSION_free);
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
        throw std::runtime_error("extension " + text);
}

} // namespace

identity issue(const wish& what, const identity* issuer) {
    identity made;
    made.key = {EVP_EC_gen("P-256"), &EVP_PKEY_free};
    made.certificate = {X509_new(), &X509_free};
    X509* certificate = made.certificate.get();
    X509_set_version(certificate, 2);
    std::int64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 7);
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), what.from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), what.to);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(what.common_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer->certificate.get()) : subject);
    if (what.authority) extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (!what.authority && !what.names.empty()) extend(certificate, NID_subject_alt_name, what.names);
    if (what.padding) extend(certificate, NID_netscape_comment, std::string(what.padding, 'x'));
    if (X509_sign(certificate, issuer ? issuer->key.get() : made.key.get(), EVP_sha256()) == 0)
        throw std::runtime_error("cannot sign");
    return made;
}

authority::authority(const std::string& common_name) {
    wish what;
    what.common_name = common_name;
    what.authority = true;
    root_ = issue(what);
    file_ = (std::filesystem::temp_directory_path() / "egress-test-XXXXXX").string();
    const int descriptor = ::mkstemp(file_.data());
    std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
    if (!file) throw std::runtime_error("cannot write " + file_);
    PEM_write_X509(file, root_.certificate.get());
    std::fclose(file);
}

authority::~authority() { ::unlink(file_.c_str()); }

std::string sha256(const identity& of) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(of.certificate.get(), &der);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(der, static_cast<std::size_t>(size), digest);
    OPENSSL_free(der);
    std::string text;
    for (const auto byte : digest) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(byte));
        text += two;
    }
    return text;
}

} // namespace fakes
