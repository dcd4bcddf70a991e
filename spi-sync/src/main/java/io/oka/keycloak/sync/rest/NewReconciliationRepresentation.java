package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.ComparedEntity;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be compared. */
@Schema(name = "NewReconciliation", requiredProperties = "agentSystem")
record NewReconciliationRepresentation(
        @Schema(description = "Whose agents are to send what it has", pattern = "^[a-z0-9][a-z0-9-]{0,62}$") @Nullable
        String agentSystem,

        @Schema(description = "Without it, tenants and subscriptions") @Nullable
        List<ComparedEntity> entities,

        @Schema(
                type = SchemaType.OBJECT,
                description = "Which fields of each entity are compared; for one that is not named, `displayName` and"
                        + " `suspended` of tenants, `plan` and `status` of subscriptions")
        @Nullable
        Map<ComparedEntity, List<String>> fields) {}
