// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rules/proof/explain.hpp"
#include "rules/proof/outcome.hpp"
#include "rules/proof/questions.hpp"

namespace rules::proof {

/// Sends probes; one answer each: it passed.
using shooter = std::function<std::vector<bool>(const std::vector<probe>&)>;

/// Asks a kernel and keeps what it says otherwise than wanted.
class examiner {
public:
    /// `iptables`: whose rules are explained. `explain`: at all. `most`: of leaks, and of what is blocked, that are
    /// kept.
    examiner(proof_outcome& into, bool iptables, bool explain, std::size_t most = max_mismatches);

    /// `how` is said of a mismatch before its rule: "over eth1", "no connection"; empty: an ordinary packet.
    void ask(const std::vector<question>& all, const shooter& shoot, std::string_view how);
    /// A required packet that did not do, found in another way.
    void blocked(const packet& p, const std::string& why);

private:
    void keep(const question& q, bool passed, const shooter& shoot, std::string_view how);

    proof_outcome& out_;
    explainer explainer_;
    bool explain_;
    std::size_t most_;
    int explained_[2] = {0, 0};
};

/// Whether all of them pass.
bool pass(const std::vector<question>& all, const shooter& shoot);

} // namespace rules::proof
