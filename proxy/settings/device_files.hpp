// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy {

enum class file_state {
    absent,     ///< no such file, or a link to nothing
    masked,     ///< a link to /dev/null: somebody says that there shall be none
    unreadable, ///< there is a remark
    read,
};

struct file_text {
    file_state state = file_state::absent;
    std::string text;
    std::string why;                   ///< of an unreadable one, for people; no path is in it
    std::optional<std::uint32_t> mode; ///< its permission bits, where it is a file
};

/// The files of this device, or a copy of another's files under a folder of its own. Never waits: FIFOs, sockets and
/// devices are not opened for reading. One file has at most 4 MB, all together 32 MB.
class device_files {
public:
    /// `root` is "/" or where the copy is. A link in a copy stays in it, even one that starts with '/' or climbs with
    /// "..". Throws std::invalid_argument where `root` is no folder that can be opened.
    explicit device_files(const std::string& root);
    ~device_files();
    device_files(const device_files&) = delete;
    device_files& operator=(const device_files&) = delete;

    /// A whole file; `path` starts with '/'.
    file_text read(const std::string& path);

    /// The names of what is in a folder and ends in `suffix`, sorted; hidden ones are left out, and what is beyond 256.
    std::vector<std::string> names(const std::string& folder, std::string_view suffix);

    /// The path on this machine, for people.
    std::string shown(const std::string& path) const;

    std::vector<std::string> remarks; ///< one line each: what is there and could not be read, or was not understood

private:
    int open(const std::string& path, int flags) const;
    bool links_to_null(const std::string& path) const;
    void remark(const std::string& path, std::string_view what);

    std::string root_; ///< without a slash at its end
    int folder_ = -1;
    std::size_t left_ = std::size_t{32} << 20;
};

} // namespace proxy
