// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/report.hpp"
#include "rules/write.hpp"

namespace rules {

/// What a text means; a colour where there is colour, and never the only sign of it.
enum class paint { plain, strong, good, bad, warning, faint };

struct part {
    std::string text;
    paint how = paint::plain;
};

/// A terminal page that grows line by line. Texts given to it may be anything: they come out safe
/// (one_line()) and wrapped at the width.
class page {
public:
    explicit page(const terminal_style& style);

    std::size_t width() const noexcept { return width_; }
    void blank() { text_ += '\n'; }

    /// A label in one or more colours, and beside it, from column `indent` on, a text in as many
    /// lines as it needs. A label that leaves no gap has a line to itself.
    void entry(const std::vector<part>& label, std::size_t indent, std::string_view text);

    /// A line of parts that are known to fit.
    void line(const std::vector<part>& parts) { entry(parts, 0, ""); }

    /// A text to copy: every line as it is, from the first column, never cut or wrapped.
    void verbatim(std::string_view text);

    std::string take() && { return std::move(text_); }

private:
    std::size_t put(const std::vector<part>& parts);
    void end_line();

    std::size_t width_;
    bool colour_;
    std::string text_;
};

/// "84 ms", "2000 ms", "0.4 ms"; at most 9 columns.
std::string shown_ms(double ms);

/// What was tried, or where nothing was, what was planned: a registry's layer host is known only then.
const netprobe::target& shown_target(const path_result& path);

/// Ready or not, what that stands on, and the proxy where there is one.
void write_verdict(page& to, const report& of);

/// All findings in full, or only the headline.
void write_findings(page& to, const report& of, bool all);

/// Who on the device uses which proxy; nothing where nobody is set to one.
void write_proxy_users(page& to, const report& of);

/// Where each value of the site was read; nothing where options said all of them.
void write_sources(page& to, const report& of);

/// What was assumed or could not be read.
void write_assumptions(page& to, const report& of);

/// The hub's protocols by the ways out, then a line for every other path.
void write_matrix(page& to, const report& of);

/// Every name's answers and every step of every path.
void write_steps(page& to, const report& of);

} // namespace rules
