// SPDX-License-Identifier: MIT
#include "tools/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/options.hpp"

namespace tools {
namespace {

[[noreturn]] void fail(const char* option, const std::string& file, const std::string& why) {
    throw usage_error(std::string(option) + " " + file + ": " + why);
}

std::string read_all(std::istream& from, std::size_t limit, const char* option, const std::string& file) {
    std::string text;
    char part[64 * 1024];
    while (text.size() <= limit && (from.read(part, sizeof part) || from.gcount() > 0))
        text.append(part, static_cast<std::size_t>(from.gcount()));
    if (from.bad()) fail(option, file, "cannot be read");
    if (text.size() > limit)
        fail(option, file, "is larger than " + std::to_string(limit >> 20) + " MB; is it the right file?");
    return text;
}

} // namespace

std::string read_text_file(const std::string& file, const char* option, std::size_t limit) {
    if (file == "-") return read_all(std::cin, limit, option, "standard input");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) fail(option, file, std::string(std::strerror(errno)) + "; give a file that can be read");
    in.peek(); // a directory opens and then cannot be read
    if (in.bad() || (in.fail() && !in.eof())) fail(option, file, "cannot be read; is it a file?");
    in.clear();
    return read_all(in, limit, option, file);
}

void check_writable(const std::string& file, const char* option) {
    errno = 0;
    const std::ofstream out(file, std::ios::binary | std::ios::app);
    if (!out) fail(option, file, std::string(std::strerror(errno)) + "; give a place that can be written");
}

void write_text_file(const std::string& file, const char* option, const std::string& text) {
    errno = 0;
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) fail(option, file, std::string(std::strerror(errno)) + "; give a place that can be written");
    out << text;
    out.close();
    if (!out) fail(option, file, std::string("not written: ") + std::strerror(errno ? errno : EIO));
}

void write_private_file(const std::string& file, const char* option, const std::string& text) {
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (made < 0) fail(option, file, std::string(std::strerror(errno)) + "; give a place that can be written");
    // Before a byte of it is there. A device (/dev/null) keeps its own.
    struct stat about {};
    const bool plain = ::fstat(made, &about) == 0 && S_ISREG(about.st_mode);
    const bool closed_to_others = !plain || ::fchmod(made, 0600) == 0;
    const int why = errno;
    ::close(made);
    if (!closed_to_others) fail(option, file, std::string("cannot be closed to others: ") + std::strerror(why));
    write_text_file(file, option, text);
}

rules::catalog load_catalog(const std::string& file) {
    try {
        if (file.empty()) return rules::parse_catalog(rules::built_in_catalog(), "built-in catalog");
        return rules::parse_catalog(read_text_file(file, "--catalog", 4 << 20), file);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools
