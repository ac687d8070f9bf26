// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <openssl/types.h>

#include "netprobe/observation.hpp"

struct stack_st_X509; // STACK_OF(X509), which as a macro would declare it inside the namespace

namespace netprobe {

/// Whom this device trusts, and which roots the service's genuine chains end in. One for the process:
/// reading the system's bundle takes longer than a handshake (facts/speed.md, lever 1).
class trust {
public:
    struct sources {
        std::string ca_file; ///< PEM: trust these instead of the system's; empty: SSL_CERT_FILE, else the system
        std::string service_roots_file;           ///< PEM: roots of genuine chains; empty: the fingerprints
        std::set<std::string> service_roots;      ///< SHA-256 of their DER, lower-case hex
        std::set<std::string> service_root_names; ///< their common names
    };

    /// Throws std::runtime_error with one line naming the file that cannot be read or holds no certificate.
    explicit trust(const sources& from);
    ~trust();
    trust(const trust&) = delete;
    trust& operator=(const trust&) = delete;

    /// A client context that records whether a chain is trusted instead of refusing it: what an
    /// interceptor presents is the thing to see. Lives as long as this.
    SSL_CTX* context() const noexcept { return context_.get(); }

    /// Fills what the peer of a finished handshake presented, and the verdicts on it.
    void judge(SSL* after_handshake, const std::string& host, tls_observation& seen) const;

private:
    struct free_context {
        void operator()(SSL_CTX* context) const noexcept;
    };
    struct free_certificate {
        void operator()(X509* certificate) const noexcept;
    };
    bool verifies_to_service_root(X509* leaf, stack_st_X509* presented) const;

    std::set<std::string> service_roots_, service_root_names_;
    std::vector<std::unique_ptr<X509, free_certificate>> service_certificates_;
    std::unique_ptr<SSL_CTX, free_context> context_;
};

} // namespace netprobe
