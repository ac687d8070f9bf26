// SPDX-License-Identifier: MIT
#include "netprobe/trust.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include "netprobe/certificate.hpp"
#include "netprobe/tls_stream.hpp"

namespace netprobe {
namespace {

namespace fs = std::filesystem;
constexpr int max_chain = 10;

// A directory that OpenSSL can look certificates up in by the hash of their subject.
bool is_hashed(const fs::path& directory) {
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(directory, ec))
        if (entry.path().extension() == ".0") return true;
    return false;
}

[[noreturn]] void refuse(const std::string& file, const std::string& option) {
    const auto reason = ERR_peek_last_error();
    ERR_clear_error();
    const char* word = reason ? ERR_reason_error_string(reason) : nullptr;
    throw std::runtime_error(option + ": " + file + ": no PEM certificate can be read from it" +
                             (word ? std::string(" (") + word + ")" : std::string()) +
                             "; give a readable file of PEM certificates");
}

// What OpenSSL would read for ever, or says nothing helpful about.
void check_readable(const fs::path& file, const char* option) {
    std::error_code ec;
    const auto status = fs::status(file, ec);
    constexpr std::uintmax_t largest = 16 << 20; // the bundles of systems have 0.2 MB
    const bool fits = fs::is_regular_file(status) ? fs::file_size(file, ec) <= largest : fs::is_fifo(status);
    const char* wrong = nullptr;
    if (fs::is_directory(status))
        wrong = "is a directory";
    else if (fs::exists(status) && !fits)
        wrong = "is no file of certificates";
    else if (::access(file.c_str(), R_OK) != 0)
        wrong = std::strerror(errno);
    if (wrong)
        throw std::runtime_error(
            std::string(option) + ": " + file.string() + ": " + wrong + "; give a readable file of PEM certificates");
}

// The hashed directory where there is one: it costs nothing at start and 0.3 ms a chain, where the
// bundle costs 19 ms (facts/speed.md). Other systems keep only a bundle, in one of a few places.
void load_system_roots(SSL_CTX* context) {
    std::vector<fs::path> directories{X509_get_default_cert_dir(), "/etc/ssl/certs", "/etc/pki/tls/certs"};
    if (const char* given = std::getenv("SSL_CERT_DIR"); given && *given) directories.assign(1, given);
    for (const auto& directory : directories)
        if (is_hashed(directory) && SSL_CTX_load_verify_dir(context, directory.c_str()) == 1) return;
    for (const char* bundle :
        {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"})
        if (SSL_CTX_load_verify_file(context, bundle) == 1) return;
    ERR_clear_error(); // no roots at all: every chain is then untrusted, which is what this device would find
}

} // namespace

void trust::free_context::operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
void trust::free_certificate::operator()(X509* certificate) const noexcept { X509_free(certificate); }

trust::trust(const sources& from)
    : service_roots_(from.service_roots), service_root_names_(from.service_root_names),
      context_(SSL_CTX_new(TLS_client_method())) {
    if (!context_) throw std::runtime_error("OpenSSL cannot start: no TLS client method");
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr); // see judge()
    SSL_CTX_set_client_cert_cb(context_.get(), &tls_stream::on_client_certificate_request);
    SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    const char* environment = std::getenv("SSL_CERT_FILE");
    if (!from.ca_file.empty())
        check_readable(from.ca_file, "--ca");
    else if (environment && *environment)
        check_readable(environment, "SSL_CERT_FILE");
    if (!from.service_roots_file.empty()) check_readable(from.service_roots_file, "--service-roots");
    if (!from.ca_file.empty()) {
        if (SSL_CTX_load_verify_file(context_.get(), from.ca_file.c_str()) != 1) refuse(from.ca_file, "--ca");
    } else if (environment && *environment) {
        if (SSL_CTX_load_verify_file(context_.get(), environment) != 1) refuse(environment, "SSL_CERT_FILE");
    } else {
        load_system_roots(context_.get());
    }
    if (from.service_roots_file.empty()) return;
    const std::unique_ptr<BIO, int (*)(BIO*)> file(BIO_new_file(from.service_roots_file.c_str(), "r"), &BIO_free);
    service_roots_.clear();
    service_root_names_.clear();
    while (X509* one = file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr) {
        service_certificates_.emplace_back(one);
        service_roots_.insert(fingerprint(one));
        service_root_names_.insert(common_name(X509_get_subject_name(one)));
    }
    if (service_certificates_.empty()) refuse(from.service_roots_file, "--service-roots");
    ERR_clear_error(); // the end of a PEM file is an error to OpenSSL
}

trust::~trust() = default;

// The device may lack a root that is the service's all the same: verify once more with the service's
// roots alone, as far as we hold them.
bool trust::verifies_to_service_root(X509* leaf, stack_st_X509* presented) const {
    const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store(X509_STORE_new(), &X509_STORE_free);
    bool any = false;
    for (const auto& root : service_certificates_) any = X509_STORE_add_cert(store.get(), root.get()) == 1 || any;
    for (int i = 0; i < sk_X509_num(presented); ++i)
        if (service_roots_.contains(fingerprint(sk_X509_value(presented, i))))
            any = X509_STORE_add_cert(store.get(), sk_X509_value(presented, i)) == 1 || any;
    if (!any) return false;
    const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> check(X509_STORE_CTX_new(), &X509_STORE_CTX_free);
    X509_STORE_CTX_init(check.get(), store.get(), leaf, presented);
    X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_NO_CHECK_TIME); // dates are judged apart, by verify_code
    const bool verified = X509_verify_cert(check.get()) == 1;
    ERR_clear_error();
    return verified;
}

void trust::judge(SSL* after_handshake, const std::string& host, tls_observation& seen) const {
    stack_st_X509* presented = SSL_get_peer_cert_chain(after_handshake);
    const int count = presented ? sk_X509_num(presented) : 0;
    for (int i = 0; i < std::min(count, max_chain); ++i) seen.chain.push_back(describe(sk_X509_value(presented, i)));
    seen.chain_left_out = static_cast<std::size_t>(std::max(0, count - max_chain));
    seen.verify_code = SSL_get_verify_result(after_handshake);
    if (seen.verify_code != X509_V_OK) seen.verify_text = X509_verify_cert_error_string(seen.verify_code);
    if (count == 0) return;
    X509* leaf = sk_X509_value(presented, 0);
    seen.name_matches = names_host(leaf, host);
    seen.names_service_root =
        service_root_names_.contains(common_name(X509_get_issuer_name(sk_X509_value(presented, count - 1))));
    if (seen.verify_code == X509_V_OK) {
        stack_st_X509* verified = SSL_get0_verified_chain(after_handshake);
        X509* root = sk_X509_value(verified, sk_X509_num(verified) - 1);
        const auto described = describe(root);
        seen.root = described.subject;
        seen.root_sha256 = described.sha256;
        seen.service_root = service_roots_.contains(described.sha256);
    }
    if (!seen.service_root) seen.service_root = verifies_to_service_root(leaf, presented);
}

} // namespace netprobe
