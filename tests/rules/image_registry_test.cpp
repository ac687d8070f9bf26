// SPDX-License-Identifier: MIT
#include "rules/site/manifest.hpp"

#include <catch2/catch.hpp>

TEST_CASE("the registry of an image") {
    struct row {
        const char *image, *parent, *registry; // registry "": it cannot be told
    };
    const std::vector<row> rows{
        {"mcr.microsoft.com/azureiotedge-agent:1.5", "", "mcr.microsoft.com"},
        {"contoso.azurecr.io/team/a@sha256:0123", "", "contoso.azurecr.io"},
        {"Contoso.azurecr.io/a", "", "contoso.azurecr.io"},
        {"localhost/a:1", "", "localhost"},
        {"registry:5000/a:1", "", "registry:5000"},
        {"contoso.azurecr.io:443/a:1", "", "contoso.azurecr.io"},
        {"[fd00::1]:5000/a", "", "[fd00::1]:5000"},
        {"REGISTRY/a", "", "registry"}, // no user of Docker Hub has upper case
        {"ubuntu", "", "docker.io"},
        {"ubuntu:22.04", "", "docker.io"},
        {"team/a:1.0", "", "docker.io"},
        {"docker.io/library/ubuntu", "", "docker.io"},
        {"index.docker.io/team/a", "", "docker.io"},
        {"registry-1.docker.io/team/a", "", "docker.io"},
        {"$upstream:443/azureiotedge-agent:1.5", "parent.local", "parent.local"},
        {"$upstream:8000/a:1", "Parent.local", "parent.local:8000"},
        {"$upstream/a:1", "parent.local", "parent.local"},
        {"$upstream:443/a:1", "", ""},
        {"$upstream:port/a:1", "parent.local", ""},
        {"${REGISTRY}/a:1", "", ""},
        {"${MODULES.a}", "", ""},
        {"${NAME}:1.0", "", ""},
        {"contoso.azurecr.io/a:${TAG}", "", "contoso.azurecr.io"},
        {"a:${TAG}", "", "docker.io"},
        {"https://contoso.azurecr.io/a", "", ""},
        {"/a", "", ""},
        {"", "", ""},
    };
    for (const auto& [image, parent, registry] : rows) {
        INFO(image);
        CHECK(rules::registry_of_image(image, parent).value_or("") == registry);
    }
}
