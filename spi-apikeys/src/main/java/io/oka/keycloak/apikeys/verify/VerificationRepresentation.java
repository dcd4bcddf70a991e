package io.oka.keycloak.apikeys.verify;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a verification finds. */
@Schema(name = "VerifiedApiKey")
record VerificationRepresentation(
        boolean valid,

        @Schema(
                description = "Why, or why not",
                enumeration = {
                    "valid",
                    "not_found",
                    "revoked",
                    "expired",
                    "ip_denied",
                    "insufficient_scope",
                    "tenant_suspended",
                    "quota_exceeded"
                })
        String code,

        @Schema(description = "Null for a key that is not there; so are all the others then") @Nullable
        String keyId,

        @Nullable String tenantId,
        @Nullable List<String> scopes,

        @Schema(description = "Empty for tenant-api alone") @Nullable
        List<String> audiences,

        @Schema(description = "When it ends by itself, its grace after a rotation included") @Nullable
        Instant expiresAt,

        @Schema(description = "How the limit stands that decides; null where it was not come to")
        ApiKeyGate.@Nullable Quota quota) {

    static VerificationRepresentation notFound() {
        return new VerificationRepresentation(false, "not_found", null, null, null, null, null, null);
    }

    static VerificationRepresentation of(String code, ApiKeySnapshot key, ApiKeyGate.@Nullable Quota quota) {
        return new VerificationRepresentation(
                code.equals("valid"),
                code,
                key.id(),
                key.tenantId(),
                key.scopes().stream().sorted().toList(),
                key.audiences(),
                key.endsAt(),
                quota);
    }
}
