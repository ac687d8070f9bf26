// SPDX-License-Identifier: MIT
//
// Controls that nobody asks for.
#include <catch2/catch.hpp>

#include "rules/controls.hpp"
#include "tests/rules/direct_site.hpp"

using namespace site_builder;

TEST_CASE("standing controls: a large hello to the first service of the cloud at 443, in two sizes of segments") {
    rules::plan plan;
    CHECK(rules::standing_controls(plan).empty());
    for (const auto& p : healthy().paths) plan.paths.push_back(p.planned);
    const auto all = rules::standing_controls(plan);
    REQUIRE(all.size() == 2);
    CHECK(all[0].to.service == "control_large_hello");
    CHECK(all[1].to.service == "control_large_hello_small_segments");
    CHECK(all[0].to.as.max_segment == 0);
    CHECK(all[1].to.as.max_segment == 1200);
    for (const auto& c : all) {
        CHECK(c.to.host == hub);
        CHECK(c.to.port == 443);
        CHECK(c.to.protocol == "tls");
        CHECK(c.to.as.hello == "large");
        CHECK(c.need == rules::need::optional);
    }
    std::erase_if(plan.paths, [](const auto& p) { return p.to.port == 443 && p.to.service_roots; });
    CHECK(rules::standing_controls(plan).empty());
}

TEST_CASE(
    "standing controls: a question for the hub to an address where no DNS server is, where a resolver is accused") {
    auto r = healthy();
    CHECK_FALSE(rules::dns_nowhere(r)); // there are boxes that shut out whoever asks there
    drop(r.paths.front());
    CHECK_FALSE(rules::dns_nowhere(r)); // names are well
    for (auto& name : r.run.names)
        for (auto& a : name.answers)
            if (a.resolver.starts_with("10.0.0.1")) {
                a.rcode.reset();
                a.failed = netprobe::failure::timed_out;
                a.tries = 4;
            }
    const auto findings_before = r.findings.size();
    REQUIRE(rules::dns_nowhere(r)); // the first resolver is dead
    CHECK(r.findings.size() == findings_before);
    const auto c = *rules::dns_nowhere(r);
    CHECK(rules::time_for_nowhere_ms(r) == 200);
    auto& last = r.run.names.front().answers.back();
    last.elapsed_ms = 300;
    CHECK(rules::time_for_nowhere_ms(r) == 600);
    last.elapsed_ms = 4000;
    CHECK(rules::time_for_nowhere_ms(r) == 1000);
    last.rcode.reset(); // no answer
    CHECK(rules::time_for_nowhere_ms(r) == 200);
    CHECK(c.to.service == "control_dns_nowhere");
    CHECK(c.to.host == rules::nowhere_address);
    CHECK(c.to.port == 53);
    CHECK(c.to.protocol == "dns");
    CHECK(c.to.resource == hub);
    CHECK(c.to.id == "control_dns_nowhere@192.0.2.1:53/dns/direct");
    CHECK(c.need == rules::need::optional);
}
