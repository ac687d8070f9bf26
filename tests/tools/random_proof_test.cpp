// SPDX-License-Identifier: MIT
//
// Policies as nobody would think of them, written for a Linux kernel, loaded by their loaders, and asked with packets.
// Run by the lab (random_proofs_lab.py): it takes namespaces, loaders and, for the daemons, root.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/proof/prove.hpp"
#include "tests/rules/random_policy.hpp"

using namespace rules;

namespace {

/// What the lab asks for, in EGRESS_RANDOM_PROOFS: "nftables 60 0 2" is of sixty policies the first of two halves.
struct assignment {
    std::string format;
    unsigned count = 0, part = 0, parts = 1;
};

assignment assigned() {
    assignment out;
    const char* given = std::getenv("EGRESS_RANDOM_PROOFS");
    std::istringstream words(given ? given : "");
    words >> out.format >> out.count >> out.part >> out.parts;
    return out;
}

std::vector<std::pair<stance, hook>> places_of(const format& f) {
    std::vector<std::pair<stance, hook>> out;
    for (const auto s : {stance::default_deny, stance::allow_only})
        for (const auto h : {hook::host, hook::gateway})
            if ((s == stance::default_deny ? f.default_deny : f.allow_only) && (h == hook::host ? f.host : f.gateway))
                out.emplace_back(s, h);
    return out;
}

bool holds_nothing(const format& f, const policy& p) {
    return std::all_of(
        p.flows.begin(), p.flows.end(), [&](const flow& one) { return f.carries(p, one) == carried::not_at_all; });
}

// ufw lets them out whatever its rules say, and says so (its CANNOT).
bool is_echo_of_ufw(const format& f, const mismatch& m) {
    return f.name == "ufw" && (m.sent.protocol == protocol_number::icmp || m.sent.protocol == protocol_number::icmpv6);
}

std::string shown(const std::vector<mismatch>& all) {
    std::string out;
    for (const auto& m : all) out += (m.passed ? "leak " : "blocked ") + text_of(m.sent) + "\n";
    return out;
}

} // namespace

TEST_CASE("random policies hold in a kernel where the lab asks") {
    const auto job = assigned();
    if (job.count == 0) return;
    const auto* f = find_format(job.format);
    REQUIRE(f);
    REQUIRE(job.parts > 0);
    random_policy::maker random(20261128);
    const auto where = places_of(*f);
    std::size_t proofs = 0, probes = 0, required = 0;
    for (unsigned i = 0; i < job.count; ++i) {
        const auto [s, h] = where[i % where.size()];
        auto p = random.make(s, h);
        if (i % job.parts != job.part || holds_nothing(*f, p)) continue;
        INFO(f->name << " policy " << i << "\n" << canonical_text(p));
        proof::prove_options how;
        how.explain = false;
        how.most_probes = 4000; // of the grid; what is required is asked whole
        how.most_named = 100'000;
        auto found = proof::prove_in_kernel(*f, write_rules(*f, p).files, p, how);
        std::erase_if(found.leaks, [&](const mismatch& m) { return is_echo_of_ufw(*f, m); });
        INFO(shown(found.blocked) << shown(found.leaks));
        REQUIRE(found.unjudged.empty());
        REQUIRE(found.blocked_count == 0);
        REQUIRE(found.leaks.empty());
        REQUIRE(found.required > 0);
        ++proofs;
        probes += found.probes;
        required += found.required;
    }
    REQUIRE(proofs > 0);
    std::cout << f->name << ": " << proofs << " policies proved, " << probes << " packets, " << required
              << " required\n";
}
