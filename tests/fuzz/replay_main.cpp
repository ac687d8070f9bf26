// SPDX-License-Identifier: MIT
// fuzz_replay NAME FOLDER…: runs one fuzz target without libFuzzer: over the kept corpus, every prefix of it, and
// mutations that are the same in every run. It finds a regression, not a new fault; scripts/fuzz looks for those. What
// fails is the target: a crash, or a sanitizer's report.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <vector>

#include "tests/fuzz/fuzz_targets.hpp"

namespace {

using bytes = std::vector<std::uint8_t>;

constexpr std::size_t longest = 4096;  // of the inputs made here; a file of the corpus is run whole
constexpr std::size_t mutations = 500; // of each input

std::size_t runs = 0;
const fuzz_target* target = nullptr;

void run(const bytes& input) {
    // A copy of exactly this size: the sanitizer sees a read past its end.
    const bytes exact(input);
    target->run(exact.data(), exact.size());
    ++runs;
}

void run_prefixes(const bytes& input) {
    for (std::size_t size = 0; size <= input.size() && size <= longest; ++size)
        run(bytes(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size)));
}

void run_mutations(const bytes& input, std::mt19937& random) {
    // Bytes that lengths, types and text turn on, beside any other.
    constexpr std::uint8_t telling[] = {0x00, 0x01, 0x0a, 0x0d, 0x20, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xfe, 0xff};
    for (std::size_t i = 0; i < mutations; ++i) {
        bytes changed(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(std::min(input.size(), longest)));
        for (auto edits = 1 + random() % 4; edits > 0; --edits) {
            const auto at = static_cast<std::ptrdiff_t>(changed.empty() ? 0 : random() % changed.size());
            const auto value =
                random() % 2 == 0 ? telling[random() % std::size(telling)] : static_cast<std::uint8_t>(random());
            if (changed.empty() || random() % 4 == 0)
                changed.insert(changed.begin() + at, value);
            else if (random() % 4 == 0)
                changed.erase(changed.begin() + at);
            else
                changed[static_cast<std::size_t>(at)] = value;
        }
        run(changed);
    }
}

} // namespace

int main(int argc, char** argv) {
    for (const auto& known : fuzz_targets())
        if (argc > 1 && known.name == std::string_view(argv[1])) target = &known;
    if (!target) {
        std::fprintf(
            stderr, "fuzz_replay: there is no target %s; usage: fuzz_replay NAME FOLDER...\n", argc > 1 ? argv[1] : "");
        return 2;
    }
    std::mt19937 random(20261123); // NOLINT: the same numbers in every run are the point
    run({});
    bytes noise(longest);
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
    run_prefixes(noise);

    std::size_t files = 0;
    for (int i = 2; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) continue;
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream in(entry.path(), std::ios::binary);
            const bytes input{std::istreambuf_iterator<char>(in), {}};
            if (!in) {
                std::fprintf(stderr, "cannot read %s\n", entry.path().c_str());
                return 2;
            }
            run(input);
            run_prefixes(input);
            run_mutations(input, random);
            ++files;
        }
    }
    std::printf("%zu files, %zu inputs\n", files, runs);
}
