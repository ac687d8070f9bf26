// SPDX-License-Identifier: MIT
//
// A policy as rules, to compare a firewall's verdicts with.
#pragma once

#include "rules/export/format.hpp"
#include "rules/verdict/packet.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// What a format can make of a policy, flows by name or by address as it carries them; what it carries not at all is in
/// neither. Between the two lies what is neither needed nor a leak: of "*.x" only names one label below x are needed,
/// while some platforms cannot leave out x itself, or more labels.
struct intent {
    ruleset least; ///< all of this must pass
    ruleset most;  ///< nothing beyond this may pass
};
intent intended(const policy& of, const format& in);

enum class wanted { pass, stop, either };
wanted wants(const intent& of, const packet& p) noexcept;

/// The same for many packets, as decider; `of` has to outlive it.
class intent_decider {
public:
    explicit intent_decider(const intent& of) : least_(of.least), most_(of.most) {}
    explicit intent_decider(intent&&) = delete;
    wanted operator()(const packet& p);

private:
    decider least_, most_;
};

} // namespace rules
