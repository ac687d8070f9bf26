// SPDX-License-Identifier: MIT
#include "rules/shown.hpp"

#include <catch2/catch.hpp>

TEST_CASE("shown: bounded, one line, nothing for a terminal to obey") {
    CHECK(rules::shown("a\x1b[31m\n\xc3\xbc") == "\"a?[31m???\"");
    CHECK(rules::shown(std::string(1000, 'x')) == "\"" + std::string(48, 'x') + "…\"");
    CHECK(rules::shown_without_secret("contoso") == "\"contoso\"");
    for (const std::string secret : {"a=b", "a;b", "a?b", "u@h", "sharedACCESSkey"})
        CHECK(rules::shown_without_secret(secret).find(secret) == std::string::npos);
    CHECK(!rules::looks_like_key("docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com"));
}
