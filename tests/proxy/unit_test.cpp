// SPDX-License-Identifier: MIT
#include "proxy/settings/unit.hpp"

#include <catch2/catch.hpp>

#include "tests/proxy/device_copy.hpp"

using namespace proxy;
using strings = std::vector<std::string>;

namespace {

strings seen(const std::vector<assignment>& variables, const std::string& root = "") {
    strings out;
    for (const auto& v : variables)
        out.push_back(to_string(v.where).substr(root.size()) + " " + v.name + "=" + v.value.reveal());
    return out;
}

unit_settings added(std::initializer_list<std::string_view> texts) {
    unit_settings all;
    std::size_t number = 0;
    for (const auto text : texts) add_unit_file(all, text, std::to_string(++number), "Service");
    return all;
}

struct result {
    bool exists = false;
    strings variables, remarks;
};

result read(const device_copy& copy, const std::string& unit = "docker.service") {
    device_files files(copy.root());
    const auto defaults = read_default_environment(files);
    const auto read = read_unit(files, unit, defaults);
    result out{read.exists, seen(read.variables, copy.root()), files.remarks};
    for (auto& remark : out.remarks)
        for (std::size_t at; (at = remark.find(copy.root())) != remark.npos;) remark.erase(at, copy.root().size());
    return out;
}

} // namespace

TEST_CASE("unit: Environment= adds up, later wins, an empty one forgets") {
    CHECK(seen(added({"[Service]\nEnvironment=https_proxy=a HTTPS_PROXY=b LANG=C\nEnvironment=\"https_proxy=c d\"\n"})
                   .environment) == strings{"1:2 HTTPS_PROXY=b", "1:3 https_proxy=c d"});
    CHECK(seen(added({"[Service]\nEnvironment=https_proxy=a\n", "[Service]\nEnvironment=\n"}).environment).empty());
    CHECK(seen(added({"[Service]\nEnvironment=https_proxy=\n"}).environment) == strings{"1:2 https_proxy="});
    CHECK(seen(added({"[Service]\nEnvironment=https_proxy=http://u:p%%40@h\n"}).environment) ==
          strings{"1:2 https_proxy=http://u:p%40@h"});
    CHECK(added({"[Service]\nEnvironmentFile=/a\nEnvironmentFile=-/b\n"}).files.size() == 2);
    CHECK(added({"[Service]\nEnvironmentFile=/a\nEnvironmentFile=\n"}).files.empty());
    CHECK(added({"[Service]\nUnsetEnvironment=a b\nUnsetEnvironment=\nUnsetEnvironment=c\n"}).unset == strings{"c"});
}

TEST_CASE("unit: what systemd ignores is told") {
    struct row {
        std::string_view text, wanted;
    };
    const row rows[] = {
        {"[Service]\nEnvironment=https_proxy=http://u:secret%40@h\n",
            "1:2: a % in https_proxy is a specifier of systemd, which replaces it or ignores the line; write %% for "
            "each %"},
        {"[Service]\nEnvironment=https_proxy=http://CORP\\user:secret@h\n",
            "1:2: a quote without its pair or an unknown \\ escape: systemd ignores the rest of the line; write \\\\ "
            "for \\"},
        {"[Service]\nEnvironment=\"https_proxy=http://secret\n",
            "1:2: a quote without its pair or an unknown \\ escape: systemd ignores the rest of the line; write \\\\ "
            "for \\"},
        {"[Service]\nEnvironment=https_proxy = http://secret\n",
            "1:2: https_proxy has no value: systemd ignores it; write Environment=\"https_proxy=…\" without blanks"},
        {"[Service]\nEnvironment=https_proxy=\\xff\n",
            "1:2: https_proxy is not UTF-8: systemd ignores it; write the bytes of a password as %%XX"},
        {"[Unit]\nEnvironment=https_proxy=secret\n",
            "1:2: Environment= names a proxy outside of [Service]: systemd ignores it"},
        {"Environment=https_proxy=secret\n",
            "1:1: Environment= names a proxy outside of [Service]: systemd ignores it"},
        {"[Service\nEnvironment=https_proxy=secret\n",
            "1:1: is no line of a unit file: systemd stops reading there; correct it"},
        {"[Service]\nEnvironmentFile=relative\n",
            "1:2: the file of EnvironmentFile= is not read here: it has no absolute path"},
        {"[Service]\nEnvironmentFile=/etc/%n.env\n",
            "1:2: the file of EnvironmentFile= is not read here: its path has a specifier"},
        {"[Service]\nEnvironment=LANG=%H \"x\n", ""}, // not about proxies
    };
    for (const auto& r : rows) {
        INFO(r.text);
        const auto all = added({r.text});
        CHECK(all.environment.empty());
        CHECK(all.remarks == (r.wanted.empty() ? strings{} : strings{std::string(r.wanted)}));
    }
}

// The same files were given to systemd 252: systemd --test lists these drop-ins in this order.
TEST_CASE("unit: drop-ins by name; /etc before /run before /usr/lib; a link to /dev/null hides") {
    const device_copy copy;
    const auto drop_in = [&](const std::string& path) {
        copy.write(path,
            "[Service]\nEnvironment=" + path.substr(path.rfind('/') + 1, 2) + "_x=y \"https_proxy=" + path + "\"\n");
    };
    copy.write("/usr/lib/systemd/system/aa-bb.service", "[Service]\nEnvironment=https_proxy=fragment http_proxy=f\n");
    for (const std::string top : {"/etc", "/run", "/usr/lib"}) drop_in(top + "/systemd/system/aa-bb.service.d/20.conf");
    drop_in("/etc/systemd/system/service.d/05.conf");
    drop_in("/usr/lib/systemd/system/aa-.service.d/26.conf");
    drop_in("/run/systemd/system/service.d/26.conf");
    drop_in("/etc/systemd/system/aa-.service.d/20.conf");
    copy.write("/etc/systemd/system/aa-bb.service.d/20.conf.bak", "[Service]\nEnvironment=https_proxy=z\n");
    CHECK(read(copy, "aa-bb.service").variables == strings{"/usr/lib/systemd/system/aa-bb.service:2 http_proxy=f",
                                                       "/usr/lib/systemd/system/aa-.service.d/26.conf:2 "
                                                       "https_proxy=/usr/lib/systemd/system/aa-.service.d/26.conf"});
    drop_in("/usr/lib/systemd/system/aa-bb.service.d/30.conf");
    drop_in("/etc/systemd/system/service.d/30.conf");
    CHECK(read(copy, "aa-bb.service").variables.back() ==
          "/usr/lib/systemd/system/aa-bb.service.d/30.conf:2 "
          "https_proxy=/usr/lib/systemd/system/aa-bb.service.d/30.conf");
    copy.link("/etc/systemd/system/aa-bb.service.d/30.conf", "/dev/null");
    copy.link("/etc/systemd/system/aa-bb.service.d/26.conf", "/dev/null");
    CHECK(read(copy, "aa-bb.service").variables.back() ==
          "/etc/systemd/system/aa-bb.service.d/20.conf:2 https_proxy=/etc/systemd/system/aa-bb.service.d/20.conf");
}

TEST_CASE("unit: the unit file of the first folder, and none that is masked") {
    const device_copy copy;
    CHECK_FALSE(read(copy).exists);
    copy.write("/lib/systemd/system/docker.service", "[Service]\nEnvironment=https_proxy=lib\n");
    CHECK(read(copy).variables == strings{"/lib/systemd/system/docker.service:2 https_proxy=lib"});
    copy.write("/etc/systemd/system/docker.service", "[Service]\n");
    CHECK(read(copy).exists);
    CHECK(read(copy).variables.empty());
    copy.write("/etc/systemd/system/docker.service.d/p.conf", "[Service]\nEnvironment=https_proxy=p\n");
    CHECK(read(copy).variables.size() == 1);
    std::filesystem::remove(copy.path("/etc/systemd/system/docker.service"));
    copy.link("/etc/systemd/system/docker.service", "/dev/null");
    CHECK_FALSE(read(copy).exists);
    CHECK(read(copy).variables.empty());
}

TEST_CASE("unit: a drop-in shows that a unit is there; one for every service does not") {
    const device_copy copy;
    copy.write("/etc/systemd/system/service.d/p.conf", "[Service]\nEnvironment=https_proxy=p\n");
    CHECK_FALSE(read(copy).exists);
    copy.write("/run/systemd/system/docker.service.d/p.conf", "[Service]\n");
    CHECK(read(copy).exists);
}

TEST_CASE("unit: environment files win, whatever their place") {
    const device_copy copy;
    copy.write("/etc/systemd/system/docker.service.d/p.conf",
        "[Service]\nEnvironmentFile=-/etc/default/docker\nEnvironmentFile=/etc/proxy.d/*.env\n"
        "EnvironmentFile=-/no/such\nEnvironment=https_proxy=a no_proxy=b\n");
    copy.write("/etc/default/docker", "# x\nexport A=b\nhttps_proxy='http://u:p%40@h'\nhttp_proxy=c\n");
    copy.write("/etc/proxy.d/2.env", "http_proxy=d\n");
    copy.write("/etc/proxy.d/1.env", "http_proxy=e\n");
    copy.write("/etc/proxy.d/.3.env", "http_proxy=f\n");
    const auto all = read(copy);
    CHECK(
        all.variables == strings{"/etc/systemd/system/docker.service.d/p.conf:5 no_proxy=b",
                             "/etc/default/docker:3 https_proxy=http://u:p%40@h", "/etc/proxy.d/2.env:1 http_proxy=d"});
    CHECK(all.remarks.empty());
}

TEST_CASE("unit: environment files that are not there or not read") {
    const device_copy copy;
    copy.write("/etc/systemd/system/docker.service.d/p.conf",
        "[Service]\nEnvironmentFile=/no/such\nEnvironmentFile=/etc/*/x\nEnvironmentFile=/etc/a*a*a*a*a*b\n"
        "EnvironmentFile=/etc/bad\n");
    copy.write("/etc/bad", "https_proxy=\xff\n");
    CHECK(read(copy).remarks ==
          strings{"/etc/systemd/system/docker.service.d/p.conf:3: the wildcards of EnvironmentFile= are not read here; "
                  "name the files",
              "/etc/systemd/system/docker.service.d/p.conf:4: the wildcards of EnvironmentFile= are not read here; "
              "name the files",
              "/etc/systemd/system/docker.service.d/p.conf:2: /no/such is not there: systemd does not start "
              "docker.service",
              "/etc/bad: is not UTF-8: systemd takes nothing from it"});
}

TEST_CASE("unit: defaults of the manager come last, UnsetEnvironment= takes away") {
    const device_copy copy;
    copy.write("/etc/systemd/system.conf", "[Manager]\nDefaultEnvironment=https_proxy=a http_proxy=b no_proxy=c\n");
    copy.write("/etc/systemd/system.conf.d/x.conf", "[Manager]\nDefaultEnvironment=http_proxy=d\n[Service]\n"
                                                    "DefaultEnvironment=http_proxy=z\n");
    copy.write("/etc/systemd/system/docker.service.d/p.conf",
        "[Service]\nEnvironment=\nEnvironment=https_proxy=e\nUnsetEnvironment=no_proxy https_proxy=f\n");
    const auto all = read(copy);
    CHECK(all.variables == strings{"/etc/systemd/system/docker.service.d/p.conf:3 https_proxy=e",
                               "/etc/systemd/system.conf.d/x.conf:2 http_proxy=d"});
    CHECK(
        all.remarks ==
        strings{"/etc/systemd/system.conf.d/x.conf:4: DefaultEnvironment= names a proxy outside of [Manager]: systemd "
                "ignores it"});
    copy.write("/etc/systemd/system/docker.service.d/q.conf", "[Service]\nUnsetEnvironment=https_proxy=e\n");
    CHECK(read(copy).variables.size() == 1);
}
