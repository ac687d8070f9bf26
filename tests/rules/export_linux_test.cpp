// SPDX-License-Identifier: MIT
//
// The Linux formats as text. That the text loads, and what it lets through, is tests/lab/rule_formats_lab.py's
// business: with EGRESS_DUMP=FOLDER in the environment the last test writes there what it then loads.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "rules/export/format.hpp"
#include "rules/export/linux_text.hpp"
#include "rules/policy/embedded.hpp"
#include "tests/rules/golden.hpp"
#include "tests/rules/sample_policies.hpp"

using namespace rules;

namespace {

const std::vector<std::string> linux_formats{"nftables", "iptables", "ipset", "firewalld", "ufw", "dnsmasq"};

exported write(const std::string& format, const policy& of) {
    const auto* row = find_format(format);
    REQUIRE(row);
    return write_rules(*row, of);
}

std::string all_of(const exported& made) {
    std::string out;
    for (const auto& file : made.files) out += "==== " + file.name + "\n" + file.text;
    return out;
}

std::string text_of(const std::string& format, const policy& of) { return all_of(write(format, of)); }

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++out;
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

// Every stance and hook, by the name of the folder that the lab finds it in.
std::vector<std::pair<std::string, policy>> variants() {
    std::vector<std::pair<std::string, policy>> out;
    for (const auto s : {stance::default_deny, stance::allow_only}) {
        const auto base = samples::with_names_only(samples::edge_site(s));
        const auto name = std::string(to_string(s));
        out.emplace_back(name + "_host", base);
        out.emplace_back(name + "_gateway", samples::on_gateway(base));
        out.emplace_back(name + "_gateway4", samples::on_gateway_v4(base));
    }
    auto everything = samples::edge_site();
    everything.flows.resize(1);
    everything.flows.front().addresses = samples::addresses({"0.0.0.0/0", "::/0"});
    out.emplace_back("default-deny_everywhere", everything);
    out.emplace_back("default-deny_many", samples::many_prefixes(10000));
    return out;
}

} // namespace

TEST_CASE("Linux formats: the text") {
    for (const auto& format : linux_formats)
        for (const auto* variant : {"default-deny_host", "allow-only_host", "default-deny_gateway"}) {
            const auto all = variants();
            const auto& of =
                std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.first == variant; })->second;
            const auto now = text_of(format, of);
            CHECK(now == golden("rules/" + format + "_" + variant + ".txt", now));
        }
}

TEST_CASE("Linux formats: the same policy gives the same bytes, and is in them") {
    for (const auto& format : linux_formats)
        for (const auto& [name, of] : variants()) {
            INFO(format << " " << name);
            const auto made = write(format, of);
            CHECK(all_of(made) == text_of(format, of));
            const auto read = policy_in(made.files.front().text, "x");
            REQUIRE(read);
            CHECK(read->id == of.id);
            CHECK(canonical_text(*read) == canonical_text(of));       // all that the id is made of
            CHECK_FALSE(policy_in(all_of(made), "x")->flows.empty()); // nobody finds it twice
        }
}

TEST_CASE("Linux formats: what cannot be said is said") {
    const auto of = samples::with_names_only(samples::edge_site());
    for (const auto& format : linux_formats) {
        INFO(format);
        const auto made = write(format, of);
        if (format == "dnsmasq") {
            CHECK(made.cannot.empty());
            continue;
        }
        REQUIRE_FALSE(made.cannot.empty());
        CHECK(made.cannot.front().find("edge-names") != std::string::npos);
        for (const auto& sentence : made.cannot)
            CHECK(made.files.front().text.find("CANNOT: " + sentence) != std::string::npos);
        CHECK(all_of(made).find("*.edge.example\"") == std::string::npos);
    }
    CHECK(write("firewalld", samples::on_gateway(of)).cannot.back().find("lan0 to wan0") != std::string::npos);
    CHECK(write("firewalld", samples::on_gateway_v4(of)).cannot.size() == 1);
    CHECK(write("ufw", of).cannot.back().find("ICMPv6") != std::string::npos);
    CHECK(
        write("ufw", samples::edge_site(stance::allow_only)).cannot.at(0).find("ICMPv6 errors and echo requests") == 0);
}

TEST_CASE("Linux formats: only what denies by default refuses") {
    for (const auto& format : linux_formats)
        for (const auto& [name, of] : variants()) {
            if (of.stance != stance::allow_only) continue;
            INFO(format << " " << name);
            for (const auto& line : lines_of(text_of(format, of))) {
                if (line.starts_with("#")) continue;
                for (const auto* word : {"REJECT", "DROP", "policy drop", " reject", "default deny", "default reject"})
                    CHECK(line.find(word) == std::string::npos);
            }
        }
}

TEST_CASE("Linux formats: loaders' limits") {
    auto longest = samples::edge_site();
    longest.owner = std::string(100, 'o');
    longest.id = std::string(24, '1');
    longest.flows.front().id = "abcdefghijklmnopqrstuvwx"; // 24
    longest.flows.front().why = std::string(100, 'w');
    for (const auto& format : linux_formats) {
        INFO(format);
        std::size_t comments = 0;
        for (const auto& line : lines_of(text_of(format, longest))) {
            if (const auto at = line.find("comment \""); at != line.npos && line.front() != '#') {
                ++comments;
                CHECK(line.find('"', at + 9) - at - 9 <= 128);
            }
            if (const auto at = line.find("create -exist "); at != line.npos)
                CHECK(line.find(' ', at + 14) - at - 14 <= 31);
            if (const auto at = line.find("--dports "); at != line.npos)
                CHECK(count(line.substr(at, line.find(' ', at + 9) - at), ",") <= 14);
        }
        if (format == "nftables" || format == "iptables") CHECK(comments > 5);
    }
}

TEST_CASE("Linux formats: 17 ports are two rules, both protocols are two") {
    const auto of = samples::edge_site();
    CHECK(count(text_of("iptables", of), "-d 10.20.0.0/16 -p tcp") == 2);
    CHECK(count(text_of("iptables", of), "-d 10.20.0.0/16 -p tcp -m multiport --dports 1031,1033 ") == 1);
    CHECK(count(text_of("iptables", of), "-4 -A EGRESS -d 10.9.0.53/32 -p tcp --dport 53 ") == 1);
    CHECK(count(text_of("iptables", of), "-6 -A EGRESS -d fd00:9::53/128 -p udp --dport 53 ") == 1);
    CHECK(count(text_of("ufw", of), "to 10.20.0.0/16 port") == 2);
    CHECK(count(text_of("firewalld", of), "<destination ipset=\"eh4-plant\"/>") == 17);
    CHECK(count(text_of("nftables", of), "@f_plant_v4") == 1);
}

TEST_CASE("Linux formats: devices of one family let the other family out nowhere") {
    const auto of = samples::on_gateway_v4(samples::edge_site());
    for (const auto& format : linux_formats) {
        INFO(format);
        for (const auto& line : lines_of(text_of(format, of))) {
            const bool allows =
                line.front() != '#' && (line.find("ACCEPT") != line.npos || line.find("accept") != line.npos ||
                                           line.find("ufw route allow") != line.npos);
            if (allows) CHECK(line.find("2001:db8") == line.npos);
            if (allows && line.find("daddr") != line.npos) CHECK(line.find("saddr @devices_v4") != line.npos);
        }
    }
    CHECK(count(text_of("nftables", of), "ip6 daddr") == 0);
    CHECK(count(text_of("iptables", of), "\n-6 -A EGRESS-GATEWAY-TO") == 0);
    CHECK(count(text_of("firewalld", of), "<rule family=\"ipv6\">") == 0);
    CHECK(count(text_of("dnsmasq", of), ",6#inet") == 0);
}

TEST_CASE("Linux formats: everywhere is two halves where the kernel has no /0") {
    auto of = samples::edge_site();
    of.flows.resize(1);
    of.flows.front().addresses = samples::addresses({"0.0.0.0/0", "::/0"});
    for (const auto* half : {"add eh4-dns-n 0.0.0.0/1\n", "add eh4-dns-n 128.0.0.0/1\n", "add eh6-dns-n ::/1\n",
             "add eh6-dns-n 8000::/1\n"})
        CHECK(count(text_of("ipset", of), half) == 1);
    CHECK(count(text_of("firewalld", of), "<entry>128.0.0.0/1</entry>") == 1);
}

TEST_CASE("dnsmasq: names fill sets, addresses are there at once, nothing has a time limit") {
    const auto of = samples::with_names_only(samples::edge_site());
    const auto made = write("dnsmasq", of);
    REQUIRE(made.files.size() == 2);
    CHECK(count(made.files[1].text,
              "nftset=/blob.core.windows.net/4#inet#egress#f_acr-layers_v4,6#inet#egress#f_acr-layers_v6\n") == 1);
    CHECK(count(made.files[1].text, "nftset=/dns") == 0);
    CHECK(count(made.files[0].text, "\t\t\t10.9.0.53/32") == 0); // one element is on its line
    CHECK(count(made.files[0].text, "elements = { 10.9.0.53/32 }") == 1);
    CHECK(count(all_of(made), "timeout") == 0);
    CHECK(count(write("dnsmasq", samples::edge_site(stance::allow_only)).files[1].text, "#inet#filter#f_acr_v4") == 1);
    CHECK(count(write("dnsmasq", samples::on_gateway(of)).files[1].text, "#inet#egress_gateway#f_acr_v4") == 1);
}

TEST_CASE("dnsmasq: a name has one line, with the sets of every flow that has it or a name above it") {
    auto of = samples::with_names_only(samples::edge_site());
    REQUIRE(of.flows.size() > 2);
    of.flows[0].names = {"a.example.com"};
    of.flows[1].names = {"*.example.com", "other.example.net"};
    of.flows[2].names = {"a.example.com", "notexample.com"};
    of.flows.resize(3);
    const auto conf = write("dnsmasq", of).files[1].text;
    const auto line_of = [&](const std::string& name) {
        const auto at = conf.find("nftset=/" + name + "/");
        REQUIRE(at != conf.npos);
        CHECK(count(conf, "nftset=/" + name + "/") == 1);
        return conf.substr(at, conf.find('\n', at) - at);
    };
    const auto set_of = [&](std::size_t i) { return "#f_" + of.flows[i].id + "_v4"; };
    const auto holds = [&](const std::string& name, std::vector<bool> wanted) {
        for (std::size_t i = 0; i < wanted.size(); ++i)
            CHECK((line_of(name).find(set_of(i)) != std::string::npos) == wanted[i]);
    };
    holds("a.example.com", {true, true, true});
    holds("example.com", {false, true, false});
    holds("other.example.net", {false, true, false});
    holds("notexample.com", {false, false, true});
}

TEST_CASE("Linux formats: hostile texts are refused before any format sees them") {
    for (const std::string evil :
        {"x\"; accept; }; chain zz { comment \"y", "a\\", "a\nCOMMIT", "$(id)", "a'b", "<x/>", "a|b", "a#b"}) {
        for (const auto& format : linux_formats) {
            auto of = samples::edge_site();
            of.flows.front().why = evil;
            CHECK_THROWS_AS(write(format, of), std::invalid_argument);
            of = samples::edge_site();
            of.owner = evil;
            CHECK_THROWS_AS(write(format, of), std::invalid_argument);
            of = samples::edge_site();
            of.flows[2].names = {evil};
            CHECK_THROWS_AS(write(format, of), std::invalid_argument);
            of = samples::on_gateway(samples::edge_site());
            of.in_interface = evil;
            CHECK_THROWS_AS(write(format, of), std::invalid_argument);
        }
    }
}

TEST_CASE("Linux formats: pieces") {
    CHECK(port_groups({1, 2, 3}, 2) == std::vector<std::vector<std::uint16_t>>{{1, 2}, {3}});
    CHECK(port_groups({}, 2).empty());
    CHECK(joined_ports({443, 5671}) == "443,5671");
    CHECK(hash_prefixes(samples::addresses({"10.0.0.0/8"}), ip_family::v4).size() == 1);
    CHECK(hash_prefixes(samples::addresses({"10.0.0.0/8"}), ip_family::v6).empty());
    policy p;
    CHECK(summary_of(p, 128) == "egress policy -");
    p.owner = std::string(100, 'x');
    p.expires = "2027-02-21";
    CHECK(summary_of(p, 60).size() == 60);
    CHECK(summary_of(p, 60).ends_with("..."));
    p.hook = hook::gateway;
    CHECK(families_of(p).size() == 2);
    p.devices = samples::addresses({"2001:db8::/32"});
    CHECK(families_of(p) == std::vector{ip_family::v6});
}

TEST_CASE("Linux formats: written for the lab where it asks") {
    const char* folder = std::getenv("EGRESS_DUMP");
    for (const auto& format : linux_formats)
        for (auto [name, of] : variants()) {
            of.id.clear(); // that of a sample is invented, and egress-rules holds files to the id that they say
            of.expires = "9999-12-31";
            const auto made = write(format, of);
            std::set<std::string> names;
            for (const auto& file : made.files) {
                CHECK(names.insert(file.name).second);
                if (!folder) continue;
                const auto place = std::filesystem::path(folder) / format / name / file.name;
                std::filesystem::create_directories(place.parent_path());
                std::ofstream(place) << file.text;
            }
        }
}
