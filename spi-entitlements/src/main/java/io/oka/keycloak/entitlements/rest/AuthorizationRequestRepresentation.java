package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.tenants.TenantRole;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be decided. */
@Schema(
        name = "AuthorizationRequest",
        requiredProperties = {"action", "context"})
record AuthorizationRequestRepresentation(
        @Schema(description = "What is to be done; a key's scopes are checked against it", examples = "documents:read")
        @Nullable
        String action,

        @Schema(
                description = "What it is done to: for the caller's own records, the decision does not depend on it",
                type = SchemaType.OBJECT)
        @Nullable
        JsonNode resource,

        @Nullable ContextRepresentation context) {

    /** For whom, and under which conditions. */
    @Schema(name = "AuthorizationContext", requiredProperties = "tenantId")
    record ContextRepresentation(
            @Schema(format = "uuid") @Nullable String tenantId,

            @Schema(description = "A service that the tenant must have", examples = "documents") @Nullable
            String service,

            @Schema(description = "The login's session: the claim sid of its tokens") @Nullable
            String sessionId,

            @Schema(description = "For services: the person to decide about") @Nullable
            String userId,

            @Schema(description = "For services: the API key to decide about; an API key may name itself") @Nullable
            String apiKeyId,

            @Schema(description = "A feature that the tenant must have", examples = "export") @Nullable
            String requiredFeature,

            @Schema(description = "A role that the person must have at least") @Nullable
            TenantRole requiredRole,

            @Schema(
                    description = "How many units it uses",
                    minimum = "1",
                    maximum = "1000000000000",
                    defaultValue = "1")
            @Nullable
            Long quantity,

            @Schema(description = "With it, an allowed call uses the quantity; the same key never twice") @Nullable
            String idempotencyKey) {}
}
