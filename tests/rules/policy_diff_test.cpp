// SPDX-License-Identifier: MIT
#include "rules/policy/policy_diff.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "rules/policy/embedded.hpp"

namespace {

using rules::transport;

rules::ip_set set_of(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> all;
    for (const auto& text : texts) {
        std::string fault;
        all.push_back(*rules::read_prefix(text, fault));
    }
    return rules::set_of(all);
}

rules::flow flow(std::string id, std::vector<transport> over, std::vector<std::uint16_t> ports,
    const std::vector<std::string>& addresses, std::vector<std::string> names = {}) {
    rules::flow out;
    out.id = std::move(id);
    out.over = std::move(over);
    out.ports = std::move(ports);
    out.addresses = set_of(addresses);
    out.names = std::move(names);
    out.how = addresses.empty() ? rules::rung::names_only : rules::rung::resolved;
    return out;
}

rules::policy policy(std::vector<rules::flow> flows) {
    rules::policy out;
    out.flows = std::move(flows);
    rules::check(out);
    return out;
}

const std::vector<transport> tcp{transport::tcp}, udp{transport::udp}, both{transport::tcp, transport::udp};

// "hub: tcp 443, tcp 8883: 10.0.0.1/32 a.net; …"
std::string shown(const std::vector<rules::flow_change>& changes) {
    std::string out;
    for (const auto& f : changes)
        for (const auto& packets : f.packets) {
            out += (out.empty() ? "" : "; ") + f.flow + ":";
            for (const auto& [over, port] : packets.over) out += fmt::format(" {}/{}", rules::to_string(over), port);
            for (const auto& p : rules::prefixes_of(packets.addresses)) out += " " + rules::text_of(p);
            for (const auto& name : packets.names) out += " " + name;
        }
    return out;
}

} // namespace

TEST_CASE("policies compared: packets, not texts") {
    struct row {
        const char* what;
        std::vector<rules::flow> before, after;
        std::string gained, lost;
    };
    for (const auto& r :
        {row{"the same", {flow("a", tcp, {443}, {"10.0.0.0/24"})}, {flow("a", tcp, {443}, {"10.0.0.0/24"})}, "", ""},
            row{"another id, cut another way", {flow("a", tcp, {443}, {"10.0.0.0/24"})},
                {flow("b", tcp, {443}, {"10.0.0.0/25"}), flow("c", tcp, {443}, {"10.0.0.128/25"})}, "", ""},
            row{"an address comes, another goes", {flow("a", tcp, {443, 8883}, {"10.0.0.0/31"})},
                {flow("a", tcp, {443, 8883}, {"10.0.0.1", "10.0.0.2"})}, "a: tcp/443 tcp/8883 10.0.0.2/32",
                "a: tcp/443 tcp/8883 10.0.0.0/32"},
            row{"a port comes", {flow("a", tcp, {443}, {"10.0.0.1"})}, {flow("a", tcp, {443, 5671}, {"10.0.0.1"})},
                "a: tcp/5671 10.0.0.1/32", ""},
            row{"a transport goes", {flow("dns", both, {53}, {"10.0.0.53"})}, {flow("dns", udp, {53}, {"10.0.0.53"})},
                "", "dns: tcp/53 10.0.0.53/32"},
            row{"different by port", {flow("a", tcp, {443}, {"10.0.0.1"})},
                {flow("a", tcp, {443, 8883}, {"10.0.0.1", "10.0.0.2"})},
                "a: tcp/443 10.0.0.2/32; a: tcp/8883 10.0.0.1/32 10.0.0.2/32", ""},
            row{"lost here, still let out by another flow",
                {flow("a", tcp, {443}, {"10.0.0.1"}), flow("b", tcp, {443}, {"10.0.0.0/24"})},
                {flow("b", tcp, {443}, {"10.0.0.0/24"})}, "", ""},
            row{"a name", {flow("a", tcp, {443}, {}, {"a.net"})}, {flow("a", tcp, {443}, {}, {"b.net"})},
                "a: tcp/443 b.net", "a: tcp/443 a.net"},
            row{"a wildcard covers what is below it", {flow("a", tcp, {443}, {}, {"*.x.net", "y.net"})},
                {flow("a", tcp, {443}, {}, {"*.b.x.net", "a.x.net", "y.net"})}, "", "a: tcp/443 *.x.net"},
            row{"and not the name itself, nor the like", {flow("a", tcp, {443}, {}, {"*.x.net"})},
                {flow("a", tcp, {443}, {}, {"*.x.net", "fakex.net", "x.net"})}, "a: tcp/443 fakex.net x.net", ""},
            row{"IPv6", {flow("a", udp, {123}, {"2001:db8::/64"})}, {flow("a", udp, {123}, {"2001:db8::/65"})}, "",
                "a: udp/123 2001:db8:0:0:8000::/65"},
            row{"all of it", {}, {flow("a", tcp, {443}, {"10.0.0.1"})}, "a: tcp/443 10.0.0.1/32", ""},
            row{"nothing", {}, {}, "", ""}}) {
        CAPTURE(r.what);
        const auto change = diff(policy(r.before), policy(r.after));
        CHECK(shown(change.gained) == r.gained);
        CHECK(shown(change.lost) == r.lost);
        CHECK(change.settings.empty());
        CHECK(change.empty() == (r.gained.empty() && r.lost.empty()));
        const auto back = diff(policy(r.after), policy(r.before));
        CHECK(shown(back.gained) == r.lost);
        CHECK(shown(back.lost) == r.gained);
    }
}

TEST_CASE("policies compared: addresses that no way leads to any more, and settings") {
    auto before = policy({flow("a", tcp, {443}, {"10.0.0.1"}), flow("b", udp, {53}, {"10.0.0.53"})});
    auto after = policy({flow("a", tcp, {8883}, {"10.0.0.1", "10.0.0.2"})});
    auto change = diff(before, after);
    CHECK(change.gained_addresses == set_of({"10.0.0.2"}));
    CHECK(change.lost_addresses == set_of({"10.0.0.53"}));

    after = before;
    after.stance = rules::stance::allow_only;
    after.hook = rules::hook::gateway;
    after.devices = set_of({"10.1.0.0/24"});
    after.in_interface = "eth1";
    change = diff(before, after);
    CHECK(!change.empty());
    CHECK((change.gained.empty() && change.lost.empty()));
    std::string all;
    for (const auto& s : change.settings) all += fmt::format("{}: {} > {}\n", s.what, s.before, s.after);
    CHECK(all == "stance: default-deny > allow-only\nhook: host > gateway\ndevices: any > 10.1.0.0/24\nin interface: "
                 "any > eth1\n");
    // What lets nothing out is no change.
    after = before;
    after.owner = "ops";
    after.remarks = {"note"};
    after.flows[0].why = "because";
    after.flows[0].need = rules::need::optional;
    CHECK(diff(before, after).empty());
}

TEST_CASE("policies in comments: come back the same, whatever the comment sign") {
    auto given = policy(
        {flow("iot-hub", both, {443, 8883}, {"10.0.0.0/24", "2001:db8::/48"}, {"*.x.net", "contoso.azure-devices.net"}),
            flow("only-name", tcp, {5671}, {}, {"a.net"})});
    given.id = "0123456789ab";
    given.hook = rules::hook::gateway;
    given.stance = rules::stance::allow_only;
    given.devices = set_of({"10.1.0.0/24"});
    given.out_interface = "wan0";
    for (std::uint16_t port = 20000; port < 20100; ++port) given.flows[1].ports.push_back(port);
    for (int i = 0; i < 100; ++i)
        given.flows[0].addresses = unite(given.flows[0].addresses, set_of({fmt::format("10.7.{}.1", i)}));
    for (const std::string sign : {"# ", "// ", "  \"comment\": \"", ":: ", "<!-- "})
        for (const std::string end : {"\n", "\r\n"}) {
            std::string text = "before" + end;
            for (const auto& line : rules::embedded(given)) {
                CHECK(line.size() <= 120);
                text += sign + line + end;
            }
            const auto back = rules::policy_in(text + "accept" + end, "rules");
            REQUIRE(back);
            CHECK(diff(given, *back).empty());
            CHECK(back->id == given.id);
            REQUIRE(back->flows.size() == 2);
            CHECK(back->flows[0].addresses == given.flows[0].addresses);
            CHECK(back->flows[0].names == given.flows[0].names);
            CHECK(back->flows[1].ports == given.flows[1].ports);
            CHECK(back->flows[1].how == given.flows[1].how);
        }
    CHECK(!rules::policy_in("accept\n", "rules"));
}

TEST_CASE("policies in comments: damage is told with its line") {
    const auto fault_of = [](const std::string& text) -> std::string {
        try {
            rules::policy_in(text, "rules");
            return "read";
        } catch (const std::invalid_argument& wrong) {
            return wrong.what();
        }
    };
    const std::string head = "# egress-policy/1 policy - default-deny host - -\n",
                      flow_line = "# egress-policy/1 flow a tcp 443 given required\n";
    CHECK(fault_of(head + flow_line + "# egress-policy/1 to 10.0.0.1/32\n") == "read");
    struct row {
        std::string text, says;
    };
    for (const auto& [text, says] : {row{head + "\n# egress-policy/1 to 10.0.0.1/32\n",
                                         "rules:3: the policy in its comments is damaged: a flow has to come"},
             row{head + flow_line + "# egress-policy/1 to 10.0.0.1/8\n", "host bits are set"},
             row{head + flow_line + "# egress-policy/1 nonsense x\n", "not known"},
             row{head + "# egress-policy/1 flow a tcp\n", "five words"},
             row{head + "# egress-policy/1 flow a tcp 0 given required\n", "a port is no number"},
             row{head + "# egress-policy/1 flow a tcp 443, given required\n# egress-policy/1 to 010.0.0.1\n", "octal"},
             row{flow_line, "\"policy\" has to come first"}, row{head + head, "there twice"},
             row{"# egress-policy/1 policy - default-den host - -\n", "\"default-den\" is not known"},
             row{"# egress-policy/1 policy - default-deny hos - -\n", "\"hos\" is not known"},
             row{head + "# egress-policy/1 flow a tcpudp 443 given required\n", "\"tcpudp\" is not known"},
             row{head + "# egress-policy/1 flow a tcp 443 give required\n", "\"give\" is not known"},
             row{head + "# egress-policy/1 flow a tcp 443 given require\n", "\"require\" is not known"},
             row{head + flow_line + "# egress-policy/1 port x\n", "a port is no number"},
             row{"# egress-policy/1 policy " + std::string(25, 'a') + " default-deny host - -\n",
                 "a policy's id is 1 to 24"},
             row{"# egress-policy/1 policy -\n", "five words"}}) {
        const auto said = fault_of(text);
        CAPTURE(text, said);
        CHECK(said.find(says) != std::string::npos);
    }
    CHECK(fault_of(head + flow_line).find("neither name nor address") != std::string::npos); // a file cut short
}

TEST_CASE("policies compared: other service tags with the same addresses") {
    auto was = policy({flow("hub", tcp, {443}, {"10.0.0.1/32"})});
    was.flows[0].how = rules::rung::tag;
    was.flows[0].tags = {"AzureIoTHub.WestEurope"};
    auto is = was;
    CHECK(rules::diff(was, is).empty());
    is.flows[0].tags = {"Storage.WestEurope"};
    const auto change = rules::diff(was, is);
    REQUIRE(change.settings.size() == 1);
    CHECK(change.settings[0].what == "service tags of hub");
    CHECK(change.settings[0].before == "AzureIoTHub.WestEurope");
    CHECK(change.settings[0].after == "Storage.WestEurope");
    is.flows[0].how = was.flows[0].how = rules::rung::resolved; // then no rule is made of them
    CHECK(rules::diff(was, is).empty());
}
