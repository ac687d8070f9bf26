// SPDX-License-Identifier: MIT
//
// A field that is added to a struct and forgotten in fields.hpp would be lost in every report:
// the number of members is counted against the number of keys.
#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

#include "rules/report/fields.hpp"

namespace {

// T{{}, {}, {}} compiles as long as T has that many members; a base class counts as one.
#define EGRESS_TRY(n, ...)                                                                                             \
    if constexpr (requires { T{__VA_ARGS__}; }) return n

template <class T>
constexpr std::size_t members() {
    // clang-format off
    EGRESS_TRY(22, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(21, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(20, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(19, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(18, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(17, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(16, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(15, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(14, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(13, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(12, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(11, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(10, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(9, {}, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(8, {}, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(7, {}, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(6, {}, {}, {}, {}, {}, {});
    else EGRESS_TRY(5, {}, {}, {}, {}, {});
    else EGRESS_TRY(4, {}, {}, {}, {});
    else EGRESS_TRY(3, {}, {}, {});
    else return 2;
    // clang-format on
}

/// An archive that counts the keys of one object.
struct counter {
    static constexpr bool reads = false;
    std::size_t keys = 0;

    template <class T>
    void operator()(const char*, const T&) {
        ++keys;
    }
    void or_null(const char*, const std::string&) { ++keys; }
    template <class T>
    void if_there(const char*, const T&) {
        ++keys;
    }
    template <class T>
    void unless_usual(const char*, const T&) {
        ++keys;
    }
    void either(const char*, bool, const char*, const char*) { ++keys; }
    template <class Function>
    void derived(const char*, Function) {} // no member behind it
    void null(const char*) {}
};

template <class T>
std::size_t keys() {
    counter all;
    const T value{};
    rules::fields(all, value);
    return all.keys;
}

} // namespace

TEST_CASE("fields: every member has its key") {
    using namespace netprobe;
    CHECK(keys<outcome>() == members<outcome>());
    CHECK(keys<icmp_error>() == members<icmp_error>());
    CHECK(keys<tcp_state>() == members<tcp_state>());
    CHECK(keys<kernel_evidence>() == members<kernel_evidence>());
    CHECK(keys<dns_record>() == members<dns_record>());
    CHECK(keys<certificate>() == members<certificate>());
    CHECK(keys<http_answer>() == members<http_answer>());
    CHECK(keys<rules::registry>() == members<rules::registry>());
    CHECK(keys<rules::extra_endpoint>() == members<rules::extra_endpoint>());
    CHECK(keys<rules::proxy_user>() == members<rules::proxy_user>());
    CHECK(keys<rules::pac_host>() == members<rules::pac_host>());
    CHECK(keys<rules::pac_passed>() == members<rules::pac_passed>());
    CHECK(keys<rules::pac_file>() == members<rules::pac_file>());
    CHECK(keys<variation>() == members<variation>());
    CHECK(keys<refused_in_a_row>() == members<refused_in_a_row>());
    CHECK(keys<socks_answer>() == members<socks_answer>());
    CHECK(keys<rules::site>() == members<rules::site>());
    CHECK(keys<rules::finding>() == members<rules::finding>());
    CHECK(keys<rules::alternative>() == members<rules::alternative>());
    CHECK(keys<rules::setting>() == members<rules::setting>());
    CHECK(keys<rules::recommendation>() == members<rules::recommendation>());
}

TEST_CASE("fields: the same for what derives from outcome") {
    using namespace netprobe;
    const std::size_t inherited = keys<outcome>() - 1; // the base counts as one member
    CHECK(keys<dns_answer>() - inherited == members<dns_answer>());
    CHECK(keys<system_answer>() - inherited == members<system_answer>());
    CHECK(keys<resolve_observation>() - inherited == members<resolve_observation>());
    CHECK(keys<connect_observation>() - inherited == members<connect_observation>());
    CHECK(keys<tunnel_observation>() - inherited == members<tunnel_observation>());
    CHECK(keys<tls_observation>() - inherited == members<tls_observation>());
    CHECK(keys<hold_observation>() - inherited == members<hold_observation>());
    CHECK(keys<upgrade_observation>() - inherited == members<upgrade_observation>());
    CHECK(keys<hello_observation>() - inherited == members<hello_observation>());
}

TEST_CASE("fields: those that are put together by hand have the members they had") {
    // One of these numbers is wrong: describe the new member in fields.hpp, then count it here.
    CHECK(members<netprobe::target>() == 13);
    CHECK(members<netprobe::path_observation>() == 12);
    CHECK(members<netprobe::run_observation>() == 9);
    CHECK(members<rules::planned_path>() == 4);
    CHECK(members<rules::path_result>() == 5);
    CHECK(members<rules::report>() == 10);
}
