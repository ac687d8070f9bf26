// SPDX-License-Identifier: MIT
//
// egress-rules formats: what there is, and what each can and cannot express.
#include <array>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "rules/export/format.hpp"
#include "tools/options.hpp"
#include "tools/rules/commands.hpp"

namespace tools::rules_commands {
namespace {

std::string_view word(rules::names_held held) {
    constexpr std::array<std::string_view, 3> words{"no", "exact", "wildcard"};
    return words[static_cast<std::size_t>(held)];
}

std::string_view word(rules::proof_kind kind) {
    constexpr std::array<std::string_view, 4> words{"kernel", "model", "live", "none"};
    return words[static_cast<std::size_t>(kind)];
}

void cell(std::string_view text, std::size_t width) {
    std::cout << text << std::string(text.size() < width ? width - text.size() : 1, ' ');
}

void show_table() {
    cell("format", 26);
    cell("names", 10);
    cell("proof", 8);
    cell("deny", 6);
    cell("allow", 7);
    cell("host", 6);
    std::cout << "gateway\n";
    for (const auto& f : rules::formats()) {
        cell(f.name, 26);
        cell(word(f.names), 10);
        cell(word(f.proof), 8);
        cell(f.default_deny ? "yes" : "no", 6);
        cell(f.allow_only ? "yes" : "no", 7);
        cell(f.host ? "yes" : "no", 6);
        std::cout << (f.gateway ? "yes" : "no") << "\n";
    }
    std::cout << "\nnames: which host names the target holds itself; \"no\" means addresses only. proof: kernel, by "
                 "packets in a\n"
                 "namespace; model, the text is read again and evaluated as the platform would; live, the real program "
                 "decides.\n"
                 "deny: default-deny; allow: allow-only. One of them in full: egress-rules formats NAME\n";
}

int show_one(const std::string& name) {
    const auto* f = rules::find_format(name);
    if (!f)
        throw usage_error(
            "formats " + name.substr(0, 80) + ": there is none of that name; `egress-rules formats` lists them");
    std::cout << f->name << "  " << f->title << "\n\n" << f->limits << "\n\nUndo: " << f->undo << "\n";
    return holds;
}

void show_json() {
    auto all = nlohmann::ordered_json::array();
    for (const auto& f : rules::formats())
        all.push_back({{"name", f.name}, {"title", f.title}, {"names", word(f.names)}, {"proof", word(f.proof)},
            {"default_deny", f.default_deny}, {"allow_only", f.allow_only}, {"host", f.host}, {"gateway", f.gateway},
            {"limits", f.limits}, {"undo", f.undo}});
    std::cout << all.dump(2) << "\n";
}

} // namespace

void add_formats(CLI::App& to, action& chosen) {
    auto* command = to.add_subcommand("formats", "The formats, and what each can and cannot express");
    struct options {
        std::string name;
        bool json = false;
    };
    auto o = std::make_shared<options>();
    command->add_option("NAME", o->name, "Only this one, in full");
    command->add_flag("--json", o->json, "As JSON");
    command->callback([&chosen, o] {
        chosen = [o] {
            if (!o->name.empty()) return show_one(o->name);
            if (o->json)
                show_json();
            else
                show_table();
            return static_cast<int>(holds);
        };
    });
}

} // namespace tools::rules_commands
