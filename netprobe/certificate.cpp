// SPDX-License-Identifier: MIT
#include "netprobe/certificate.hpp"

#include <array>
#include <ctime>
#include <memory>

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "netprobe/printable.hpp"

namespace netprobe {
namespace {

constexpr std::size_t max_names = 32;

std::string name_text(const X509_NAME* name) {
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), &BIO_free);
    X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return size > 0 ? printable({text, static_cast<std::size_t>(size)}) : std::string();
}

// RFC 3339, UTC; empty for a time that does not parse.
std::string time_text(const ASN1_TIME* time) {
    std::tm parts{};
    std::array<char, 32> text{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return {};
    const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

std::string address_text(const ASN1_OCTET_STRING* raw) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int size = ASN1_STRING_length(raw);
    if (size != 4 && size != 16) return {};
    inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(raw), text.data(), text.size());
    return text.data();
}

std::vector<std::string> names_of(X509* from) {
    std::vector<std::string> names;
    const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> all(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(from, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free);
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()) && names.size() < max_names; ++i) {
        const GENERAL_NAME* one = sk_GENERAL_NAME_value(all.get(), i);
        if (one->type == GEN_DNS)
            names.push_back(printable({reinterpret_cast<const char*>(ASN1_STRING_get0_data(one->d.dNSName)),
                static_cast<std::size_t>(ASN1_STRING_length(one->d.dNSName))}));
        else if (one->type == GEN_IPADD)
            names.push_back(address_text(one->d.iPAddress));
    }
    return names;
}

} // namespace

std::string fingerprint(X509* of) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    X509_digest(of, EVP_sha256(), digest.data(), &size);
    return hex({digest.data(), size}, size);
}

std::string common_name(const X509_NAME* name) {
    std::array<char, 256> text{};
    const int size = X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text.data(), text.size());
    return size > 0 ? printable({text.data(), static_cast<std::size_t>(size)}) : std::string();
}

certificate describe(X509* from) {
    certificate seen;
    seen.subject = name_text(X509_get_subject_name(from));
    seen.issuer = name_text(X509_get_issuer_name(from));
    seen.sha256 = fingerprint(from);
    seen.not_before = time_text(X509_get0_notBefore(from));
    seen.not_after = time_text(X509_get0_notAfter(from));
    seen.names = names_of(from);
    return seen;
}

bool names_host(X509* leaf, const std::string& host) {
    in6_addr ignored{};
    const bool literal =
        inet_pton(AF_INET, host.c_str(), &ignored) == 1 || inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
    return literal ? X509_check_ip_asc(leaf, host.c_str(), 0) == 1
                   : X509_check_host(leaf, host.data(), host.size(), 0, nullptr) == 1;
}

} // namespace netprobe
