// SPDX-License-Identifier: MIT
#include "proxy/settings/device_files.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/proxy/device_copy.hpp"

using namespace proxy;
using strings = std::vector<std::string>;

TEST_CASE("device files: what is there, and what is not") {
    const device_copy copy;
    copy.write("/etc/a", "text\0more");
    copy.write("/etc/empty", "");
    device_files files(copy.root() + "/");
    CHECK(files.read("/etc/a").text == "text");
    CHECK(files.read("/etc/empty").state == file_state::read);
    CHECK(files.read("/etc/b").state == file_state::absent);
    CHECK(files.read("/etc/a/b").state == file_state::absent);
    CHECK(files.read("/no/such/folder").state == file_state::absent);
    CHECK(files.remarks.empty());
    CHECK(files.shown("/etc/a") == copy.root() + "/etc/a");
    CHECK(device_files("/").shown("/etc/a") == "/etc/a");
}

TEST_CASE("device files: no wait for a FIFO, no socket, no device, no folder") {
    const device_copy copy;
    copy.write("/etc/x", "");
    REQUIRE(::mkfifo(copy.path("/etc/fifo").c_str(), 0600) == 0);
    const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    copy.path("/etc/socket").string().copy(name.sun_path, sizeof name.sun_path - 1);
    REQUIRE(::bind(listening, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    device_files files(copy.root());
    for (const std::string path : {"/etc/fifo", "/etc/socket", "/etc"}) {
        INFO(path);
        CHECK(files.read(path).state == file_state::unreadable);
        CHECK(files.remarks.back() == copy.root() + path + ": is not a file, and is left alone");
    }
    CHECK(device_files("/").read("/dev/null").state == file_state::masked);
    device_files here("/");
    CHECK(here.read("/dev/zero").state == file_state::unreadable);
    CHECK(here.remarks == strings{"/dev/zero: is not a file, and is left alone"});
    ::close(listening);
}

TEST_CASE("device files: links stay in the copy") {
    const device_copy copy, outside;
    outside.write("/secret", "of this machine");
    copy.write("/lib/a", "of the device");
    copy.link("/etc/absolute", "/lib/a");
    copy.link("/etc/relative", "../lib/a");
    copy.link("/etc/climbing", "../../../../../../../../lib/a");
    copy.link("/etc/out", outside.root() + "/secret");
    copy.link("/etc/folder", "/lib");
    copy.link("/etc/loop", "loop");
    copy.link("/etc/nothing", "nowhere");
    copy.link("/etc/masked", "/dev/null");
    copy.link("/etc/proc", "/proc/self/fd/0");
    device_files files(copy.root());
    for (const std::string path : {"/etc/absolute", "/etc/relative", "/etc/climbing", "/etc/folder/a"}) {
        INFO(path);
        CHECK(files.read(path).text == "of the device");
    }
    CHECK(files.read("/etc/out").state == file_state::absent);
    CHECK(files.read("/etc/nothing").state == file_state::absent);
    CHECK(files.read("/etc/proc").state == file_state::absent);
    CHECK(files.read("/etc/masked").state == file_state::masked);
    CHECK(files.remarks.empty());
    CHECK(files.read("/etc/loop").state == file_state::unreadable);
    CHECK(files.remarks == strings{copy.root() + "/etc/loop: cannot be read: Too many levels of symbolic links"});
}

TEST_CASE("device files: sizes are limited") {
    const device_copy copy;
    copy.write("/a", std::string((4 << 20) + 1, 'x'));
    copy.write("/b", std::string(4 << 20, 'x'));
    device_files files(copy.root());
    CHECK(files.read("/a").state == file_state::unreadable);
    CHECK(files.remarks == strings{copy.root() + "/a: is larger than 4 MB, and is left alone"});
    for (int i = 0; i < 8; ++i) CHECK(files.read("/b").text.size() == std::size_t{4} << 20);
    CHECK(files.read("/b").state == file_state::unreadable);
    CHECK(files.remarks.back() == copy.root() + "/b: is left alone: 32 MB of settings were read before it");
}

TEST_CASE("device files: what may not be read is told") {
    const device_copy copy;
    copy.write("/etc/a", "text");
    REQUIRE(::chmod(copy.path("/etc/a").c_str(), 0) == 0);
    if (::access(copy.path("/etc/a").c_str(), R_OK) == 0) return; // root may read everything
    device_files files(copy.root());
    CHECK(files.read("/etc/a").state == file_state::unreadable);
    CHECK(files.remarks ==
          strings{copy.root() + "/etc/a: cannot be read: Permission denied; run as root to see what it says"});
}

TEST_CASE("device files: names of a folder") {
    const device_copy copy;
    for (const auto* name : {"b.conf", "a.conf", ".h.conf", "c.conf~", "d.conf.d"})
        copy.write(std::string("/etc/x.d/") + name, "");
    device_files files(copy.root());
    CHECK(files.names("/etc/x.d", ".conf") == strings{"a.conf", "b.conf"});
    CHECK(files.names("/etc/x.d", "").size() == 4);
    CHECK(files.names("/etc/y.d", ".conf").empty());
    CHECK(files.names("/etc/x.d/a.conf", ".conf").empty());
    CHECK(files.remarks.empty());
    for (int i = 0; i < 300; ++i) copy.write("/etc/many/" + std::to_string(i), "");
    CHECK(files.names("/etc/many", "").size() == 256);
    CHECK(files.remarks ==
          strings{copy.root() + "/etc/many: holds more than 256 files of settings; the rest is left alone"});
}

TEST_CASE("device files: a root that is none") {
    CHECK_THROWS_WITH(device_files("/no/such"),
        "/no/such: No such file or directory; give the folder that holds a copy of the device's files");
    CHECK_THROWS_AS(device_files("/etc/passwd"), std::invalid_argument);
}
