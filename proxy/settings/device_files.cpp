// SPDX-License-Identifier: MIT
#include "proxy/settings/device_files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "netprobe/printable.hpp"

namespace proxy {
namespace {

constexpr std::size_t max_file = std::size_t{4} << 20;
constexpr std::size_t max_names = 256, max_entries = 10000;

// Closes what was opened, whatever happens.
struct descriptor {
    int number;
    explicit descriptor(int opened) : number(opened) {}
    ~descriptor() {
        if (number >= 0) ::close(number);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
};

bool is_there(int error) noexcept { return error != ENOENT && error != ENOTDIR; }

} // namespace

device_files::device_files(const std::string& root) : root_(root) {
    while (root_.ends_with('/')) root_.pop_back();
    folder_ = ::open(root_.empty() ? "/" : root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder_ < 0)
        throw std::invalid_argument(fmt::format("{}: {}; give the folder that holds a copy of the device's files",
            netprobe::printable(root), std::strerror(errno)));
}

device_files::~device_files() { ::close(folder_); }

std::string device_files::shown(const std::string& path) const { return root_ + path; }

void device_files::remark(const std::string& path, std::string_view what) {
    remarks.push_back(fmt::format("{}: {}", netprobe::printable(shown(path)), what));
}

// In a copy the kernel itself keeps links inside (openat2(2), since Linux 5.6).
int device_files::open(const std::string& path, int flags) const {
    flags |= O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NOCTTY | O_NONBLOCK); // openat2 takes no flag in vain
    if (root_.empty()) return ::open(path.c_str(), flags);
    open_how how{};
    how.flags = static_cast<decltype(how.flags)>(flags);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, folder_, path.c_str(), &how, sizeof how));
}

// A copy has no /dev/null for its links.
bool device_files::links_to_null(const std::string& path) const {
    const descriptor link(open(path, O_PATH | O_NOFOLLOW));
    char target[16];
    const auto size = link.number < 0 ? -1 : ::readlinkat(link.number, "", target, sizeof target);
    return size > 0 && std::string_view(target, static_cast<std::size_t>(size)) == "/dev/null";
}

file_text device_files::read(const std::string& path) {
    file_text out;
    const auto unreadable = [&](const std::string& why) {
        out.state = file_state::unreadable;
        out.text.clear();
        out.why = why;
        remark(path, why);
        return out;
    };
    // By name only first: what is no file is not opened, which could wait or set something off.
    const descriptor seen(open(path, O_PATH));
    struct stat about {};
    if (seen.number < 0 || ::fstat(seen.number, &about) != 0) {
        if (!is_there(errno)) {
            if (links_to_null(path)) out.state = file_state::masked;
            return out;
        }
        return unreadable(std::string("cannot be read: ") + std::strerror(errno));
    }
    if (S_ISCHR(about.st_mode) && about.st_rdev == makedev(1, 3)) {
        out.state = file_state::masked;
        return out;
    }
    if (!S_ISREG(about.st_mode)) return unreadable("is not a file, and is left alone");
    out.mode = about.st_mode & 07777u;
    if (about.st_size > static_cast<off_t>(max_file)) return unreadable("is larger than 4 MB, and is left alone");
    const descriptor file(open(path, O_RDONLY));
    struct stat again {};
    if (file.number < 0 || ::fstat(file.number, &again) != 0) {
        return unreadable(std::string("cannot be read: ") + std::strerror(errno) +
                          (errno == EACCES ? "; run as root to see what it says" : ""));
    }
    if (again.st_dev != about.st_dev || again.st_ino != about.st_ino)
        return unreadable("was replaced while it was read; try again");
    char part[64 * 1024];
    while (out.text.size() <= max_file) {
        const auto count = ::read(file.number, part, sizeof part);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return unreadable(std::string("cannot be read: ") + std::strerror(errno));
        if (count == 0) break;
        out.text.append(part, static_cast<std::size_t>(count));
    }
    if (out.text.size() > max_file || out.text.size() > left_)
        return unreadable(out.text.size() > max_file ? "is larger than 4 MB, and is left alone"
                                                     : "is left alone: 32 MB of settings were read before it");
    left_ -= out.text.size();
    out.state = file_state::read;
    return out;
}

std::vector<std::string> device_files::names(const std::string& folder, std::string_view suffix) {
    std::vector<std::string> found;
    const int opened = open(folder, O_RDONLY | O_DIRECTORY);
    if (opened < 0) {
        if (is_there(errno)) remark(folder, std::string("cannot be read: ") + std::strerror(errno));
        return found;
    }
    DIR* const list = ::fdopendir(opened); // owns the descriptor now
    if (list == nullptr) {
        ::close(opened);
        return found;
    }
    for (std::size_t seen = 0; seen < max_entries; ++seen) {
        const dirent* const entry = ::readdir(list);
        if (entry == nullptr) break;
        const std::string_view name(entry->d_name);
        if (!name.starts_with('.') && name.ends_with(suffix)) found.emplace_back(name);
    }
    ::closedir(list);
    std::ranges::sort(found);
    if (found.size() > max_names) {
        remark(folder, "holds more than 256 files of settings; the rest is left alone");
        found.resize(max_names);
    }
    return found;
}

} // namespace proxy
