// SPDX-License-Identifier: MIT
// TLS with every fault that a box or a server is known to have: the right word, in time, with bounded memory.
#include "netprobe/handshake.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "tests/netprobe/shake.hpp"

using namespace netprobe;
using namespace std::string_literals;
using namespace shaking;
using fakes::peer;

namespace {

// The ClientHello itself: all of its one record (RFC 8446 §5.1), or less where the client has gone.
std::string whole_hello(peer& p) {
    std::string all;
    const auto wanted = [&] {
        const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(all[i])); };
        return all.size() < 5 ? 5 : 5 + at(3) * 256 + at(4);
    };
    while (all.size() < wanted()) {
        const auto more = p.read();
        if (more.empty()) break;
        all += more;
    }
    return all;
}

std::string hello_of(std::string_view form, std::string_view alpn) {
    std::string hello;
    {
        const fakes::tls_server server(good(), [&](peer& p) { hello = whole_hello(p); });
        fakes::loopback net(server.port(), milliseconds(2000));
        run(net.io, shake(net, form, alpn));
    } // the script has ended
    return hello;
}

void pause(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

struct fault {
    const char* what;
    fakes::tls_server::script script;
    failure failed;
    const char* code;
};

} // namespace

TEST_CASE("handshake: peers that are no TLS server") {
    const fault faults[] = {
        {"stalls after accept", [](peer&) { pause(200); }, failure::timed_out, ""},
        {"stalls after the ClientHello",
            [](peer& p) {
                p.read();
                p.wait();
            },
            failure::timed_out, ""},
        {"resets",
            [](peer& p) {
                p.read();
                p.reset();
            },
            failure::reset, "ECONNRESET"},
        {"closes", [](peer& p) { p.read(); }, failure::closed, "EOF"},
        {"says close_notify",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x01\x00"s);
                p.wait();
            },
            failure::closed, "EOF"},
        {"plain HTTP",
            [](peer& p) {
                p.read();
                p.send_raw("HTTP/1.1 400 Bad Request\r\n\r\n");
                p.wait();
            },
            failure::not_tls, nullptr},
        {"plain HTTP, then closes",
            [](peer& p) {
                p.read();
                p.send_raw("HTTP/1.1 400 Bad Request\r\n\r\n");
            },
            failure::not_tls, nullptr},
        {"SSH banner",
            [](peer& p) {
                p.send_raw("SSH-2.0-OpenSSH_9.2\r\n");
                p.wait();
            },
            failure::not_tls, "wrong version number"},
        {"three bytes of a banner",
            [](peer& p) {
                p.send_raw("220");
                p.wait();
            },
            failure::not_tls, ""},
        {"three bytes, then closes",
            [](peer& p) {
                p.read();
                p.send_raw("220");
            },
            failure::not_tls, "EOF"},
        {"alert: version",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x02\x46"s);
                p.wait();
            },
            failure::tls_alert, "alert 70"},
        {"alert: name",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x02\x70"s);
                p.wait();
            },
            failure::tls_alert, "alert 112"},
        {"alert: a warning, and leaves",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x01\x70"s);
            },
            failure::tls_alert, "alert 112"},
        {"alert: half of one, and leaves",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x01"s);
            },
            failure::closed, "EOF"},
        {"alert: a warning, and what is no end of it",
            [](peer& p) {
                p.read();
                p.send_raw("\x15\x03\x03\x00\x02\x01\x70\x16\x03"s);
            },
            failure::closed, "EOF"},
        {"echoes us",
            [](peer& p) {
                p.send_raw(p.read());
                p.wait();
            },
            failure::tls_error, nullptr},
        {"SSL 2",
            [](peer& p) {
                p.read();
                p.send_raw("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10"s);
                p.wait();
            },
            failure::not_tls, nullptr},
        {"a record that never ends",
            [](peer& p) {
                p.read();
                p.send_raw("\x16\x03\x03\x40\x00\x02\x00\x30"s);
                for (;;) {
                    if (!p.send_raw("\0"s)) return;
                    pause(5);
                }
            },
            failure::timed_out, ""},
        {"a message of 16 MB",
            [](peer& p) {
                p.read();
                while (p.send_raw("\x16\x03\x03\x40\x00\x02\xff\xff\xff"s + std::string(0x3ffc, 'x'))) {
                }
            },
            failure::too_much, nullptr},
    };
    for (const auto& [what, script, failed, code] : faults) {
        INFO(what);
        const auto seen = shake_with(good(), script);
        CHECK(to_string(seen.failed) == to_string(failed));
        if (code) CHECK(seen.code == code);
        CHECK(seen.elapsed_ms < 600);
        CHECK(seen.bytes_received < 200 * 1024);
        CHECK(seen.first_bytes.size() <= 32);
        CHECK(seen.server_name == "hub.test");
        CHECK(seen.chain.empty());
        REQUIRE(seen.kernel.tcp); // kept before the close
        CHECK(seen.kernel.tcp->total_retrans == 0);
    }
}

TEST_CASE("handshake: a timeout keeps what tells silence from loss") {
    const auto seen = shake_with(good(), [](peer& p) { p.wait(); });
    CHECK(seen.failed == failure::timed_out);
    CHECK(seen.elapsed_ms >= 149);
    REQUIRE(seen.kernel.tcp);
    CHECK(seen.kernel.tcp->state == "ESTABLISHED");
    CHECK(seen.kernel.tcp->bytes_acked == seen.bytes_sent + 1); // the SYN counts as one
    CHECK(seen.bytes_sent > 100);
    CHECK(seen.first_bytes.empty());
}

TEST_CASE("handshake: first bytes are kept as they came") {
    const auto seen = shake_with(good(), [](peer& p) {
        p.send_raw("SSH-2.0-OpenSSH_9.2\r\n");
        p.wait();
    });
    CHECK(seen.first_bytes == "5353482d322e302d4f70656e5353485f");
    CHECK(seen.bytes_received == 21);
}

TEST_CASE("handshake: an honest server, in both versions") {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto as = good();
        as.version = version;
        const auto seen = shake_with(
            as,
            [](peer& p) {
                p.handshake();
                p.wait();
            },
            milliseconds(2000));
        REQUIRE(seen.ok());
        CHECK(seen.version == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
        CHECK_FALSE(seen.cipher.empty());
        CHECK(seen.verify_code == X509_V_OK);
        CHECK(seen.name_matches);
        CHECK(seen.root == "CN=Egress test root");
        CHECK(seen.root_sha256 == fakes::sha256(fakes::test_root().root()));
        CHECK(seen.service_root);
        CHECK(seen.names_service_root);
        CHECK_FALSE(seen.client_certificate_asked);
        REQUIRE(seen.chain.size() == 1);
        CHECK(seen.chain[0].subject == "CN=hub.test");
        CHECK(seen.chain[0].issuer == "CN=Egress test root");
        CHECK(seen.chain[0].names == std::vector<std::string>{"hub.test", "127.0.0.1"});
        CHECK(seen.chain[0].sha256 == fakes::sha256(as.chain[0]));
        CHECK(seen.chain[0].not_before < seen.chain[0].not_after);
        CHECK(seen.first_bytes.starts_with("160303"));
    }
}

TEST_CASE("handshake: an address has no server name") {
    CHECK(hello_for("127.0.0.1", "").server_name.empty());
    CHECK(hello_for("::1", "").server_name.empty());
    CHECK(hello_for("hub.test", "").server_name == "hub.test");
}

TEST_CASE("handshake: forms of a hello, as they go over the wire") {
    constexpr std::size_t segment = 1440;                    // of IPv6 over Ethernet: less than any other usual one
    const std::string supported_versions("\x00\x2b\x00", 3); // extension 43 (RFC 8446 §4.2.1)
    struct row {
        const char* form;
        const char* alpn;
        bool names_host, offers, padded, tls13;
        std::size_t least, most;
    };
    const row rows[] = {
        {"", "http/1.1", true, true, false, true, 250, 700},
        {"", "", true, false, false, true, 250, 700},
        {"no_name", "http/1.1", false, true, false, true, 230, 700},
        {"small", "http/1.1", true, false, false, false, 100, 250},
        {"small", "", true, false, false, false, 100, 250},
        {"tls12", "http/1.1", true, true, true, false, 250, 700},
        {"tls12", "", true, true, true, false, 250, 700}, // only padding would be refused by some
        {"large", "http/1.1", true, true, true, true, segment + 1, 2 * segment + 700},
        {"large", "", true, true, true, true, segment + 1, 2 * segment + 700},
    };
    for (const auto& r : rows) {
        INFO(r.form << " " << r.alpn);
        const auto hello = hello_of(r.form, r.alpn);
        const auto has = [&](std::string_view what) { return hello.find(what) != hello.npos; };
        CHECK(has("hub.test") == r.names_host);
        CHECK(has("http/1.1") == r.offers);
        CHECK(has("egress-padding/") == r.padded);
        CHECK(has(supported_versions) == r.tls13);
        CHECK(hello.size() >= r.least);
        CHECK(hello.size() <= r.most);
    }
}

TEST_CASE("handshake: a server of both versions reads past what pads a hello") {
    struct row {
        const char* form;
        const char* server_name;
        const char* version;
    };
    constexpr row rows[] = {{"", "hub.test", "TLSv1.3"}, {"no_name", "", "TLSv1.3"}, {"small", "hub.test", "TLSv1.2"},
        {"tls12", "hub.test", "TLSv1.2"}, {"large", "hub.test", "TLSv1.3"}};
    for (const auto& [form, server_name, version] : rows) {
        INFO(form);
        const fakes::tls_server server(good(), [](peer& p) {
            p.handshake();
            p.wait();
        });
        fakes::loopback net(server.port(), milliseconds(2000));
        const auto seen = run(net.io, shake(net, form));
        REQUIRE(seen.ok());
        CHECK(seen.server_name == server_name);
        CHECK(seen.version == version);
        CHECK(seen.name_matches); // of the host, whether it was asked for or not
        CHECK((seen.bytes_sent > 1440) == (std::string_view(form) == "large"));
        REQUIRE(seen.kernel.tcp); // a handshake that stands tells of loss, too
        CHECK(seen.kernel.tcp->state == "ESTABLISHED");
        CHECK(seen.kernel.tcp->total_retrans == 0);
    }
}

TEST_CASE("handshake: the run ends first") {
    const fakes::tls_server server(good(), [](peer& p) { p.wait(); });
    fakes::loopback net(server.port(), milliseconds(5000), milliseconds(100));
    const auto seen = run(net.io, shake(net));
    CHECK(seen.failed == failure::interrupted);
    CHECK(net.budget.now_ms() < 400);
}

TEST_CASE("trust: files that hold no certificate are named") {
    trust::sources none;
    none.ca_file = "/nonexistent/roots.pem";
    CHECK_THROWS_WITH(trust(none), Catch::Contains("--ca: /nonexistent/roots.pem: No such file or directory; give"));
    none.ca_file = "/dev/null";
    CHECK_THROWS_WITH(trust(none), Catch::Contains("/dev/null: is no file of certificates; give"));
    none.ca_file = fakes::test_root().file();
    none.service_roots_file = "/dev/null";
    CHECK_THROWS_WITH(trust(none), Catch::Contains("--service-roots: /dev/null"));
}
