// SPDX-License-Identifier: MIT
//
// Names that lead programs to the wrong address, while another resolver's is right (facts/faults.md A22, A25). We try
// every address that any resolver gives; a program gets those of the device's own lookup, and no other.
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
namespace {

using netprobe::failure;

bool in_list(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// What the device's own lookup gave, by DNS.
const std::vector<std::string>* given_to_programs(const inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    if (by_proxy(in.path(index).seen) || !name.system || !name.system->ok() || !name.system->hosts_file.empty())
        return nullptr;
    return name.system->addresses.empty() ? nullptr : &name.system->addresses;
}

// The path came about over an address that programs do not get, and every one that they do get failed.
bool programs_fail(const inquiry& in, std::size_t index, const std::vector<std::string>& given) {
    const auto& seen = in.path(index).seen;
    const auto* used = connection(seen);
    if (!used || in_list(given, used->address)) return false;
    bool tried = false;
    for (const auto& c : seen.connects) {
        if (!in_list(given, c.address)) continue;
        if (c.ok() || c.failed == failure::not_tried || c.failed == failure::interrupted) return false;
        tried = true;
    }
    return tried;
}

// The same path to another resolver's address works, with a certificate that names the host.
const netprobe::path_observation* works_elsewhere(const inquiry& in, std::size_t index) {
    const auto& id = in.id(index);
    for (const auto& c : in.of.controls)
        if (c.seen.to.service == "control_other_address" && c.seen.to.id.ends_with("/" + id) && c.seen.works() &&
            !untrusted(c.seen))
            return &c.seen;
    return nullptr;
}

// Who gave the address: the first resolver that did.
const netprobe::dns_answer* giver(const netprobe::resolve_observation& name, const std::vector<std::string>& given) {
    for (const auto& a : name.answers)
        if (std::ranges::any_of(addresses_of(a), [&](const auto& x) { return in_list(given, x); })) return &a;
    return nullptr;
}

const netprobe::dns_answer* other_answer(const netprobe::resolve_observation& name, const std::string& address) {
    for (const auto& a : name.answers) {
        const auto all = addresses_of(a);
        if (in_list(all, address)) return &a;
    }
    return nullptr;
}

void blame_resolver(inquiry& in, std::size_t index, const std::vector<std::string>& given, const std::string& right) {
    const auto& name = in.name_of(index);
    const auto* wrong = giver(name, given);
    const bool forged = std::ranges::any_of(name.answers, [](const auto& a) { return !a.second_records.empty(); });
    const auto suffix = answered_suffix(name, in.of.run.search);
    auto s = in.about(forged ? "dns.hijack" : !suffix.empty() ? "dns.search_suffix" : "dns.stale", index);
    s.breaks = {index};
    s.touches.clear();
    const auto* right_answer = other_answer(name, right);
    s.proved = forged || (right_answer && right_answer != wrong); // a name may have another address at each lookup
    s.keys = {forged ? std::string("injected") : "stale:" + name.name};
    if (!forged && !suffix.empty()) {
        s.proved = true; // the library itself gives the name that it found
        s.keys = {"suffix:" + suffix};
        s.evidence.push_back(
            fmt::format("this device's lookup of {} answered for {}", name.name, name.system->canonical));
    } else if (wrong) {
        s.resolvers = {plain_address(wrong->resolver)};
        if (!forged) s.box = plain_address(wrong->resolver);
        s.evidence.push_back(sentence(*wrong));
    }
    if (right_answer && right_answer != wrong) s.evidence.push_back(sentence(*right_answer));
    s.evidence.push_back(fmt::format("this device's lookup of {} gives {}, where it fails; at {} the service answers",
        name.name, given.front(), right));
    s.addresses.insert(given.begin(), given.end());
    s.control = "the address that another answer gives works in the same run";
    in.suspect(std::move(s));
}

} // namespace

void diagnose_wrong_address(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto* given = given_to_programs(in, i);
        if (!given) continue;
        if (in.works(i) && programs_fail(in, i, *given)) {
            in.break_path(i);
            blame_resolver(in, i, *given, connection(in.path(i).seen)->address);
        } else if (const auto* elsewhere = in.open(i) ? works_elsewhere(in, i) : nullptr) {
            blame_resolver(in, i, *given, elsewhere->to.as.address);
        }
    }
}

} // namespace rules::diagnosis
