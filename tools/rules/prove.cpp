// SPDX-License-Identifier: MIT
//
// egress-rules prove: do these files do what their policy says?
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "rules/export/format.hpp"
#include "rules/policy/embedded.hpp"
#include "rules/policy/policy_diff.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/outcome_json.hpp"
#include "rules/proof/prove.hpp"
#include "rules/verdict/model.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"
#include "tools/rules/policy_file.hpp"
#include "tools/rules/proof_text.hpp"
#include "tools/rules/rule_files.hpp"

namespace tools::rules_commands {
namespace {

struct proof_options {
    std::string format, policy, json;
    std::vector<std::string> files;
    bool mutate = false, missing_is_known = false;
    std::size_t probes = rules::proof::usual_probes;
};

// A file is read with the tags that its comments give each flow: those have to be the policy's.
void check_tags(const rules::policy& given, const rules::output_file& file) {
    const auto said = rules::policy_in(file.text, "FILE " + file.name);
    if (!said) return;
    for (const auto& change : rules::diff(given, *said).settings)
        if (change.what.starts_with(rules::service_tags_setting) && change.after != "none")
            throw usage_error("FILE " + file.name + ": " + change.what + " are " + change.after +
                              " in its comments, and " + change.before + " in --policy; export it again");
}

rules::policy policy_meant(const proof_options& o, const std::vector<rules::output_file>& files) {
    if (!o.policy.empty()) {
        auto given = read_policy(o.policy, "--policy");
        refuse_expired(given, "--policy " + o.policy + ": its policy");
        for (const auto& f : files) check_tags(given, f);
        return given;
    }
    std::optional<rules::policy> found;
    for (const auto& f : files) {
        auto one = policy_in_text(f.text, "FILE " + f.name);
        if (!one) continue;
        refuse_expired(*one, "FILE " + f.name + ": its policy");
        if (found && rules::canonical_text(*one) != rules::canonical_text(*found))
            throw usage_error(
                "FILE " + f.name + ": it is made for another policy than the files before it; prove them apart");
        found = std::move(one);
    }
    if (found) return *std::move(found);
    throw usage_error("FILE " + o.files.front() + ": no policy is in its comments; give what it is for with --policy");
}

// What the site needs and these rules cannot have, whatever else holds.
std::vector<std::string> missing_from(const rules::format& in, const rules::policy& of, const proof_options& o) {
    std::vector<std::string> out;
    if (o.missing_is_known) return out;
    for (const auto& f : of.flows)
        if (f.need == rules::need::required && in.carries(of, f) == rules::carried::not_at_all) out.push_back(f.id);
    return out;
}

// The outcome, and what it is of.
std::string proof_json(const rules::proof_outcome& outcome, const proof_options& o, const rules::policy& of) {
    auto out = nlohmann::json::parse(rules::proof::json_of(outcome));
    out["files"] = o.files;
    out["format"] = o.format;
    out["policy"] = of.id;
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int show_proof(
    const rules::proof_outcome& outcome, const proof_options& o, const rules::policy& of, std::string_view how) {
    if (!o.json.empty()) {
        const auto text = proof_json(outcome, o, of);
        o.json == "-" ? void(std::cout << text) : write_text_file(o.json, "--json", text);
    }
    if (o.json != "-") std::cout << text_of(outcome, o.files.front(), how);
    return outcome.holds() ? holds : does_not_hold;
}

rules::proof_outcome by_model(
    const rules::format& in, const std::vector<rules::output_file>& files, const rules::policy& of, std::size_t most) {
    const auto began = std::chrono::steady_clock::now();
    auto out = rules::prove_by_model(in, files, of, most);
    out.elapsed_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    return out;
}

// A proof takes 12 s of a processor for 20,000 blocks, and nearly four times as long for twice as many: more than these
// may not end within its limit of 120 s. Said before anything is tried.
constexpr std::size_t most_provable_blocks = 40'000;

void refuse_too_many(const rules::policy& of, const std::string& file) {
    std::size_t blocks = 0;
    for (const auto& f : of.flows) blocks += rules::prefixes_of(f.addresses).size();
    if (blocks > most_provable_blocks)
        throw usage_error("proof skipped: FILE " + file + ": its policy has " + std::to_string(blocks) +
                          " address blocks, and at most " + std::to_string(most_provable_blocks) +
                          " can be proved in time; give fewer with --region, or addresses in place of service tags");
}

int prove(const proof_options& o) {
    const auto* in = rules::find_format(o.format);
    if (!in)
        throw usage_error(
            "--format " + o.format.substr(0, 80) + ": there is none of that name; `egress-rules formats` lists them");
    if (!rules::proof::can_load(in->name) && !in->read)
        throw usage_error("--format " + o.format + ": nothing can prove it: " + std::string(in->limits));
    const auto files = read_rule_files(o.files, "FILE");
    const auto of = policy_meant(o, files);
    rules::check(of);
    if (rules::proof::can_load(in->name)) {
        rules::proof::prove_options how;
        how.mutate = o.mutate;
        how.most_probes = o.probes;
        if (in->name == "firewalld" && ::geteuid() != 0)
            throw usage_error("proof skipped: firewalld's daemon starts for root only; run this as root");
        refuse_too_many(of, o.files.front());
        auto outcome = rules::proof::prove_in_kernel(*in, files, of, how);
        outcome.missing = missing_from(*in, of, o);
        return show_proof(outcome, o, of, "proved with packets in a kernel");
    }
    auto outcome = by_model(*in, files, of, o.probes);
    outcome.missing = missing_from(*in, of, o);
    return show_proof(outcome, o, of, "model-checked, not executed");
}

int run_proof(const proof_options& o) {
    try {
        return prove(o);
    } catch (const rules::proof::cannot_prove& e) {
        throw usage_error(std::string("proof skipped: ") + e.what());
    } catch (const rules::proof::refused& e) {
        std::cout << o.files.front() << ": IT DOES NOT HOLD: " << e.what() << "\n";
        return does_not_hold;
    } catch (const std::invalid_argument& e) {
        throw usage_error(e.what());
    }
}

} // namespace

void add_prove(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("prove", "Do these rules do what their policy says? Shown with packets");
    auto o = std::make_shared<proof_options>();
    command->add_option("--format", o->format, "One of those that `egress-rules formats` lists")->required();
    command->add_option("FILE", o->files, "What export wrote: a file, several, or a directory")->required();
    command->add_option(
        "--policy", o->policy, "What they are for, where their comments do not say: change-json, or rules");
    command->add_option("--json", o->json, "Write the outcome as JSON to a file; - is standard output");
    command
        ->add_option(
            "--probes", o->probes, "Send about N packets at most of the grid, and say so where that is not all of it")
        ->type_name("N")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{1'000}, std::size_t{20'000'000}));
    command->add_flag("--mutate", o->mutate, "Also take out every element in turn: is each of them needed?");
    command->add_flag("--missing-is-known", o->missing_is_known,
        "Judge what is in the rules only: that the format cannot hold some required flow is known");
    command->footer(
        "No root is needed: the rules are loaded into a namespace of their own by their real loader; nothing of "
        "this machine changes.\n"
        "Rules that no Linux kernel loads are read again and evaluated as their platform would: "
        "\"model-checked, not executed\".\n\n"
        "Exit status: 0 it holds, 1 it does not (each leak and each stopped packet is named, with the rule), or it is "
        "not proved: a rule matches on what the packets do not vary (an owner, a mark, the time, …: each is named), or "
        "there are more cells than --probes; 2 it could not be asked.");
    command->callback([&chosen, o] { chosen = [o] { return run_proof(*o); }; });
}

} // namespace tools::rules_commands
