// SPDX-License-Identifier: MIT
#include "proxy/secrets.hpp"

#include <catch2/catch.hpp>

using namespace proxy;

namespace {

address with(std::string user, std::string password) {
    return {scheme::http, "proxy.test", 3128, credentials{std::move(user), std::move(password)}};
}

std::string hidden(const address& of, std::string text) {
    secrets(of).hide_in(text);
    return text;
}

} // namespace

TEST_CASE("secrets: the Basic value of RFC 7617's own example") {
    CHECK(basic_value({"Aladdin", "open sesame"}) == "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(basic_value({"", ""}) == "Og==");
    CHECK(basic_value({"a", "b:c"}) == "YTpiOmM=");
}

TEST_CASE("secrets: an echo in any form is hidden") {
    const auto of = with("edge", "s3cr:t@/%");
    CHECK(hidden(of, "your password s3cr:t@/% is wrong") == "your password *** is wrong");
    CHECK(hidden(of, "http://edge:s3cr%3At%40%2F%25@proxy") == "http://edge:***@proxy");
    CHECK(hidden(of, "Proxy-Authorization: Basic " + basic_value(*of.login)) == "Proxy-Authorization: Basic ***");
    CHECK(hidden(of, basic_value(*of.login) + basic_value(*of.login)) == "******");
    CHECK(hidden(of, "edge is a name, not a secret") == "edge is a name, not a secret");
    CHECK(hidden(of, "") == "");
    // A password that holds the mark it is replaced by is no loop.
    CHECK(hidden(with("u", "****"), "********x") == "******x");
}

TEST_CASE("secrets: without credentials nothing is changed, and a word too short is not hunted") {
    CHECK(hidden({scheme::http, "proxy.test", 3128, {}}, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==") ==
          "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(hidden(with("edge", "it"), "it is what it is") == "it is what it is");
    CHECK(hidden(with("edge", "it"), "echo " + basic_value({"edge", "it"})) == "echo ***");
}

TEST_CASE("secrets: status line, headers and body of an answer") {
    const auto of = with("edge", "correct horse");
    netprobe::http_answer answer{407, "no correct horse", {{"x-echo", basic_value(*of.login)}, {"correct horse", "x"}},
        "<p>correct horse</p> correct%20horse"};
    secrets(of).hide_in(answer);
    CHECK(answer.reason == "no ***");
    CHECK(answer.headers[0].second == "***");
    CHECK(answer.headers[1].first == "***");
    CHECK(answer.body == "<p>***</p> ***");
}

TEST_CASE("secrets: an echo that is cut in the middle, and a word that came later") {
    const auto of = with("edge", "correct horse");
    CHECK(hidden(of, "not correct ho") == "not ***");
    CHECK(hidden(of, "not corr") == "not ***");
    CHECK(hidden(of, "not cor") == "not cor");
    CHECK(hidden(of, "correct") == "***");
    CHECK(hidden(of, "correct hors and more") == "correct hors and more");
    secrets more(of);
    more.add("TlRMTVNTUAADAAAA");
    more.add("xy");
    std::string text = "NTLM TlRMTVNTUAADAAAA, correct horse, xy, TlRMTVNT";
    more.hide_in(text);
    CHECK(text == "NTLM ***, ***, xy, ***");
}
