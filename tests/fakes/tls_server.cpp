// SPDX-License-Identifier: MIT
#include "tests/fakes/tls_server.hpp"

#include <csignal>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fakes {

peer::peer(int socket, SSL_CTX* context) : socket_(socket), ssl_(SSL_new(context), &SSL_free) {
    SSL_set_fd(ssl_.get(), socket_);
}

peer::~peer() = default;

bool peer::handshake() { return secure_ = SSL_accept(ssl_.get()) == 1; }

std::string peer::read() {
    std::string some(4096, '\0');
    const auto got = secure_ ? SSL_read(ssl_.get(), some.data(), static_cast<int>(some.size()))
                             : static_cast<int>(::recv(socket_, some.data(), some.size(), 0));
    some.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return some;
}

std::string peer::read_until(std::string_view end) {
    std::string all;
    for (auto some = read(); !some.empty(); some = read()) {
        all += some;
        if (all.find(end) != std::string::npos) break;
    }
    return all;
}

bool peer::send(std::string_view bytes) {
    if (!secure_) return send_raw(bytes);
    if (SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) return false;
    sent_ += bytes.size();
    return true;
}

void peer::send_forever(std::string_view bytes, int pause_ms) {
    while (send(bytes)) std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
}

bool peer::send_raw(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        sent_ += static_cast<std::size_t>(size);
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

void peer::wait() {
    while (!read().empty()) {
    }
}

void peer::goodbye() {
    if (secure_) SSL_shutdown(ssl_.get());
}

void peer::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

struct tls_server::state {
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    script what;
    int listener = -1;
    std::uint16_t port = 0;
    mutable std::mutex guard;
    std::set<int> open;
    bool over = false;
    std::size_t accepted = 0;
    std::vector<std::thread> talks;
    std::thread accepting;

    void talk(int socket) {
        {
            peer client(socket, context.get());
            what(client);
        }
        const std::lock_guard lock(guard);
        open.erase(socket);
        ::close(socket);
    }
    void accept_all() {
        for (;;) {
            const int socket = ::accept(listener, nullptr, nullptr);
            const std::lock_guard lock(guard);
            if (socket < 0 || over) {
                if (socket >= 0) ::close(socket);
                return;
            }
            ++accepted;
            open.insert(socket);
            talks.emplace_back([this, socket] { talk(socket); });
        }
    }
};

tls_server::tls_server(const presentation& as, script what) : state_(std::make_unique<state>()) {
    std::signal(SIGPIPE, SIG_IGN); // SSL_write() to a client that has gone
    auto& s = *state_;
    s.what = std::move(what);
    SSL_CTX* context = s.context.get();
    for (std::size_t i = 0; i < as.chain.size(); ++i) {
        if (i == 0) {
            SSL_CTX_use_certificate(context, as.chain[i].certificate.get());
            SSL_CTX_use_PrivateKey(context, as.chain[i].key.get());
        } else {
            SSL_CTX_add1_chain_cert(context, as.chain[i].certificate.get());
        }
    }
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
    if (as.version) {
        SSL_CTX_set_min_proto_version(context, as.version);
        SSL_CTX_set_max_proto_version(context, as.version);
    }
    if (as.ask_client_certificate || as.require_client_certificate)
        SSL_CTX_set_verify(context,
            SSL_VERIFY_PEER | (as.require_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
            [](int, X509_STORE_CTX*) { return 1; });
    s.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* address = reinterpret_cast<sockaddr*>(&here);
    if (::bind(s.listener, address, size) < 0 || ::listen(s.listener, 64) < 0 ||
        ::getsockname(s.listener, address, &size) < 0)
        throw std::runtime_error("no loopback port");
    s.port = ntohs(here.sin_port);
    s.accepting = std::thread([&s] { s.accept_all(); });
}

tls_server::~tls_server() {
    auto& s = *state_;
    {
        const std::lock_guard lock(s.guard);
        s.over = true;
        for (const int socket : s.open) ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(s.listener, SHUT_RDWR); // wakes accept()
    s.accepting.join();
    for (auto& one : s.talks) one.join();
    ::close(s.listener);
}

std::uint16_t tls_server::port() const noexcept { return state_->port; }

std::size_t tls_server::connections() const {
    const std::lock_guard lock(state_->guard);
    return state_->accepted;
}

} // namespace fakes
