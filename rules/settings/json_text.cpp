// SPDX-License-Identifier: MIT
#include "rules/settings/json_text.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "rules/site/document.hpp"

namespace rules {
namespace {

/// Follows a text that is known to be JSON; where it is not, gives up.
class span_scanner {
public:
    explicit span_scanner(std::string_view text) : text_(text) {
        constexpr std::string_view mark = "\xef\xbb\xbf";
        if (text_.starts_with(mark)) at_ = mark.size();
    }

    std::optional<json_span> all() {
        json_span root;
        blanks();
        if (!value(root, 0)) return std::nullopt;
        blanks();
        if (at_ != text_.size()) return std::nullopt;
        return root;
    }

private:
    void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
    bool take(char c) {
        blanks();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool string(text_span& bytes) {
        if (!take('"')) return false;
        bytes.from = at_ - 1;
        while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        if (at_ >= text_.size()) return false;
        bytes.to = ++at_;
        return true;
    }

    bool value(json_span& into, int depth) {
        blanks();
        if (at_ >= text_.size() || depth > max_document_depth) return false;
        into.bytes.from = at_;
        into.kind = text_[at_];
        bool good = false;
        if (into.kind == '{') {
            good = object(into, depth);
        } else if (into.kind == '[') {
            good = list(into, depth);
        } else if (into.kind == '"') {
            good = string(into.bytes);
        } else {
            into.kind = 0;
            at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
            good = at_ > into.bytes.from;
        }
        into.bytes.to = at_;
        return good;
    }

    bool object(json_span& into, int depth) {
        ++at_;
        if (take('}')) return true;
        do {
            blanks();
            auto& member = into.members.emplace_back();
            if (!string(member.key_bytes)) return false;
            member.key = unescaped(member.key_bytes);
            if (!take(':') || !value(member.value, depth + 1)) return false;
        } while (take(','));
        return take('}');
    }

    bool list(json_span& into, int depth) {
        ++at_;
        if (take(']')) return true;
        do {
            if (!value(into.items.emplace_back(), depth + 1)) return false;
        } while (take(','));
        return take(']');
    }

    std::string unescaped(text_span bytes) const {
        const auto inner = text_.substr(bytes.from + 1, bytes.to - bytes.from - 2);
        if (inner.find('\\') == inner.npos) return std::string(inner);
        const auto read = nlohmann::json::parse(text_.substr(bytes.from, bytes.to - bytes.from), nullptr, false);
        return read.is_string() ? read.get<std::string>() : std::string(inner);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

const json_span::member* json_span::find(std::string_view key) const noexcept {
    const auto found = std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.key == key; });
    return found == members.end() ? nullptr : &*found;
}

std::optional<json_span> json_spans(std::string_view text) {
    if (text.size() > max_document_bytes) return std::nullopt;
    return span_scanner(text).all();
}

std::string json_string(std::string_view text, const json_span& value) {
    const auto read =
        nlohmann::json::parse(text.substr(value.bytes.from, value.bytes.to - value.bytes.from), nullptr, false);
    return read.is_string() ? read.get<std::string>() : std::string();
}

std::string json_quoted(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace rules
