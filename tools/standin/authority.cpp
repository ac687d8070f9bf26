// SPDX-License-Identifier: MIT
#include "tools/standin/authority.hpp"

#include <array>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace standin {
namespace {

constexpr std::size_t max_leaves = 512; // a client may ask for any hub's name: bounded
constexpr long day = 24 * 60 * 60;

void check(bool good) {
    if (good) return;
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    throw std::runtime_error(std::string("OpenSSL could not make a certificate: ") + text.data());
}

key_ptr make_key(key_kind kind) {
    key_ptr key(kind == key_kind::ec_p256 ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048));
    check(key != nullptr);
    return key;
}

// RFC 5280 §4.1.2.2: positive, unique; 16 random bytes with the top bit clear.
void set_serial(X509* to) {
    std::array<unsigned char, 16> raw{};
    check(RAND_bytes(raw.data(), static_cast<int>(raw.size())) == 1);
    raw[0] = static_cast<unsigned char>((raw[0] & 0x7f) | 0x01);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
        BN_bin2bn(raw.data(), static_cast<int>(raw.size()), nullptr), &BN_free);
    check(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(to)) != nullptr);
}

void add_extension(X509* to, X509* issuer, int id, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
    check(extension != nullptr);
    const bool added = X509_add_ext(to, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    check(added);
}

struct wanted {
    std::string common_name;
    long days;
    const char* constraints; ///< basicConstraints
    const char* usage;       ///< keyUsage
    std::string names;       ///< subjectAltName; empty: none
};

// `issuer` null: self-signed.
certificate_ptr make_certificate(const wanted& how, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
    certificate_ptr made(X509_new());
    check(made && X509_set_version(made.get(), X509_VERSION_3) == 1);
    set_serial(made.get());
    check(X509_gmtime_adj(X509_getm_notBefore(made.get()), -day) != nullptr);
    check(X509_gmtime_adj(X509_getm_notAfter(made.get()), how.days * day) != nullptr);
    check(X509_set_pubkey(made.get(), key) == 1);
    auto* subject = X509_get_subject_name(made.get());
    const auto add_name = [&](const char* field, const std::string& text) {
        check(X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                  reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()), -1, 0) == 1);
    };
    add_name("O", "Egress stand-in");
    if (how.common_name.size() <= 64) add_name("CN", how.common_name); // ub-common-name; the SAN says it anyway
    X509* signer = issuer != nullptr ? issuer : made.get();
    check(X509_set_issuer_name(made.get(), X509_get_subject_name(signer)) == 1);
    add_extension(made.get(), signer, NID_basic_constraints, how.constraints);
    add_extension(made.get(), signer, NID_key_usage, how.usage);
    add_extension(made.get(), signer, NID_subject_key_identifier, "hash");
    if (issuer != nullptr) add_extension(made.get(), signer, NID_authority_key_identifier, "keyid:always");
    if (!how.names.empty()) {
        add_extension(made.get(), signer, NID_ext_key_usage, "serverAuth");
        add_extension(made.get(), signer, NID_subject_alt_name, how.names.c_str());
    }
    check(X509_sign(made.get(), issuer != nullptr ? issuer_key : key, EVP_sha256()) != 0);
    return made;
}

// Roots of two runs must not look alike to a client that keeps both.
std::string run_word() {
    std::array<unsigned char, 4> raw{};
    check(RAND_bytes(raw.data(), static_cast<int>(raw.size())) == 1);
    std::string out;
    for (const auto byte : raw) {
        constexpr char digits[] = "0123456789abcdef";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

} // namespace

authority::authority(key_kind kind)
    : root_key_(make_key(kind)), intermediate_key_(make_key(kind)), leaf_key_(make_key(kind)) {
    const auto word = run_word();
    constexpr const char* usage = "critical,keyCertSign,cRLSign";
    root_ = make_certificate(
        {"Egress stand-in root " + word, 365, "critical,CA:TRUE", usage, {}}, root_key_.get(), nullptr, nullptr);
    intermediate_ =
        make_certificate({"Egress stand-in issuing CA " + word, 365, "critical,CA:TRUE,pathlen:0", usage, {}},
            intermediate_key_.get(), root_.get(), root_key_.get());
}

std::string authority::root_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    check(out && PEM_write_bio_X509(out.get(), root_.get()) == 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

X509* authority::leaf(const std::string& name) {
    if (const auto known = leaves_.find(name); known != leaves_.end()) return known->second.get();
    if (leaves_.size() >= max_leaves) leaves_.clear(); // connections under way hold references of their own
    const wanted how{name, 90, "critical,CA:FALSE", "critical,digitalSignature", "DNS:" + name};
    auto made = make_certificate(how, leaf_key_.get(), intermediate_.get(), intermediate_key_.get());
    return leaves_.emplace(name, std::move(made)).first->second.get();
}

} // namespace standin
