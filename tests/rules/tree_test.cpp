// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>
#include <stdexcept>

#include "rules/export/tree.hpp"

using namespace rules;

namespace {

std::string refusal(const std::function<void()>& what) {
    try {
        what();
    } catch (const std::invalid_argument& refused) {
        return refused.what();
    }
    return "";
}

tree sample() {
    return object_tree({{"name", text_tree("iot-hub")}, {"port", number_tree(8883)}, {"proxy", truth_tree(true)},
        {"empty", list_tree(std::vector<tree>{})}, {"nothing", tree{}},
        {"list",
            list_tree(std::vector<tree>{text_tree("10.0.0.0/8"), object_tree({{"a", text_tree("x: y")}, {"b", tree{}}}),
                list_tree(std::vector<std::string>{"p", "*.q"})})}});
}

} // namespace

TEST_CASE("tree: written and read again is the same") {
    const auto before = sample();
    const auto plain = json_of(before, json_dialect::plain);
    for (const auto dialect : {json_dialect::plain, json_dialect::arm, json_dialect::terraform})
        CHECK(json_of(tree_of_json(json_of(before, dialect), dialect), json_dialect::plain) == plain);
    CHECK(json_of(tree_of_yaml(yaml_of(before)), json_dialect::plain) == plain);
    const auto bicep = bicep_of(before) + "\n";
    std::string_view rest = bicep;
    CHECK(json_of(take_bicep(rest), json_dialect::plain) == plain);
    CHECK(rest == "\n");
}

TEST_CASE("tree: text that a language would take for code stays text") {
    for (const auto* text : {"[parameters('x')]", "[", "[[x]", "${var.x}", "%{ if true }", "a${b}c%{d}", "$${x}", "'",
             "it's", "\\", "\\n", "\"", "${", "]", "{}"}) {
        const auto before = list_tree(std::vector<tree>{text_tree(text)});
        for (const auto dialect : {json_dialect::plain, json_dialect::arm, json_dialect::terraform}) {
            const auto written = json_of(before, dialect);
            INFO(written);
            const auto after = tree_of_json(written, dialect);
            REQUIRE(after.items.size() == 1);
            CHECK(after.items[0].kind == tree::type::text);
            if (std::string_view(text).find("$$") == std::string_view::npos) CHECK(after.items[0].text == text);
        }
        const auto written = bicep_of(before);
        std::string_view rest = written;
        const auto after = take_bicep(rest);
        CHECK(after.items.at(0).kind == tree::type::text);
        CHECK(after.items.at(0).text == text);
    }
    CHECK(json_of(text_tree("[x]"), json_dialect::arm) == "\"[[x]\"\n");
    CHECK(json_of(text_tree("${x}%{y}"), json_dialect::terraform) == "\"$${x}%%{y}\"\n");
    CHECK(bicep_of(text_tree("it's ${x} \\")) == "'it\\'s \\${x} \\\\'");
}

TEST_CASE("tree: code is written as the language writes it") {
    CHECK(json_of(code_tree("parameters('x')"), json_dialect::arm) == "\"[parameters('x')]\"\n");
    CHECK(json_of(code_tree("var.x"), json_dialect::terraform) == "\"${var.x}\"\n");
    CHECK(bicep_of(code_tree("location")) == "location");
    CHECK_THROWS_AS(json_of(code_tree("x"), json_dialect::plain), std::logic_error);
    CHECK(tree_of_json("\"[x]\"", json_dialect::arm).kind == tree::type::code);
    CHECK(tree_of_json("\"${x}\"", json_dialect::terraform).kind == tree::type::code);
}

TEST_CASE("tree: JSON that is not taken") {
    const std::string deep = std::string(40, '[') + std::string(40, ']');
    for (const auto* text : {"", "{", "nul", "null", "[null]", "1.5", "1e3", "99999999999", "{\"a\":1,\"a\":2}", "[1,]",
             "{} {}", "\"\xff\"", "// x\n{}", "{'a':1}", deep.c_str()})
        CHECK(refusal([&] { tree_of_json(text, json_dialect::plain); }).starts_with("JSON: "));
    CHECK(refusal([] { tree_of_json("\"[x\"", json_dialect::arm); }) == "JSON: an expression that does not end");
    for (const auto* text : {"\"a${x}\"", "\"${x}${y}\"", "\"%{x}\""})
        CHECK(refusal([&] { tree_of_json(text, json_dialect::terraform); }) == "JSON: an expression inside of text");
}

TEST_CASE("tree: Bicep that is not taken") {
    const std::string deep(40, '[');
    for (const auto* text : {"", "'x", "'${x}'", "'\\x'", "'a\nb'", "{ a: 1 }", "{\n  a: 1\n  a: 2\n}", "{\n  a 1\n}",
             "[\n  1 2\n]", "70000", "0", "$", "{\n  a: x(1)\n}", "[\n", deep.c_str()}) {
        INFO(text);
        std::string_view rest = text;
        CHECK(refusal([&] { take_bicep(rest); }).starts_with("Bicep: "));
    }
}

TEST_CASE("tree: YAML that is not taken") {
    for (const auto* text : {"", "# x\n", "  a: b\n", "a\n", "a: b\na: c\n", "a:\n b: c\n", "a:\n   b: c\n", "a: 'x'\n",
             "a: &x y\n", "a: *x\n", "a: |\n  x\n", "a: [x]\n", "a: {x: y}\n", "a: !!str x\n", "a: null\n", "a: no\n",
             "a: 1.5\n", "a: \"x\n", "a: \"x\\n\"\n", "- a\nb: c\n", "a: b\n---\na: c\n", "a: b # c\n", "a: 70000\n",
             "\ta: b\n", "<<: x\n", "a:\tb\n", "a: yes\n", "a:\n"}) {
        INFO(text);
        CHECK(refusal([&] { tree_of_yaml(text); }).starts_with("YAML"));
    }
    std::string deep;
    for (std::size_t i = 0; i < 40; ++i) deep += std::string(2 * i, ' ') + "a:\n";
    CHECK(refusal([&] { tree_of_yaml(deep + std::string(80, ' ') + "a: b\n"); }).starts_with("YAML line"));
}

TEST_CASE("tree: YAML quotes what a reader would take for something else") {
    for (const auto* text : {"no", "Yes", "null", "123", "1e3", "0x1f", "12:30", "*.x", "- a", "a: b", "", "~",
             "10.0.0.0/8", "2001:db8::/32", "true", "N", "k8s-app"}) {
        const auto before = object_tree({{"a", text_tree(text)}});
        const auto written = yaml_of(before);
        INFO(written);
        CHECK(tree_of_yaml(written).items.at(0).text == text);
        CHECK((written.find('"') != std::string::npos) == (std::string_view(text) != "k8s-app"));
    }
    CHECK_THROWS_AS(yaml_of(object_tree({{"a", text_tree("x\ny")}})), std::invalid_argument);
}

TEST_CASE("tree: a view tells the place") {
    const auto root = sample();
    const tree_view view(root, "file");
    CHECK(view["list"].items()[1]["a"].text() == "x: y");
    CHECK(refusal([&] { view["other"]; }) == "file: \"other\" is missing");
    CHECK(refusal([&] { view.only({"name"}); }) == "file: \"port\" is not expected here");
    CHECK(refusal([&] { view["list"].items()[1]["a"].number(); }) == "file.list[1].a: a number belongs here");
    CHECK(refusal([&] { view["list"].texts(); }) == "file.list[1]: text belongs here");
    CHECK(refusal([&] { view["port"].truth(); }) == "file.port: true or false belongs here");
    CHECK(refusal([&] { view["name"].is("x"); }) == "file.name: \"x\" belongs here, not \"iot-hub\"");
    CHECK(refusal([&] { view["name"].is_code("x"); }) == "file.name: the expression x belongs here");
    CHECK(refusal([&] { view["name"].items(); }) == "file.name: a list belongs here");
    CHECK(refusal([&] { view["name"].only({}); }) == "file.name: an object belongs here");
}
