// SPDX-License-Identifier: MIT
#include "rules/policy/policy.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "rules/policy/embedded.hpp"
#include "tests/rules/policy_site.hpp"

using policy_site::small;

namespace {

template <typename work>
std::string refusal(work w) {
    try {
        w();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return {};
}

std::string joined(const std::vector<std::string>& lines, const std::string& sign) {
    std::string out;
    for (const auto& line : lines) out += sign + line + "\r\n";
    return out;
}

} // namespace

TEST_CASE("a policy's words") {
    CHECK(rules::to_string(rules::transport::tcp) == "tcp");
    CHECK(rules::to_string(rules::transport::udp) == "udp");
    CHECK(rules::to_string(rules::stance::default_deny) == "default-deny");
    CHECK(rules::to_string(rules::stance::allow_only) == "allow-only");
    CHECK(rules::to_string(rules::hook::host) == "host");
    CHECK(rules::to_string(rules::hook::gateway) == "gateway");
    CHECK(rules::to_string(rules::rung::given) == "given");
    CHECK(rules::to_string(rules::rung::resolved) == "resolved");
    CHECK(rules::to_string(rules::rung::tag) == "service-tag");
    CHECK(rules::to_string(rules::rung::names_only) == "names-only");
}

TEST_CASE("texts that some firewall would read as something else are refused, not changed") {
    for (const std::string bad : {"a\"b", "a'b", "a\\", "a\nb", "$(id)", "a|b", "100%", "a;b", "a{b", "a}b", "a<b",
             "a&b", "a#b", "\xe2\x80\x98x", "\xff\xfe", "a`b", "a*b", "a[b", "a\tb", "a!b", "a^b", "a~b"}) {
        INFO(bad);
        const auto said = refusal([&] { rules::checked_text("--owner", bad); });
        CHECK(said.find("--owner") == 0);
        CHECK(said.find(bad) == std::string::npos); // it may be what an attacker wants printed
    }
    CHECK(refusal([] { rules::checked_text("--reason", std::string(101, 'a')); }).find("101 characters") !=
          std::string::npos);
    CHECK(rules::checked_text("--reason", std::string(100, 'a')).size() == 100);
    CHECK(rules::checked_text("--owner", "net-ops, +49 (0) a@b.c x=1 /_:").size() == 30);
    CHECK(rules::checked_text("--owner", "").empty());
    CHECK(rules::checked_text("--owner", "  net   ops ") == "net ops");
}

TEST_CASE("days that there are") {
    for (const std::string good : {"", "2027-06-30", "2028-02-29", "0001-01-01", "9999-12-31"})
        CHECK(rules::checked_date("--expires", good) == good);
    for (const std::string bad : {"2027-02-30", "2027-02-29", "2027-13-01", "2027-00-10", "2027-01-00", "2027-1-1",
             "27-01-01", "2027/01/01", "2027-01-01T00:00:00Z", "soon", "2027-0a-01", "-027-01-01"}) {
        INFO(bad);
        CHECK(refusal([&] { rules::checked_date("--expires", bad); }).starts_with("--expires \""));
    }
}

TEST_CASE("our own words are made fit") {
    CHECK(rules::plain_text("the runtime's images; a `b` | c") == "the runtimes images, a  b    c");
    CHECK(rules::plain_text(std::string(300, 'a')) == std::string(96, 'a') + " ...");
    CHECK(rules::plain_text(std::string(100, 'a')) == std::string(100, 'a'));
    CHECK(rules::plain_text(std::string(90, 'a') + " bcd efghijk") == std::string(90, 'a') + " bcd ...");
    CHECK(rules::plain_text(std::string(94, 'a') + " bcdefgh") == std::string(94, 'a') + " ...");
    CHECK(rules::plain_text("a\xff\n") == "a  ");
}

TEST_CASE("comments keep what is harmless there") {
    CHECK(rules::comment_text("the site's *.azurecr.io; `a` \"b\" $(c) d\ne\xff") ==
          "the site's *.azurecr.io,  a   b   (c) d e ");
    CHECK(rules::comment_text(std::string(300, 'a')).size() == 300);
    CHECK(rules::evidence_text("*.x had 10.0.0.1 " + std::string(90, 'a')) == "*.x had 10.0.0.1 ...");
    auto p = small();
    p.remarks = {"the site's *.azurecr.io"};
    p.flows[0].evidence = p.remarks;
    CHECK(refusal([&] { rules::check(p); }).empty());
    p.flows[0].evidence = {std::string(101, 'a')};
    CHECK(refusal([&] { rules::check(p); }).find("evidence: 101 characters") != std::string::npos);
}

TEST_CASE("what no exporter may be given") {
    CHECK(refusal([] { rules::check(small()); }).empty());
    struct row {
        const char* what;
        void (*spoil)(rules::policy&);
        const char* said;
    };
    const row rows[] = {
        {"id", [](auto& p) { p.flows[0].id = "Iot"; }, "a flow's id"},
        {"no id", [](auto& p) { p.flows[0].id = ""; }, "a flow's id"},
        {"long id", [](auto& p) { p.flows[0].id = std::string(25, 'a'); }, "a flow's id"},
        {"twice", [](auto& p) { p.flows[1].id = "iot-hub"; }, "two flows are called iot-hub"},
        {"port 0",
            [](auto& p) {
                p.flows[0].ports = {0, 443};
            },
            "ports are 1 to 65535"},
        {"no port", [](auto& p) { p.flows[0].ports = {}; }, "no protocol or no port"},
        {"no protocol", [](auto& p) { p.flows[0].over = {}; }, "no protocol or no port"},
        {"unsorted",
            [](auto& p) {
                p.flows[0].ports = {8883, 443};
            },
            "sorted"},
        {"nowhere", [](auto& p) { p.flows[2].addresses = {}; }, "neither name nor address"},
        {"name", [](auto& p) { p.flows[0].names = {"a b.com"}; }, "no host name"},
        {"upper case", [](auto& p) { p.flows[0].names = {"Contoso.com"}; }, "lower case"},
        {"shell", [](auto& p) { p.flows[0].names = {"$(id).com"}; }, "no host name"},
        {"inner star", [](auto& p) { p.flows[0].names = {"a.*.com"}; }, "no host name"},
        {"bare star", [](auto& p) { p.flows[0].names = {"*."}; }, "no host name"},
        {"glued star", [](auto& p) { p.flows[0].names = {"*x.com"}; }, "no host name"},
        {"address", [](auto& p) { p.flows[0].names = {"10.0.0.1"}; }, "no host name"},
        {"why", [](auto& p) { p.flows[0].why = "a\nb"; }, "flow iot-hub"},
        {"evidence", [](auto& p) { p.flows[0].evidence = {"a\"b"}; }, "evidence"},
        {"owner", [](auto& p) { p.owner = "x'"; }, "owner"},
        {"owner, two blanks", [](auto& p) { p.owner = "x  y"; }, "owner: blanks"},
        {"reason, last blank", [](auto& p) { p.reason = "x "; }, "reason: blanks"},
        {"expires", [](auto& p) { p.expires = "2027-02-30"; }, "expires \"2027-02-30\": there is no such day"},
        {"interface", [](auto& p) { p.in_interface = "eth0; drop"; }, "no interface"},
        {"remark", [](auto& p) { p.remarks = {"a\nb"}; }, "remark"},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        auto p = small();
        r.spoil(p);
        CHECK(refusal([&] { rules::check(p); }).find(r.said) != std::string::npos);
    }
}

TEST_CASE("the hash is made of what the rules depend on") {
    const auto text = rules::canonical_text(small());
    auto other = small();
    other.flows[0].evidence = {"seen today"};
    other.flows[0].why = "another reason";
    other.remarks = {"a remark"};
    other.id = "ffffffffffff";
    CHECK(rules::canonical_text(other) == text);
    other.flows[0].ports = {443};
    CHECK(rules::canonical_text(other) != text);
    for (auto change : {+[](rules::policy& p) { p.stance = rules::stance::allow_only; },
             +[](rules::policy& p) { p.hook = rules::hook::gateway; }, +[](rules::policy& p) { p.owner = "other"; },
             +[](rules::policy& p) { p.devices = policy_site::addresses({"10.0.0.0/8"}); },
             +[](rules::policy& p) { p.flows[1].names = {"x.data.mcr.microsoft.com"}; },
             +[](rules::policy& p) { p.flows[2].over.pop_back(); }}) {
        auto changed = small();
        change(changed);
        CHECK(rules::canonical_text(changed) != text);
    }
}

TEST_CASE("service tags are hashed, and in the comments, where rules are made of them") {
    auto p = small();
    const auto text = rules::canonical_text(p);
    p.flows[0].tags = {"Storage.WestEurope"};
    CHECK(rules::canonical_text(p) == text); // its addresses are what its name resolved to
    p.flows[0].how = rules::rung::tag;
    const auto tagged = rules::canonical_text(p);
    p.flows[0].tags = {"AzureIoTHub.WestEurope", "192.0.2.77/32"};
    CHECK(rules::canonical_text(p) != tagged);
    const auto back = rules::policy_in(joined(rules::embedded(p), "# "), "file");
    REQUIRE(back);
    CHECK(back->flows[0].tags == p.flows[0].tags);
    CHECK(rules::canonical_text(*back) == rules::canonical_text(p));
    for (const auto* bad : {"Two Words", "a,b", ""}) {
        p.flows[0].tags = {bad};
        CHECK(refusal([&] { rules::check(p); }).find("is no service tag") != std::string::npos);
    }
}

TEST_CASE("a policy in the comments of its rules") {
    auto p = small();
    p.hook = rules::hook::gateway;
    p.devices = policy_site::addresses({"10.20.0.0/24"});
    p.in_interface = "lan0";
    p.owner = std::string(100, 'o');
    p.reason = "CHG-1042, a (b) =c @d --";
    p.expires = "2028-02-29";
    for (const std::string sign : {"# ", "rem ", ":: ", "! ", ""}) {
        const auto text = "something\n" + joined(rules::embedded(p), sign) + "more\n";
        const auto back = rules::policy_in(text, "file");
        REQUIRE(back);
        CHECK(rules::canonical_text(*back) == rules::canonical_text(p));
        CHECK(back->id == p.id);
    }
    for (const auto& line : rules::embedded(p)) CHECK(line.size() <= 130);
    CHECK_FALSE(rules::policy_in("no policy here\n", "file"));
    CHECK_FALSE(rules::policy_in("", "file"));
}

TEST_CASE("a policy of ten thousand blocks stays in lines that iptables-restore can read") {
    rules::policy p;
    rules::flow f = policy_site::flow("iot-hub", {443}, {}, {"10.0.0.1/32"});
    for (std::uint32_t i = 0; i < 10'000; ++i) f.addresses.v4.push_back({0x0b000000u + 4 * i, 0x0b000000u + 4 * i});
    p.flows = {f};
    const auto lines = rules::embedded(p);
    for (const auto& line : lines) REQUIRE(line.size() <= 130);
    const auto back = rules::policy_in(joined(lines, "# "), "file");
    REQUIRE(back);
    CHECK(back->flows[0].addresses == f.addresses);
}

TEST_CASE("damaged policies in comments") {
    const std::string mark = "# egress-policy/1 ";
    for (const std::string bad :
        {"flow", "flow a tcp 443 given", "flow a tcp x given required", "to 10.0.0.1/32", "policy a b",
            "policy - default-deny host - -\n# egress-policy/1 flow a tcp 443 given required\n# egress-policy/1 to "
            "10.0.0.1/8",
            "owner a", "policy - default-deny host - -\n# egress-policy/1 owner",
            "policy - default-deny host - -\n# egress-policy/1 owner a\n# egress-policy/1 owner b",
            "policy - default-deny host - -\n# egress-policy/1 owner a  b",
            "policy - default-deny host - -\n# egress-policy/1 reason a'b",
            "policy - default-deny host - -\n# egress-policy/1 expires 2027-02-30",
            "policy - default-deny host - -\n# egress-policy/1 expires never", "what a",
            "flow a tcp 70000 given required", "flow A tcp 443 given required\n# egress-policy/1 name a.b"}) {
        INFO(bad);
        CHECK_FALSE(refusal([&] { rules::policy_in(mark + bad + "\n", "file"); }).empty());
    }
    CHECK(refusal([&] { rules::policy_in("x\n" + mark + "to 1.2.3.4\n", "f.nft"); }).starts_with("f.nft:2: "));
}
