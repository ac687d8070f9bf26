// SPDX-License-Identifier: MIT
// Not compiled, only read by scripts/lint_tidy, which must flag nothing here.
#include <string>
#include <utility>

struct good_name {};

std::string moved_once(std::string text) {
    std::string taken = std::move(text);
    return taken + "!";
}
