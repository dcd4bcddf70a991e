package io.oka.keycloak.apikeys;

import org.jspecify.annotations.Nullable;

/** Which keys of a tenant are asked for; null does not narrow. */
public record ApiKeyQuery(
        @Nullable ApiKeyStatus status, @Nullable ApiKeyEnvironment environment) {}
