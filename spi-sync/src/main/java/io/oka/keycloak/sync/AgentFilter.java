package io.oka.keycloak.sync;

import org.jspecify.annotations.Nullable;

/** Which agents are asked for; null does not narrow. */
public record AgentFilter(
        @Nullable String system,
        @Nullable AgentHealth health,
        @Nullable Boolean revoked) {}
