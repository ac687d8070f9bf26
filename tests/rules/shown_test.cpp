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

TEST_CASE("messages: what may be a secret is taken out, the rest stays") {
    const std::string key = "bm90LWEta2V5LWJ1dC1sb29rcy1saWtlLW9uZTEyMzQ1Njc4OTA=";
    const auto hidden = std::string("(not shown: it may hold a key)");
    const std::pair<std::string, std::string> table[] = {
        {"", ""},
        {"--only: nothing is called \"dps\"; try --plan", "--only: nothing is called \"dps\"; try --plan"},
        {"not expected: HostName=a;SharedAccessKey=" + key + " (try --help)",
            "not expected: " + hidden + " (try --help)"},
        {"not expected: SharedAccessKey = x; more", "not expected: " + hidden + " more"},
        {"a SharedAccessKey= secret b", "a " + hidden + " b"},
        {"file \"" + key + "\": absent", "file \"" + hidden + "\": absent"},
        {"https://u:hunter2@host/ is no name", hidden + " is no name"},
        {"a user:hunter2@ b", "a " + hidden + " b"},
        {"host:5000/team/module@sha256:12: no", "host:5000/team/module@sha256:12: no"},
        {"HostName contoso SharedAccessKey " + key.substr(0, 20) + ": no", "HostName contoso " + hidden + " no"},
        {"https://host/?a=1&SIG=x: no", hidden + " no"},
        {"https://host/path: no", "https://host/path: no"},
        {"\ta\n", "\ta\n"},
    };
    for (const auto& [message, expected] : table) CHECK(rules::without_secrets(message) == expected);
}

TEST_CASE("names of secrets, and of what is none") {
    for (const auto* name : {"MQTT_PASS", "DB_PASSWORD", "DB_PWD", "apiKey", "API_KEY", "token", "ClientSecret",
             "SAS_URL", "ConnectionString", "credentials", "private"})
        CHECK(rules::names_secret(name));
    for (const auto* name : {"UpstreamProtocol", "https_proxy", "storageFolder", "username", "address", ""})
        CHECK_FALSE(rules::names_secret(name));
}
