// SPDX-License-Identifier: MIT
//
// JSON, Azure Resource Manager's and Terraform's (learn.microsoft.com "ARM template syntax"; Terraform "JSON
// Configuration Syntax").
#include "rules/export/tree.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/policy/policy.hpp"

namespace rules {
namespace {

constexpr std::size_t deepest_json = 32;

std::string json_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < ' ')
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

void replace_all(std::string& in, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = in.find(from, at)) != in.npos; at += to.size()) in.replace(at, from.size(), to);
}

std::string json_escaped(std::string text, json_dialect dialect) {
    if (dialect == json_dialect::arm && text.starts_with('[')) text.insert(0, "[");
    if (dialect == json_dialect::terraform) {
        replace_all(text, "${", "$${");
        replace_all(text, "%{", "%%{");
    }
    return text;
}

std::string code_text(const std::string& code, json_dialect dialect) {
    if (dialect == json_dialect::plain) throw std::logic_error("plain JSON holds no expressions");
    return dialect == json_dialect::arm ? fmt::format("[{}]", code) : fmt::format("${{{}}}", code);
}

void write_json_node(std::string& out, const tree& value, json_dialect dialect, std::size_t level) {
    switch (value.kind) {
    case tree::type::text: out += json_quoted(json_escaped(value.text, dialect)); return;
    case tree::type::code: out += json_quoted(code_text(value.text, dialect)); return;
    case tree::type::number: out += std::to_string(value.number); return;
    case tree::type::truth: out += value.truth ? "true" : "false"; return;
    case tree::type::list:
    case tree::type::object: break;
    }
    const bool object = value.kind == tree::type::object;
    if (value.items.empty()) {
        out += object ? "{}" : "[]";
        return;
    }
    out += object ? "{\n" : "[\n";
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        out.append(2 * (level + 1), ' ');
        if (object) out += json_quoted(value.keys[i]) + ": ";
        write_json_node(out, value.items[i], dialect, level + 1);
        out += i + 1 < value.items.size() ? ",\n" : "\n";
    }
    out.append(2 * level, ' ');
    out += object ? "}" : "]";
}

tree text_or_code(std::string text, json_dialect dialect) {
    if (dialect == json_dialect::arm && text.starts_with('[')) {
        if (text.starts_with("[[")) return text_tree(text.substr(1));
        if (!text.ends_with(']')) throw std::invalid_argument("JSON: an expression that does not end");
        return code_tree(text.substr(1, text.size() - 2));
    }
    if (dialect != json_dialect::terraform) return text_tree(text);
    if (text.starts_with("${") && text.find('}') == text.size() - 1) return code_tree(text.substr(2, text.size() - 3));
    for (const auto* sign : {"${", "%{"})
        for (std::size_t at = 0; (at = text.find(sign, at)) != text.npos; at += 2) {
            if (at == 0 || text[at - 1] != *sign) throw std::invalid_argument("JSON: an expression inside of text");
            text.erase(at - 1, 1);
        }
    return text_tree(text);
}

// Events instead of nlohmann's own values: those forget the order of members, and the first of two with one name.
class builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit builder(json_dialect dialect) : dialect_(dialect) {}
    tree result;

    bool null() override { refuse("null"); }
    bool boolean(bool value) override { return put(truth_tree(value)); }
    bool number_integer(number_integer_t value) override { return put(number_tree(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > 0x7fffffff) refuse("a number this large");
        return put(number_tree(static_cast<long>(value)));
    }
    bool number_float(number_float_t, const string_t&) override { refuse("a number that is not whole"); }
    bool string(string_t& value) override { return put(text_or_code(value, dialect_)); }
    bool binary(binary_t&) override { refuse("binary"); }
    bool start_object(std::size_t) override { return open(tree{}); }
    bool start_array(std::size_t) override { return open(list_tree(std::vector<tree>{})); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        const auto& known = open_.back().keys;
        if (std::find(known.begin(), known.end(), value) != known.end())
            refuse(fmt::format("two members \"{}\"", plain_text(value)));
        open_.back().keys.push_back(value);
        return true;
    }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
        throw std::invalid_argument(fmt::format("JSON: byte {} is not what can stand there", at));
    }

private:
    [[noreturn]] static void refuse(std::string_view what) {
        throw std::invalid_argument(fmt::format("JSON: {} is not expected", what));
    }
    bool put(tree value) {
        if (open_.empty())
            result = std::move(value);
        else
            open_.back().items.push_back(std::move(value));
        return true;
    }
    bool open(tree value) {
        if (open_.size() == deepest_json) refuse("so many levels");
        open_.push_back(std::move(value));
        return true;
    }
    bool close() {
        auto value = std::move(open_.back());
        open_.pop_back();
        return put(std::move(value));
    }

    json_dialect dialect_;
    std::vector<tree> open_;
};

} // namespace

std::string json_of(const tree& value, json_dialect dialect) {
    std::string out;
    write_json_node(out, value, dialect, 0);
    return out + "\n";
}

tree tree_of_json(std::string_view text, json_dialect dialect) {
    builder build(dialect);
    nlohmann::json::sax_parse(text.begin(), text.end(), &build);
    return std::move(build.result);
}

} // namespace rules
