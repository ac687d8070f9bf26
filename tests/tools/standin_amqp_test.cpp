// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "netprobe/printable.hpp"
#include "tools/standin/amqp.hpp"

using namespace standin;
using netprobe::bytes;

namespace {

bytes from_hex(std::string_view text) {
    bytes out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
    return out;
}
std::string to_hex(const bytes& from) { return netprobe::hex(from, from.size()); }

// facts page azure.md §2.4
const std::string sasl = "414d515003010000", plain = "414d515000010000";
const std::string mechanisms =
    "0000003302010000005340c02601e02304a3074d53534243425305504c41494e09414e4f4e594d4f55530845585445524e414c";
const std::string init_anonymous = "0000001902010000005341c00c01a309414e4f4e594d4f5553";
const std::string outcome = "0000001002010000005344c0030150";

std::string sasl_init(const std::string& mechanism) {
    bytes body{0, 0, 0, 0, 2, 1, 0, 0, 0x00, 0x53, 0x41, 0xc0, static_cast<std::uint8_t>(mechanism.size() + 3), 1, 0xa3,
        static_cast<std::uint8_t>(mechanism.size())};
    body.insert(body.end(), mechanism.begin(), mechanism.end());
    body[3] = static_cast<std::uint8_t>(body.size());
    return to_hex(body);
}

} // namespace

TEST_CASE("amqp: the hub's first answers") {
    amqp_session session;
    CHECK(to_hex(session.receive(from_hex(sasl)).answer) == sasl + mechanisms);
    const auto accepted = session.receive(from_hex(init_anonymous));
    CHECK(to_hex(accepted.answer) == "0000001002010000005344c003015000");
    CHECK_FALSE(accepted.close);
    const auto opened = session.receive(from_hex(plain));
    CHECK(to_hex(opened.answer).starts_with(plain)); // and our open in the same go
    CHECK(to_hex(opened.answer).substr(16).starts_with("0000002c02000000005310c0"));
    CHECK(session
              .receive(from_hex("0000001102000000005310c004"
                                "01a10178"))
              .answer.empty()); // theirs: ours is sent
    const auto ended = session.receive(from_hex("0000000c0200000000531845"));
    CHECK(to_hex(ended.answer) == "0000000c0200000000531845");
    CHECK(ended.close);
}

TEST_CASE("amqp: without SASL the open is answered, not volunteered") {
    amqp_session session;
    CHECK(to_hex(session.receive(from_hex(plain)).answer) == plain);
    CHECK(session.receive(from_hex("0000000802000000")).answer.empty()); // heartbeat
    CHECK(to_hex(session.receive(from_hex("0000001102000000005310c00401a10178")).answer).substr(16, 6) == "005310");
    const auto begun = session.receive(from_hex("0000000c0200000000531145"));
    CHECK(begun.close);
    CHECK(begun.note == "close: amqp:unauthorized-access, closed");
    const std::string text(begun.answer.begin(), begun.answer.end());
    CHECK(text.find("amqp:unauthorized-access") != std::string::npos);
    CHECK(begun.answer[3] == begun.answer.size()); // the frame's own length
}

// As recorded from npm's azure-iot-device-amqp 1.14.4: open and begin are list32, and the begin waits for our open.
TEST_CASE("amqp: Microsoft's SDK for Node is refused in words that it knows") {
    amqp_session session;
    CHECK(to_hex(session.receive(from_hex(plain)).answer) == plain);
    const auto opened =
        session.receive(from_hex("0000004502000000005310d00000003500000002a12463613039656337642d353966382d383234352d"
                                 "623662352d613361336262373264393362a1096c6f63616c686f7374"));
    CHECK(opened.note == "open");
    const auto begun = session.receive(from_hex("0000002002000000005311d000000010000000044043700000080070ffffffff"));
    CHECK(begun.note == "close: amqp:unauthorized-access, closed");
    CHECK(begun.close);
}

TEST_CASE("amqp: a whole conversation in one piece, and byte by byte") {
    const auto all = from_hex(sasl + init_anonymous + plain + "0000001102000000005310c00401a10178");
    amqp_session at_once, slowly;
    const auto whole = at_once.receive(all);
    bytes pieces;
    for (const auto byte : all) {
        const auto said = slowly.receive(bytes{byte});
        REQUIRE_FALSE(said.close);
        pieces.insert(pieces.end(), said.answer.begin(), said.answer.end());
    }
    CHECK(to_hex(pieces) == to_hex(whole.answer));
    CHECK(whole.note == "AMQP header 3, sasl-mechanisms, sasl-outcome 0, AMQP header 0, open, peer's open");
}

TEST_CASE("amqp: mechanisms and their outcomes") {
    struct row {
        const char* mechanism;
        const char* code;
        bool close;
    };
    for (const auto& [mechanism, code, close] : {row{"ANONYMOUS", "00", false}, row{"MSSBCBS", "00", false},
             row{"PLAIN", "02", true}, row{"EXTERNAL", "01", true}, row{"x", "01", true}, row{"", "01", true}}) {
        INFO(mechanism);
        amqp_session session;
        session.receive(from_hex(sasl));
        const auto said = session.receive(from_hex(sasl_init(mechanism)));
        CHECK(to_hex(said.answer) == outcome + code);
        CHECK(said.close == close);
    }
    amqp_session wide; // ulong descriptor, list32, sym32
    wide.receive(from_hex(sasl));
    CHECK(to_hex(wide.receive(from_hex("0000002902010000"
                                       "00800000000000000041"
                                       "d00000000e00000001"
                                       "b30000000"
                                       "9414e4f4e594d4f5553"))
                     .answer) == outcome + "00");
}

TEST_CASE("amqp: what is not AMQP ends") {
    struct row {
        const char* what;
        std::string sent, answer;
    };
    for (const auto& [what, sent, answer] : {
             row{"TLS upgrade header", "414d515002010000", sasl},
             row{"version 0.9.1", "414d515000000901", sasl},
             row{"HTTP", "474554202f", ""},
             row{"one wrong byte", "58", ""},
             row{"frame too long", sasl + "7fffffff02010000", sasl + mechanisms},
             row{"frame shorter than its head", sasl + "0000000402010000", sasl + mechanisms},
             row{"data offset 1", sasl + "0000001001010000", sasl + mechanisms},
             row{"AMQP frame during SASL", sasl + "0000000802000000", sasl + mechanisms},
             row{"SASL frame after it", plain + "0000000802010000", plain},
             row{"empty SASL frame", sasl + "0000000802010000", sasl + mechanisms},
             row{"SASL header twice", sasl + init_anonymous + sasl, sasl + mechanisms + outcome + "00" + plain},
             row{"unknown performative", plain + "0000000c0200000000539945", plain},
             row{"no performative", plain + "0000000a020000000102", plain},
         }) {
        INFO(what);
        amqp_session session;
        const auto said = session.receive(from_hex(sent));
        CHECK(to_hex(said.answer) == answer);
        CHECK(said.close);
        CHECK_FALSE(said.note.empty());
    }
}
