// SPDX-License-Identifier: MIT
//
// The formats that rules can be written in: a row each, a file each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/policy/policy.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// One file of a format.
struct output_file {
    std::string name; ///< as -o DIRECTORY calls it: "egress.nft", "policies/egressOut.xml"
    std::string text;
};

/// What an exporter made. The same policy gives the same bytes.
struct exported {
    std::vector<output_file> files;
    std::vector<std::string> cannot; ///< what this target cannot express of this policy, a sentence each; also in the
                                     ///< files, where the format has comments. Never dropped silently
};

/// Which host names a target can hold.
enum class names_held { none, exact, wildcard };

/// How a target lets one flow through.
enum class carried {
    by_address,
    by_name,
    by_both, ///< the name has to be right, and the address, too (a server name that anybody could claim)
    not_at_all
};

/// How emitted rules are shown to be right.
enum class proof_kind {
    kernel, ///< loaded by the real loader into a namespace, and probed with packets
    model,  ///< the emitted text read again and evaluated as the platform would: "model-checked"
    none    ///< a document for people
};

/// One row.
struct format {
    std::string_view name;  ///< of --format: "nftables"
    std::string_view title; ///< for people: "nftables (nft -f)"
    names_held names = names_held::none;
    proof_kind proof = proof_kind::kernel;
    bool default_deny = true, allow_only = true; ///< stances it can express
    bool host = true, gateway = true;            ///< hooks it can express
    std::string_view limits; ///< what it cannot do and what must hold at the target, one or two sentences
    std::string_view undo;   ///< how to take it back there
    carried (*carries)(const policy&, const flow&) = nullptr;
    exported (*write)(const policy&) = nullptr; ///< pre: check(policy) passed, and the stance and hook are expressible
    /// Reads its own files back as the platform would. Null for proof_kind::kernel and none. Throws
    /// std::invalid_argument with one line for what the platform would refuse.
    ruleset (*read)(const std::vector<output_file>&) = nullptr;
    bool ipv6 = true;                ///< false: IPv4 addresses only; its exporter says in `cannot` what that leaves out
    bool names_over_ipv6 = true;     ///< false: a flow by name is carried over IPv4 only
    std::string_view validator = {}; ///< the target's own check of the text, which is no proof; empty: it has none that
                                     ///< runs beside it
};

/// All of them, in the order of the help text.
std::span<const format> formats() noexcept;
/// Null: there is none of that name.
const format* find_format(std::string_view name) noexcept;

/// Writes a policy: checks it first. Throws std::invalid_argument where the format cannot express the policy's stance
/// or hook. An exporter puts not_carried(), and what else it leaves out, into `cannot`.
exported write_rules(const format& in, const policy& of);

/// Whether one of the flow's names is "*.x".
bool has_wildcard(const flow& f);

// The usual ways to carry a flow, for rows.
carried by_address(const policy&, const flow& f); ///< by address; not at all where it has none
carried by_exact_name(
    const policy&, const flow& f); ///< by name where it has names and none is a wildcard, else by address
carried by_any_name(const policy&, const flow& f); ///< by name where it has names, else by address

/// What `cannot` has to say of the flows that the format carries not at all, a sentence each.
std::vector<std::string> not_carried(const format& in, const policy& of);

/// The lines that every format with comments begins with, without the comment sign: what this is, policy id, owner,
/// reason, expiry, stance, remarks, and what `cannot` says.
std::vector<std::string> header_of(const policy& of, const format& in, const std::vector<std::string>& cannot);

} // namespace rules
