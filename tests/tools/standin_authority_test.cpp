// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "tools/standin/authority.hpp"

using namespace standin;

namespace {

// X509_V_OK, or why a client that trusts `root` does not accept the leaf for `host`.
int verify(X509* root, X509* intermediate, X509* leaf, const char* host) {
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, root);
    STACK_OF(X509)* chain = sk_X509_new_null();
    if (intermediate != nullptr) sk_X509_push(chain, intermediate);
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, leaf, chain);
    auto* how = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set1_host(how, host, 0);
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_purpose(how, X509_PURPOSE_SSL_SERVER);
    X509_verify_cert(context);
    const int result = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    sk_X509_free(chain);
    X509_STORE_free(store);
    return result;
}

} // namespace

TEST_CASE("authority: its leaves verify against its root, for their name only") {
    for (const auto kind : {key_kind::ec_p256, key_kind::rsa_2048}) {
        authority ca(kind);
        X509* leaf = ca.leaf("contoso.azure-devices.net");
        CHECK(verify(ca.root(), ca.intermediate(), leaf, "contoso.azure-devices.net") == X509_V_OK);
        CHECK(verify(ca.root(), ca.intermediate(), leaf, "other.azure-devices.net") == X509_V_ERR_HOSTNAME_MISMATCH);
        CHECK(verify(ca.root(), nullptr, leaf, "contoso.azure-devices.net") ==
              X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
        CHECK(X509_check_private_key(leaf, ca.leaf_key()) == 1);
        CHECK(EVP_PKEY_get_base_id(ca.leaf_key()) == (kind == key_kind::ec_p256 ? EVP_PKEY_EC : EVP_PKEY_RSA));
    }
}

TEST_CASE("authority: two of them do not trust each other and are told apart") {
    authority one(key_kind::ec_p256), two(key_kind::ec_p256);
    X509* leaf = one.leaf("mcr.microsoft.com");
    CHECK(verify(two.root(), one.intermediate(), leaf, "mcr.microsoft.com") != X509_V_OK);
    CHECK(X509_NAME_cmp(X509_get_subject_name(one.root()), X509_get_subject_name(two.root())) != 0);
}

TEST_CASE("authority: leaves are kept, are no CAs, and a wildcard covers one label") {
    authority ca(key_kind::ec_p256);
    X509* leaf = ca.leaf("a.azurecr.io");
    CHECK(ca.leaf("a.azurecr.io") == leaf);
    CHECK(ca.leaf("b.azurecr.io") != leaf);
    CHECK(X509_check_ca(leaf) == 0);
    CHECK(verify(ca.root(), ca.intermediate(), ca.leaf("*.azure-devices.net"), "x.azure-devices.net") == X509_V_OK);
    CHECK(verify(ca.root(), ca.intermediate(), ca.leaf("*.azure-devices.net"), "x.y.azure-devices.net") != X509_V_OK);
    const std::string long_name = std::string(63, 'x') + ".westeurope.data.azurecr.io"; // too long for a CN
    CHECK(verify(ca.root(), ca.intermediate(), ca.leaf(long_name), long_name.c_str()) == X509_V_OK);
}

TEST_CASE("authority: any number of names in bounded memory") {
    authority ca(key_kind::ec_p256);
    X509* first = ca.leaf("n0.azure-devices.net");
    X509_up_ref(first); // as a connection under way does
    const certificate_ptr held(first);
    for (int i = 1; i <= 600; ++i) ca.leaf("n" + std::to_string(i) + ".azure-devices.net");
    CHECK(ca.leaf("n0.azure-devices.net") != first); // was forgotten, is made again
    CHECK(verify(ca.root(), ca.intermediate(), first, "n0.azure-devices.net") == X509_V_OK);
}

TEST_CASE("authority: the root as PEM is the root") {
    authority ca(key_kind::ec_p256);
    const auto text = ca.root_pem();
    BIO* in = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    const certificate_ptr read(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
    BIO_free(in);
    REQUIRE(read);
    CHECK(X509_cmp(read.get(), ca.root()) == 0);
    CHECK(text.find("PRIVATE KEY") == std::string::npos);
}
