// SPDX-License-Identifier: MIT
//
// What the exporters for appliances share. Their objects are called "egress-FLOW", and "egress-FLOW_x" for a part of
// one: a flow's id has no "_", so that neither parts nor egress_devices can be another flow's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/export/words.hpp"

namespace rules {

/// A flow as one format carries it: by its names or by its addresses.
struct carried_flow {
    const flow* of = nullptr;              ///< lives as long as the policy
    std::vector<std::string> exact, below; ///< names; domains whose "*." is meant, without it
    std::vector<ip_prefix> v4, v6;
};

/// Those that the format carries, in the policy's order. Addresses of a family that no device has are left out.
std::vector<carried_flow> carried_flows(const policy& of, const format& in);

/// Whether a device may have an address of that family.
bool has_devices(const policy& of, ip_family family) noexcept;

/// not_carried(), and a sentence for each flow whose addresses of a family are left out because no device has one.
std::vector<std::string> left_out(const format& in, const policy& of);

/// A sentence for every wildcard that the target makes wider than the policy: "x itself, too".
std::vector<std::string> apex_included(const std::vector<carried_flow>& flows, std::string_view because);

/// The lines behind a comment sign each, with a line feed.
std::string commented(std::string_view sign, const std::vector<std::string>& lines);

/// "egress-0123456789ab": a name that other rules do not have, for targets that change from old to new rules by name;
/// "egress" for a policy without id.
std::string versioned_name(const policy& of);

/// "255.255.255.224".
std::string mask_of(const ip_prefix& p);

/// The stance of a file's policy; default-deny where its comments do not say.
rules::stance stance_in(std::string_view text, std::string_view file);

/// Interfaces or zones between which rules stand.
struct interface_pair {
    std::string in, out;

    /// Refuses a rule between others: it would do nothing, or more than the policy says.
    void want(const line_place& at, std::string_view given_in, std::string_view given_out) const;
};

/// Those of a file's policy; `otherwise` what the exporter writes where the policy, or the comments, name none.
interface_pair interfaces_in(std::string_view text, std::string_view file, const interface_pair& otherwise);

} // namespace rules
