package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.IssuedAgent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An agent's new secret, for whoever asked for it, and for nobody else. */
@Schema(name = "AgentSecret")
record AgentSecretRepresentation(
        String agentId,

        @Schema(description = "32 bytes; no other answer holds it", examples = "whsec_…")
        String secret,

        @Schema(description = "Until when the secret before does as well; null if it does no more") @Nullable
        Instant previousSecretUntil) {

    static AgentSecretRepresentation of(IssuedAgent issued) {
        return new AgentSecretRepresentation(
                issued.enrolled().id(),
                issued.secret().reveal(),
                issued.enrolled().previousSecretUntil());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "AgentSecretRepresentation[" + agentId + "]";
    }
}
