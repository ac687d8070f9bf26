// SPDX-License-Identifier: MIT
#include "rules/proof/load_daemons.hpp"

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/sandbox.hpp"
#include "rules/proof/ufw_settings.hpp"

namespace rules::proof {
namespace {

namespace fs = std::filesystem;

void write_new(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw cannot_prove(fmt::format("{} cannot be written; set TMPDIR", file.string()));
}

void sleep_for(int milliseconds) {
    const timespec time{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
    ::nanosleep(&time, nullptr);
}

constexpr std::string_view bus = R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={0}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
)";

constexpr std::string_view site_refusal = R"(<?xml version="1.0" encoding="utf-8"?>
<policy priority="10" target="DROP"><ingress-zone name="{}"/><egress-zone name="ANY"/></policy>
)";

// ufw as the package brings it; readable by everybody, unlike /etc/ufw.
fs::path ufw_files(const std::string& folder) {
    const fs::path root = fs::path(folder) / "ufw";
    std::error_code missing;
    fs::create_directories(root / "etc/ufw/applications.d");
    fs::create_directories(root / "etc/default");
    fs::create_directories(root / "lib");
    fs::create_directories(root / "usr/share");
    const auto everything = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
    fs::copy("/lib/ufw", root / "lib/ufw", everything, missing);
    fs::copy("/usr/share/ufw", root / "usr/share/ufw", everything | fs::copy_options::skip_symlinks, missing);
    fs::copy("/usr/share/ufw/iptables", root / "etc/ufw", everything, missing);
    if (missing) throw cannot_prove("ufw's files are missing: install ufw (Debian: apt-get install ufw)");
    for (const auto* name :
        {"before.rules", "before6.rules", "after.rules", "after6.rules", "user.rules", "user6.rules"})
        if (!fs::exists(root / "etc/ufw" / name))
            throw cannot_prove(fmt::format("ufw's {} is missing: install ufw again", name));
    write_new(root / "etc/ufw/ufw.conf", "ENABLED=no\nLOGLEVEL=off\n");
    write_new(root / "etc/default/ufw",
        "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\nDEFAULT_OUTPUT_POLICY=\"ACCEPT\"\nDEFAULT_FORWARD_POLICY=\"DROP\"\n"
        "DEFAULT_APPLICATION_POLICY=\"SKIP\"\nMANAGE_BUILTINS=no\nIPT_SYSCTL=\nIPT_MODULES=\"\"\n");
    return root;
}

// All commands in one interpreter: a start of Python for each takes longer than all the rest.
constexpr std::string_view ufw_driver = R"(
import io, runpy, sys
program, root = sys.argv[1], sys.argv[2]
for number, line in enumerate(sys.stdin.read().split('\n'), 1):
    words = [w for w in line.split('\x1f') if w]
    if not words: continue
    sys.argv = [program, '--rootdir=' + root, '--datadir=' + root] + (['--force'] if words == ['enable'] else []) + words
    try:
        runpy.run_path(program, run_name='__main__')
    except SystemExit as end:
        if end.code: sys.exit('ufw ' + ' '.join(words) + ': refused')
)";

// ufw writes its files anew and reads them again for each: a hundred commands take ten seconds.
constexpr std::chrono::seconds commands_limit{150};

void run_ufw(const std::vector<std::vector<std::string>>& commands, const fs::path& root) {
    std::string lines;
    for (const auto& words : commands) lines += fmt::format("{}\n", fmt::join(words, "\x1f"));
    const auto done = run({fs::exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", "-c",
                              std::string(ufw_driver), program_path("ufw"), root.string()},
        lines, commands_limit);
    if (done.status != 0) throw refused(fmt::format("ufw refuses the rules: {}", in_one_line(done.errors + done.out)));
}

// Settings of a site behind those of the package, which hold for what it does not set.
void copy_settings(const fs::path& from, const fs::path& to) {
    if (!fs::is_regular_file(from)) return;
    const auto text_in = [](const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        std::string out{std::istreambuf_iterator<char>(in), {}};
        if (!in) throw std::invalid_argument(file.string() + ": it cannot be read; give a copy that can be");
        return out;
    };
    write_new(to, text_in(to) + plain_ufw_settings(text_in(from), from.string()));
}

} // namespace

std::vector<std::string> words_of_command(std::string_view line) {
    std::vector<std::string> out;
    bool inside = false;
    char quote = 0;
    for (const char c : line) {
        if (quote == 0 && (c == ' ' || c == '\t')) {
            inside = false;
        } else if (quote == c) {
            quote = 0;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            if (!inside) out.emplace_back();
            inside = true;
            quote = c;
        } else if (std::string_view(quote == '\'' ? "" : "\\$`;&|<>(){}*?!#~\n").find(c) != std::string_view::npos) {
            throw std::invalid_argument(fmt::format("\"{}\": only plain words and quotes are run", in_one_line(line)));
        } else {
            if (!inside) out.emplace_back();
            inside = true;
            out.back() += c;
        }
    }
    if (quote != 0) throw std::invalid_argument(fmt::format("\"{}\": a quote is not closed", in_one_line(line)));
    return out;
}

void start_firewalld(const std::string& configuration, const std::string& folder, loaded& into) {
    const auto socket = folder + "/bus", config = folder + "/bus.conf";
    write_new(config, fmt::format(fmt::runtime(bus), socket));
    into.daemons.push_back(std::make_unique<running>(
        std::vector<std::string>{"dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + config}));
    for (int tries = 0; !fs::exists(socket); ++tries) {
        if (tries > 200) throw cannot_prove("the private dbus-daemon did not start");
        sleep_for(10);
    }
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + socket).c_str(), 1);
    into.daemons.push_back(std::make_unique<running>(std::vector<std::string>{"firewalld", "--nofork", "--nopid",
        "--system-config", configuration, "--log-file", folder + "/firewalld.log"}));
    auto& daemon = *into.daemons.back();
    for (int tries = 0;; ++tries) {
        const auto state = run({"firewall-cmd", "--state"});
        if (state.status == 0) break;
        // 251: it runs, but its configuration is not what it should be: it fell back to its own.
        if (state.status == 251 || daemon.ended() || tries > 60)
            throw refused(fmt::format("firewalld refuses the rules: {}",
                in_one_line(daemon.read(std::chrono::milliseconds(50)) + state.errors + state.out)));
        sleep_for(100);
    }
}

void load_firewalld(const std::vector<output_file>& files, const policy& of, const std::string& folder, loaded& into) {
    const fs::path configuration = fs::path(folder) / "firewalld";
    for (const auto& f : files) {
        const fs::path name(f.name);
        if (name.is_absolute() || f.name.find("..") != f.name.npos)
            throw std::invalid_argument(f.name + ": not a place in a directory of firewalld's");
        write_new(configuration / name, f.text);
    }
    write_new(configuration / "firewalld.conf", "DefaultZone=public\nFirewallBackend=nftables\nLogDenied=off\n");
    if (of.stance == stance::allow_only)
        write_new(
            configuration / "policies/site.xml", fmt::format(site_refusal, of.hook == hook::host ? "HOST" : "ANY"));
    start_firewalld(configuration.string(), folder, into);
}

void load_ufw(const std::string& script, const policy& of, const std::string& folder) {
    program_path("ufw");
    const auto root = ufw_files(folder);
    std::vector<std::vector<std::string>> commands;
    each_line(script, [&](std::string_view line) {
        if (!line.starts_with("ufw ")) return;
        auto words = words_of_command(line);
        words.erase(words.begin());
        commands.push_back(std::move(words));
    });
    if (commands.empty()) throw refused("no rules were loaded: no line of the script begins with \"ufw \"");
    if (of.stance == stance::allow_only)
        commands.push_back({"default", "deny", of.hook == hook::host ? "outgoing" : "routed"});
    commands.push_back({"enable"});
    run_ufw(commands, root);
}

void start_ufw(const std::string& configuration, const std::string& folder) {
    program_path("ufw");
    const auto root = ufw_files(folder);
    std::error_code error;
    // Only what is data: ufw runs *.init, and sources its settings in a shell.
    for (auto i = fs::directory_iterator(configuration, error); !error && i != fs::directory_iterator();
         i.increment(error)) {
        if (i->path().extension() != ".rules") continue;
        if (!fs::is_regular_file(i->symlink_status()))
            throw std::invalid_argument(fmt::format("{}: not a file; give a copy of /etc/ufw", i->path().string()));
        fs::copy_file(i->path(), root / "etc/ufw" / i->path().filename(), fs::copy_options::overwrite_existing, error);
        if (error) break;
    }
    if (error)
        throw std::invalid_argument(
            fmt::format("{}: {}; give a copy of /etc/ufw that can be read", configuration, error.message()));
    copy_settings(fs::path(configuration) / "ufw.conf", root / "etc/ufw/ufw.conf");
    // The defaults are in another place of a site: beside it, where they were copied, too.
    for (const auto& place : {fs::path(configuration) / "default", fs::path(configuration) / "../default/ufw"})
        if (fs::is_regular_file(place)) {
            copy_settings(place, root / "etc/default/ufw");
            break;
        }
    run_ufw({{"enable"}}, root);
}

bool has_ufw_programs(const std::string& configuration) {
    std::error_code ignored;
    for (const auto* name : {"before.init", "after.init"}) {
        const auto status = fs::status(fs::path(configuration) / name, ignored);
        if (fs::is_regular_file(status) && (status.permissions() & fs::perms::owner_exec) != fs::perms::none)
            return true;
    }
    return false;
}

} // namespace rules::proof
