// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// A folder with a copy of a device's files, gone with the test.
class device_copy {
public:
    device_copy() {
        std::string name = (std::filesystem::temp_directory_path() / "egress_copy_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        root_ = name;
    }
    ~device_copy() { std::filesystem::remove_all(root_); }
    device_copy(const device_copy&) = delete;
    device_copy& operator=(const device_copy&) = delete;

    std::string root() const { return root_.string(); }
    std::filesystem::path path(std::string_view of) const { return root_ / std::filesystem::path(of).relative_path(); }

    void write(std::string_view of, std::string_view text) const {
        std::filesystem::create_directories(path(of).parent_path());
        std::ofstream(path(of), std::ios::binary) << text;
    }
    void link(std::string_view of, const std::string& target) const {
        std::filesystem::create_directories(path(of).parent_path());
        std::filesystem::create_symlink(target, path(of));
    }

private:
    std::filesystem::path root_;
};
