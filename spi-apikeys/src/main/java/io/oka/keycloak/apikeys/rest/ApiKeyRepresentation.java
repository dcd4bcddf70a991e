package io.oka.keycloak.apikeys.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.ApiKeyStatus;
import io.oka.keycloak.apikeys.IssuedApiKey;
import io.oka.keycloak.apikeys.QuotaPeriod;
import io.oka.keycloak.common.address.AddressRange;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as those who manage it see it. */
@Schema(name = "ApiKey")
@JsonPropertyOrder({"id", "key"})
record ApiKeyRepresentation(
        @Schema(format = "uuid") String id,

        @Schema(
                description = "The key itself: only in the answer that makes it, and never to be had again",
                examples = "oka_live_…")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String key,

        String name,
        @Schema(description = "How the key begins") String prefix,
        @Schema(description = "How the key ends") String last4,
        ApiKeyEnvironment environment,
        List<String> scopes,
        List<String> audiences,

        @Schema(description = "Units in each period, for the whole family; null for no limit of its own") @Nullable
        Long quotaLimit,

        @Nullable QuotaPeriod quotaPeriod,

        @Schema(description = "From where it may be used; empty for anywhere")
        List<String> allowedCidrs,

        @Schema(description = "A key that was rotated is expired once its grace is over")
        ApiKeyStatus status,

        @Schema(description = "The user who made it, who may be gone since; null for an operator") @Nullable
        String createdBy,

        Instant createdAt,

        @Schema(description = "About when it was used last: written in the background") @Nullable
        Instant lastUsedAt,

        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,

        @Schema(description = "Until when it works beside its successor; null unless it was rotated") @Nullable
        Instant graceUntil,

        @Schema(
                format = "uuid",
                description = "The same for a key and all that it was rotated into: one key for limits, usage and the"
                        + " plan")
        String familyId) {

    static ApiKeyRepresentation of(ApiKey key, Instant now) {
        return of(key, null, now);
    }

    /** The one form that gives the key away. */
    static ApiKeyRepresentation of(IssuedApiKey issued, Instant now) {
        return of(issued.key(), issued.secret(), now);
    }

    private static ApiKeyRepresentation of(ApiKey key, @Nullable ApiKeySecret secret, Instant now) {
        return new ApiKeyRepresentation(
                key.id(),
                secret == null ? null : secret.reveal(),
                key.name(),
                key.prefix(),
                key.last4(),
                key.environment(),
                key.scopes(),
                key.audiences(),
                key.quotaLimit(),
                key.quotaPeriod(),
                key.allowedCidrs().stream().map(AddressRange::toString).toList(),
                key.status(now),
                key.createdBy(),
                key.createdAt(),
                key.lastUsedAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.graceUntil(),
                key.familyId());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ApiKeyRepresentation[" + id + "]";
    }
}
