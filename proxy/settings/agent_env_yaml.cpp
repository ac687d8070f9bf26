// SPDX-License-Identifier: MIT
#include <istream>
#include <streambuf>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "netprobe/printable.hpp"
#include "proxy/settings/agent_env.hpp"

namespace proxy {
namespace {

std::size_t line_of(const YAML::Mark& mark) { return mark.line < 0 ? 0 : static_cast<std::size_t>(mark.line) + 1; }

// Follows the document as it is read and keeps what stands at agent: env: NAME. No tree is built: aliases would make it
// as large as its writer likes.
class agent_env_handler : public YAML::EventHandler {
public:
    agent_env_handler(read_result& into, const std::string& file) : into_(into), file_(file) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { value(mark, nullptr); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { value(mark, nullptr); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& text) override {
        value(mark, &text);
    }
    void OnSequenceStart(
        const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        open(mark, false);
    }
    void OnSequenceEnd() override { open_.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        open(mark, true);
    }
    void OnMapEnd() override { open_.pop_back(); }

private:
    struct level {
        bool map;
        bool wanted; // its keys are on the way to agent: env:
        bool key_is_next = true;
        std::string key;
        std::size_t line = 0; // of the key
    };

    void open(const YAML::Mark& mark, bool map) {
        bool wanted = open_.empty();
        if (!open_.empty()) {
            const auto depth = open_.size();
            const auto& in = open_.back();
            wanted = in.wanted && in.map && !in.key_is_next &&
                     ((depth == 1 && in.key == "agent") || (depth == 2 && in.key == "env"));
            value(mark, nullptr);
        }
        open_.push_back({map, wanted, true, {}, 0});
    }

    // A key or a value; a null pointer: not a text.
    void value(const YAML::Mark& mark, const std::string* text) {
        if (open_.empty() || !open_.back().map) return;
        auto& in = open_.back();
        in.key_is_next = !in.key_is_next;
        if (!in.key_is_next) {
            in.key = text != nullptr && in.wanted ? *text : std::string();
            in.line = line_of(mark);
            return;
        }
        if (!in.wanted || open_.size() != 3 || !is_proxy_variable(in.key)) return;
        const place where{file_, in.line};
        if (text != nullptr)
            into_.found.push_back({in.key, secret(*text), where});
        else
            into_.remarks.push_back(fmt::format("{}: {} is no text; write it in quotes", to_string(where), in.key));
    }

    read_result& into_;
    const std::string& file_;
    std::vector<level> open_;
};

// A stream over a text that is not copied.
struct view_buffer : std::streambuf {
    explicit view_buffer(std::string_view text) {
        auto* const begin = const_cast<char*>(text.data()); // read only: no put area
        setg(begin, begin, begin + text.size());
    }
};

} // namespace

read_result agent_env_of_yaml(std::string_view text, const std::string& file) {
    read_result out;
    if (text.size() > max_agent_text) {
        out.remarks.push_back(to_string(place{file, 0}) + ": is larger than 1 MB, and is left alone");
        return out;
    }
    try {
        view_buffer buffer(text);
        std::istream in(&buffer);
        YAML::Parser parser(in);
        agent_env_handler handler(out, file);
        parser.HandleNextDocument(handler);
    } catch (const YAML::Exception& wrong) { // its own words may quote the text
        out.remarks.push_back(to_string(place{file, line_of(wrong.mark)}) + ": is not YAML; correct the line");
    }
    return out;
}

} // namespace proxy
