// SPDX-License-Identifier: MIT
#include "rules/lint/lint.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "rules/lint/days.hpp"
#include "rules/lint/image_name.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/proxy_url.hpp"
#include "rules/site/document.hpp"
#include "rules/site/key_files.hpp"
#include "tests/rules/lint_samples.hpp"

using namespace lint_samples;

TEST_CASE("lint rules: each has an id of its own, a title and a source") {
    std::set<std::string_view> ids;
    for (const auto& row : rules::lint_rules()) {
        INFO(row.id);
        CHECK(ids.insert(row.id).second);
        CHECK(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
        CHECK(row.title.size() > 10);
        CHECK_FALSE(row.title.ends_with('.'));
        CHECK(row.source.size() > 10);
        CHECK(row.source.find("://") == row.source.npos); // pages move, and an address looks like more than a name
        CHECK((row.source.find("unverified") == row.source.npos || row.source.starts_with("unverified: ")));
        CHECK(row.look != nullptr);
    }
    CHECK(ids.size() >= 55);
}

TEST_CASE("lint: nothing is found where there is nothing") { CHECK(rules::lint({}, {}).empty()); }

TEST_CASE("lint: sorted by file, line and id, each once, the same for the same") {
    const auto device =
        deployed({{"UpstreamProtocol", value("AMQPS", 12)}}, {{"UpstreamProtocol", value("amqpws", 22)}});
    const auto once = rules::lint(device, {}), twice = rules::lint(device, {});
    REQUIRE(once.size() == twice.size());
    REQUIRE(once.size() >= 2);
    for (std::size_t i = 0; i < once.size(); ++i) {
        CHECK(once[i].message == twice[i].message);
        CHECK_FALSE(once[i].remedy.empty());
        if (i > 0)
            CHECK(std::tie(once[i - 1].at.file, once[i - 1].at.line) <= std::tie(once[i].at.file, once[i].at.line));
    }
}

TEST_CASE("lint: keys by URI and by path, and whose they stay") {
    rules::device device;
    device.config = {};
    rules::device_file config, by_path, by_uri, no_key;
    config.path = config.shown = "/etc/aziot/config.toml";
    config.mode = 0600;
    config.text = "[edge_ca]\npk = \"/var/secrets/a.key\"\n[provisioning.attestation.identity]\n"
                  "identity_pk = \"file:///var/secrets/b.key\"\nsymmetric_key = \"device-id\"\n";
    by_path.path = by_path.shown = "/var/secrets/a.key";
    by_uri.path = by_uri.shown = "/var/secrets/b.key";
    no_key.path = no_key.shown = "/var/secrets/c.key";
    by_path.mode = by_uri.mode = no_key.mode = 0644;
    device.files = {config, by_path, by_uri, no_key};
    device.config.root = rules::toml_document(config.text, config.shown).root;
    CHECK(rules::key_files_of(device) == texts{"/var/secrets/a.key", "/var/secrets/b.key"});
    texts remedies;
    for (const auto& f : rules::lint(device, {}))
        if (f.id == "secrets-readable") remedies.push_back(f.remedy);
    CHECK(remedies == texts{R"(chmod 600 "/var/secrets/a.key"; its owner stays)",
                          R"(chmod 600 "/var/secrets/b.key"; its owner stays)"});
}

TEST_CASE("lint: how long IoT Edge's own device CA lasts") {
    for (const auto& [text, days] : {std::pair{"hostname = \"x\"\n", "90 days"},
             std::pair{"auto_generated_edge_ca_expiry_days = 3650\n", "3650 days"}}) {
        rules::device device;
        device.config.root = rules::toml_document(text, "config.toml").root;
        std::string message;
        for (const auto& f : rules::lint(device, {}))
            if (f.id == "device-ca-quickstart") message = f.message;
        CHECK_THAT(message, Catch::Contains(days));
    }
}

TEST_CASE("lint: a file that cannot be read is one finding, whoever wanted to read it") {
    rules::device device;
    rules::device_file closed;
    closed.path = closed.shown = "/etc/aziot/config.toml";
    closed.read = false;
    closed.why = "cannot be read: Permission denied";
    device.files.push_back(closed);
    device.config.faults.push_back({{closed.shown, 0}, closed.why, "what it says is not known"});
    CHECK(found_in(device, "") == texts{"file-unreadable /etc/aziot/config.toml"});

    CHECK_THAT(rules::lint(device, {})[0].remedy, Catch::Contains("--root"));
    auto copied = device;
    copied.files[0].shown = "copy/etc/aziot/config.toml";
    copied.config.faults[0].at.file = copied.files[0].shown;
    CHECK(found_in(copied, "") == texts{"file-unreadable copy/etc/aziot/config.toml"});
    CHECK_THAT(rules::lint(copied, {})[0].remedy, !Catch::Contains("--root") && Catch::Contains("in the copy"));

    // Of a file that was read, faults are its own.
    device.files[0].read = true;
    device.config.faults[0].at.line = 3;
    CHECK(found_in(device, "") == texts{"config-invalid /etc/aziot/config.toml:3"});
}

TEST_CASE("lint: a protocol is judged where it is set") {
    using rules::protocol_named;
    CHECK(protocol_named("amqpWS") == "AmqpWs");
    CHECK(protocol_named("Amqp_Ws").empty());
    CHECK(protocol_named("").empty());

    CHECK(found_in(deployed({{"UPSTREAMPROTOCOL", value("AMQP_WS", 12)}}, {}), "upstream-protocol") ==
          texts{"upstream-protocol-unknown deployment.json:12"});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {{"UpstreamProtocol", value("AmqpWs", 22)}}),
              "upstream-protocol") == texts{});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("AmqpWs", 12)}}, {}), "upstream-protocol") ==
          texts{"upstream-protocol-hub-unset deployment.json:20"});
    CHECK(found_in(deployed({{"UpstreamProtocol", value("${PROTOCOL}", 12)}}, {}), "upstream-protocol") == texts{});
}

TEST_CASE("proxy_url: address, faults, and never the login") {
    struct row {
        const char *text, *scheme, *address;
        bool fault, odd, colon;
    };
    const row table[]{
        {"http://proxy:3128", "http", "proxy:3128", false, false, false},
        {"HTTP://Proxy.Corp.Example", "http", "proxy.corp.example:80", false, false, false},
        {"https://proxy", "https", "proxy:443", false, false, false},
        {"proxy:3128/", "", "proxy:3128", false, false, false},
        {"socks5://10.0.0.1", "socks5", "10.0.0.1:1080", false, false, false},
        {"http://[fd00::1]:3128", "http", "[fd00::1]:3128", false, false, false},
        {"http://u:p@proxy:3128", "http", "proxy:3128", false, false, false},
        {"http://u:p@ss@proxy:3128", "http", "proxy:3128", false, true, false},
        {"http://u:p:q@proxy:3128", "http", "proxy:3128", false, false, true},
        {"http://proxy:0", "http", "", true, false, false},
        {"http://proxy:99999", "http", "", true, false, false},
        {"http://", "http", "", true, false, false},
        {"http://a b", "http", "", true, false, false},
    };
    for (const auto& [text, scheme, address, fault, odd, colon] : table) {
        INFO(text);
        const auto url = rules::proxy_url_of(text);
        CHECK(url.scheme == scheme);
        CHECK(url.address == address);
        CHECK(url.fault.empty() == !fault);
        CHECK(url.odd_login == odd);
        CHECK(url.colon_in_password == colon);
    }
}

TEST_CASE("images: tag, digest and version") {
    CHECK(rules::image_name_of("mcr.microsoft.com/azureiotedge-agent:1.5").tag == "1.5");
    CHECK(rules::image_name_of("localhost:5000/a").tag.empty());
    CHECK(rules::image_name_of("a:1@sha256:00").digest);
    CHECK(rules::version_of_tag("1.5.19-linux-amd64") == std::pair{1, 5});
    CHECK(rules::version_of_tag("1.5") == std::pair{1, 5});
    for (const char* none : {"", "1", "latest", "v1.5", "1.x", "1."}) CHECK_FALSE(rules::version_of_tag(none));
}

TEST_CASE("days: dates count, the time of day does not") {
    CHECK(rules::days_between("2026-11-27", "2026-11-28T00:00:00Z") == 1);
    CHECK(rules::days_between("2024-02-28", "2024-03-01") == 2);
    CHECK(rules::days_between("2026-11-27", "2026-11-10") == -17);
    for (const char* none : {"", "2026-13-01", "2026-02-30", "26-1-1", "2026-1-01x", "yyyy-mm-dd"})
        CHECK_FALSE(rules::days_between("2026-11-27", none));
}

TEST_CASE("filled in later: a template's text, and not $upstream") {
    CHECK(rules::filled_in_later("${MODULES.a}"));
    CHECK(rules::filled_in_later("$CONTAINER_REGISTRY"));
    CHECK(rules::filled_in_later("host/${X}:1"));
    CHECK_FALSE(rules::filled_in_later("$upstream:443/a"));
    CHECK_FALSE(rules::filled_in_later("$Upstream:443/a"));
    CHECK_FALSE(rules::filled_in_later("AmqpWs"));
}

TEST_CASE("lint: a date that is not known is not past") {
    rules::device of;
    of.config.root.kind = rules::node::type::table;
    rules::certificate_facts one;
    one.named = {"config.toml", 3};
    of.certificates = {one};
    rules::lint_context with;
    with.today = "2026-06-01";
    CHECK(found_in(of, "certificate-", with).empty());
    of.certificates[0].not_after = "2026-05-31T00:00:00Z";
    CHECK(found_in(of, "certificate-", with) == texts{"certificate-expired config.toml:3"});
}

TEST_CASE("an image is of a host, whatever the port, and not of one that begins like it") {
    for (const auto* image : {"gw", "gw/a:1", "gw:443/a", "GW:8000/a"}) CHECK(rules::is_on_host(image, "gw"));
    for (const auto* image : {"gw2/a", "gw.corp/a", "g", "", "a/gw"}) CHECK_FALSE(rules::is_on_host(image, "gw"));
    CHECK_FALSE(rules::is_on_host("a", ""));
}

TEST_CASE("a file is whole unless a fault says that some of it was not read") {
    using rules::read_whole;
    CHECK(read_whole({}));
    CHECK(read_whole({{{"f", 3}, "the key \"evn\" is not known; did you mean env?", ""}}));
    CHECK(read_whole({{{"f", 3}, "is not JSON: the key \"a\" is there before, in line 2", ""}}));
    for (const auto* what : {"is not TOML: a quote is not closed in its line", "is larger than 1 MB, and is not read",
             "is nested deeper than 64 levels", "cannot be read: Permission denied"})
        CHECK_FALSE(read_whole({{{"f", 3}, what, ""}}));
}
