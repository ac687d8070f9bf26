// SPDX-License-Identifier: MIT
#include "rules/settings/hide_secrets.hpp"

#include <nlohmann/json.hpp>

#include "netprobe/ascii.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/settings/text_edit.hpp"
#include "rules/shown.hpp"
#include "rules/site/variables.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;
using netprobe::same_but_for_case;

class secret_hider {
public:
    void look(json& value, const std::string& at) {
        if (value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i) look(value[i], at + "/" + std::to_string(i));
        if (value.is_string() && without_secrets(value.get_ref<const std::string&>()) != value) hide(value, at);
        if (!value.is_object()) return;
        const bool open_options = !options_hold_secret(value);
        for (auto& [key, member] : value.items()) {
            const auto here = at + "/" + escaped(key);
            if (same_but_for_case(key, "env") && member.is_object())
                for (auto& [name, variable] : member.items())
                    look_at_variable(variable, name, here + "/" + escaped(name));
            else if ((names_secret(key) && !same_but_for_case(key, "registryCredentials")) ||
                     (!open_options && is_options(key)))
                hide(member, here);
            else
                look(member, here);
        }
    }

    std::vector<std::string> hidden;

private:
    static bool is_options(std::string_view key) { return netprobe::lower(key).starts_with("createoptions"); }

    static std::string escaped(const std::string& part) {
        std::string out;
        for (const char c : part) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return out;
    }

    /// A container's own Env is in createOptions, a text that may be in several parts.
    static bool options_hold_secret(const json& settings) {
        std::string all;
        for (const auto& [key, member] : settings.items())
            if (is_options(key)) all += member.is_string() ? member.get<std::string>() : member.dump();
        return netprobe::lower(all).find("\"env\"") != std::string::npos || may_hold_secret(all);
    }

    void look_at_variable(json& variable, const std::string& name, const std::string& at) {
        const bool wrapped = variable.is_object() && variable.contains("value");
        auto& value = wrapped ? variable["value"] : variable;
        if (value.is_string() ? !may_be_shown(name, value.get_ref<const std::string&>()) : value.is_structured())
            hide(value, wrapped ? at + "/value" : at);
    }

    /// All texts in it.
    void hide(json& value, const std::string& at) {
        if (value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i) hide(value[i], at + "/" + std::to_string(i));
        if (value.is_object())
            for (auto& [key, member] : value.items()) hide(member, at + "/" + escaped(key));
        if (!value.is_string() || value.get_ref<const std::string&>().empty()) return;
        // The proxy that is set here has lost its password already.
        const auto proxy = read_shown_proxy(value.get_ref<const std::string&>());
        if (!proxy || !proxy->login.ends_with("***")) value = "***";
        hidden.push_back(at);
    }
};

} // namespace

std::vector<std::string> hide_secrets(nlohmann::ordered_json& manifest) {
    secret_hider hider;
    hider.look(manifest, "");
    return std::move(hider.hidden);
}

} // namespace rules
