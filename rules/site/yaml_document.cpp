// SPDX-License-Identifier: MIT
#include <algorithm>
#include <istream>
#include <map>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "rules/site/document_text.hpp"
#include "rules/site/tree_builder.hpp"

namespace rules {
namespace {

std::size_t yaml_line(const YAML::Mark& mark) { return mark.line < 0 ? 0 : static_cast<std::size_t>(mark.line) + 1; }

/// Thrown out of the library's reader where the tree would be too much; the fault is there already.
struct yaml_too_much {};

bool is_yaml_number(std::string_view text) noexcept {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; }) &&
           std::ranges::count(text, '.') <= 1;
}

node::type kind_of_plain(std::string_view text) noexcept {
    if (text.empty() || text == "~" || text == "null") return node::type::none;
    if (text == "true" || text == "false") return node::type::truth;
    return is_yaml_number(text) ? node::type::number : node::type::text;
}

/// Makes the tree as yaml-cpp reads the text: its own would follow aliases without end.
class yaml_events : public YAML::EventHandler {
public:
    /// `into` must outlive it.
    explicit yaml_events(tree_builder& into) : into_(into) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, node::type::none, {}); }
    void OnScalar(
        const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) override {
        scalar(mark, anchor, tag == "?" ? kind_of_plain(text) : node::type::text, text);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto known = anchors_.find(anchor);
        if (is_key()) // a key that is written elsewhere
            take_key(known == anchors_.end() ? std::string() : known->second.text, mark);
        else if (known == anchors_.end())
            scalar(mark, 0, node::type::none, {});
        else if (!into_.copy(known->second, yaml_line(mark)))
            throw yaml_too_much();
        else
            value_ended();
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        begin(mark, anchor, node::type::list);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(
        const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        begin(mark, anchor, node::type::table);
    }
    void OnMapEnd() override { end(); }

private:
    struct level {
        bool map = false;
        bool key_is_next = true;
        YAML::anchor_t anchor = 0;
        YAML::Mark mark;
    };

    bool is_key() const { return !open_.empty() && open_.back().map && open_.back().key_is_next; }
    void take_key(std::string text, const YAML::Mark& mark) {
        into_.key(std::move(text), yaml_line(mark));
        open_.back().key_is_next = false;
    }
    void value_ended() {
        if (!open_.empty()) open_.back().key_is_next = true;
    }

    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, node::type kind, const std::string& text) {
        if (is_key()) {
            if (anchor != 0) anchors_[anchor].text = text;
            take_key(text, mark);
            return;
        }
        if (!into_.value(kind, text, yaml_line(mark))) throw yaml_too_much();
        remember(anchor, mark);
        value_ended();
    }

    void begin(const YAML::Mark& mark, YAML::anchor_t anchor, node::type kind) {
        if (is_key()) throw YAML::Exception(mark, "a table or list for a key: no setting has one");
        if (!into_.open(kind, yaml_line(mark))) throw yaml_too_much();
        open_.push_back({kind == node::type::table, true, anchor, mark});
    }

    void end() {
        const auto ended = open_.back();
        open_.pop_back();
        into_.close();
        remember(ended.anchor, ended.mark);
        value_ended();
    }

    void remember(YAML::anchor_t anchor, const YAML::Mark& mark) {
        const auto* const made = anchor != 0 ? into_.last() : nullptr;
        if (made == nullptr) return;
        if (!into_.count(values_in(*made), yaml_line(mark))) throw yaml_too_much(); // a copy is as large as any
        anchors_[anchor] = *made;
    }

    tree_builder& into_;
    std::vector<level> open_;
    std::map<YAML::anchor_t, node> anchors_;
};

// A stream over a text that is not copied.
struct yaml_text_buffer : std::streambuf {
    explicit yaml_text_buffer(std::string_view text) {
        auto* const begin = const_cast<char*>(text.data()); // read only: no put area
        setg(begin, begin, begin + text.size());
    }
};

/// The library's own words may quote the text, which may be a password.
file_fault fault_of_yaml(const YAML::Exception& wrong, std::string_view text, const std::string& file) {
    const auto line = yaml_line(wrong.mark);
    for (std::size_t n = 1; n < line && !text.empty(); ++n)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    const auto blanks = text.substr(0, std::min(text.find_first_not_of(" \t"), text.size()));
    if (blanks.find('\t') != blanks.npos)
        return syntax_fault("YAML", file, line, "a tab at the beginning of the line", "write spaces");
    return syntax_fault("YAML", file, line, "", "correct the line, or the one before");
}

} // namespace

document yaml_document(std::string_view text, const std::string& file) {
    document out;
    const auto readable = document_text(text, "YAML", file, max_settings_bytes, out.faults);
    if (!readable) return out;
    tree_builder tree("YAML", file, out.faults);
    try {
        yaml_text_buffer buffer(*readable);
        std::istream in(&buffer);
        YAML::Parser parser(in);
        yaml_events events(tree);
        parser.HandleNextDocument(events);
    } catch (const yaml_too_much&) { // said already
    } catch (const YAML::Exception& wrong) {
        out.faults.push_back(fault_of_yaml(wrong, *readable, file));
    }
    out.root = tree.finish();
    return out;
}

} // namespace rules
