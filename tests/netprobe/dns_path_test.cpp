// SPDX-License-Identifier: MIT
// A question to a DNS server as a path of its own: any answer is one.
#include <catch2/catch.hpp>

#include "netprobe/protocol/protocol.hpp"
#include "tests/fakes/fake_dns.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;

namespace {

target question(const std::string& name) {
    target to;
    to.id = "control_dns_nowhere";
    to.host = "127.0.0.1";
    to.port = 53;
    to.protocol = "dns";
    to.resource = name;
    return to;
}

} // namespace

TEST_CASE("dns as a path: whatever is answered, somebody is there") {
    struct row {
        const char* name;
        const char* asked;
        failure failed;
        const char* said;
    };
    const row rows[] = {
        {"ok.lab", "A ok.lab", failure::none, "NOERROR 127.0.0.1"},
        {"two.lab", "A two.lab", failure::none, "NOERROR 127.0.0.1 127.0.0.2"},
        {"", "A mcr.microsoft.com", failure::none, "NOERROR 127.0.0.1"},
        {"nx.lab", "A nx.lab", failure::none, "NXDOMAIN"},
        {"refused.lab", "A refused.lab", failure::none, "REFUSED"},
        {"servfail.lab", "A servfail.lab", failure::none, "SERVFAIL"},
        {"nodata.lab", "A nodata.lab", failure::none, "NOERROR"},
        {"tcclose.lab", "A tcclose.lab", failure::none, "NOERROR"}, // over UDP it has answered
        {"silent.lab", "A silent.lab", failure::timed_out, ""},
        {"badid.lab", "A badid.lab", failure::bad_reply, ""},
        {"a b", "A a b", failure::not_tried, ""},
    };
    for (const auto& r : rows) {
        INFO(r.name);
        fakes::loopback net(1, milliseconds(150));
        const fake_dns server(net.io);
        net.on.ports[53] = server.where().port;
        const auto seen = run(net.io, probe(net.on, question(r.name)));
        CHECK(to_string(seen.failed) == to_string(r.failed));
        CHECK(seen.works() == (r.failed == failure::none));
        CHECK(seen.connects.empty());
        CHECK_FALSE(seen.tls);
        REQUIRE(seen.hellos.size() == 1);
        CHECK(seen.hellos[0].protocol == "dns");
        CHECK(seen.hellos[0].asked == r.asked);
        CHECK(seen.hellos[0].said == r.said);
        CHECK(seen.hellos[0].failed == seen.failed);
        CHECK(seen.hellos[0].code.empty());
    }
}

TEST_CASE("dns as a path: nobody is there") {
    fakes::loopback net(1, milliseconds(500));
    asio::ip::udp::socket taken(net.io, {asio::ip::make_address("127.0.0.1"), 0});
    net.on.ports[53] = taken.local_endpoint().port();
    taken.close();
    const auto seen = run(net.io, probe(net.on, question("ok.lab")));
    CHECK(seen.failed == failure::refused);
    REQUIRE(seen.hellos.size() == 1);
    CHECK(seen.hellos[0].code == "ECONNREFUSED");
    CHECK(seen.hellos[0].said.empty());
    REQUIRE(seen.hellos[0].kernel.icmp.size() == 1); // who has said so
    CHECK(seen.hellos[0].kernel.icmp[0] == icmp_error{4, 3, 3, "127.0.0.1"});
}

TEST_CASE("dns as a path: at the control's own address, with its hops") {
    fakes::loopback net(1, milliseconds(150));
    const fake_dns server(net.io);
    net.on.ports[53] = server.where().port;
    auto to = question("ok.lab");
    to.host = "nowhere.test"; // nobody knows it
    CHECK_FALSE(run(net.io, probe(net.on, to)).works());
    to.as.address = "127.0.0.1";
    CHECK(run(net.io, probe(net.on, to)).works());
    to.as.ttl = 256; // which the system refuses
    const auto seen = run(net.io, probe(net.on, to));
    REQUIRE(seen.hellos.size() == 1);
    CHECK(seen.hellos[0].code == "EINVAL");
}
