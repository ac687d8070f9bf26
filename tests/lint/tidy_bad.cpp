// SPDX-License-Identifier: MIT
// Not compiled, only read by scripts/lint_tidy, which must flag every line that ends in "flagged".
#include <string>
#include <utility>

struct BadName {}; // flagged

std::string used_after_move(std::string text) {
    const std::string taken = std::move(text);
    return taken + text; // flagged
}
