// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tools/standin/mqtt.hpp"

using namespace standin;
using netprobe::bytes;

namespace {

void put(bytes& to, const std::string& field) {
    to.push_back(static_cast<std::uint8_t>(field.size() >> 8));
    to.push_back(static_cast<std::uint8_t>(field.size()));
    to.insert(to.end(), field.begin(), field.end());
}

bytes connect(std::uint8_t flags, const std::vector<std::string>& fields, std::uint8_t level = 4) {
    bytes body{0, 4, 'M', 'Q', 'T', 'T', level, flags, 0, 60};
    for (const auto& field : fields) put(body, field);
    bytes out{0x10};
    auto left = body.size();
    do {
        out.push_back(static_cast<std::uint8_t>((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
        left >>= 7;
    } while (left != 0);
    out.insert(out.end(), body.begin(), body.end());
    return out;
}

const bytes refused{0x20, 0x02, 0x00, 0x05};

} // namespace

TEST_CASE("mqtt: what is said to a first packet") {
    const std::string user = "contoso.azure-devices.net/probe/?api-version=2021-04-12";
    struct row {
        const char* what;
        bytes sent, answer;
        bool close;
    };
    auto cut = connect(0x82, {"probe", user});
    cut.pop_back();
    for (const auto& [what, sent, answer, close] : {
             row{"user, no password", connect(0x82, {"probe", user}), refused, true},
             row{"user and password", connect(0xc2, {"probe", user, std::string(2000, 's')}), refused, true},
             row{"neither", connect(0x02, {""}), refused, true},
             row{"with a will", connect(0x06, {"probe", "topic", "gone"}), refused, true},
             row{"MQTT 5", connect(0x02, {"probe"}, 5), {0x20, 0x02, 0x00, 0x01}, true},
             row{"reserved flag", connect(0x03, {"probe"}), {}, true},
             row{"password without user", connect(0x42, {"probe", "x"}), {}, true},
             row{"will flags without will", connect(0x12, {"probe"}), {}, true},
             row{"a field too few", connect(0x82, {"probe"}), {}, true},
             row{"a field too many", connect(0x02, {"probe", "x"}), {}, true},
             row{"not a CONNECT", {0xc0, 0x00}, {}, true},
             row{"HTTP", {'G', 'E', 'T', ' '}, {}, true},
             row{"length of five bytes", {0x10, 0xff, 0xff, 0xff, 0xff, 0x01}, {}, true},
             row{"a length of 256 MB", {0x10, 0xff, 0xff, 0xff, 0x7f}, {}, true},
             row{"no protocol name", {0x10, 0x02, 0x00, 0x00}, {}, true},
             row{"not all there", cut, {}, false},
             row{"only the first byte", {0x10}, {}, false},
             row{"nothing", {}, {}, false},
         }) {
        INFO(what);
        mqtt_session session;
        const auto said = session.receive(sent);
        CHECK(said.answer == answer);
        CHECK(said.close == close);
        CHECK(said.note.empty() != close); // an end is explained
    }
}

TEST_CASE("mqtt: a byte at a time") {
    mqtt_session session;
    const auto all = connect(0x82, {"probe", std::string(300, 'u')});
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        const auto said = session.receive(netprobe::bytes_view(all).subspan(i, 1));
        REQUIRE(said.answer.empty());
        REQUIRE_FALSE(said.close);
    }
    CHECK(session.receive(netprobe::bytes_view(all).last(1)).answer == refused);
}
