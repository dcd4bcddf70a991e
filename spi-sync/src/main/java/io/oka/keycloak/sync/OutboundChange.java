package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.codes.SystemCodes;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that happened here to a tenant that the other system knows. */
@Schema(name = "OutboundChange")
public record OutboundChange(
        @Schema(format = "uuid", description = "The change's, or the use's; the same however often it is read")
        String id,

        @Schema(
                description =
                        "`usage.recorded`, `sync.correction_requested`, or a type that begins with `subscription.`,"
                                + " `quota.`, `override.` or `tenant.`",
                examples = "subscription.upgraded")
        String type,

        Instant at,

        @Schema(
                description =
                        "Of two changes of one tenant that of the higher version came later, in whatever order they"
                                + " are read; null for usage, of which each counts for itself")
        @Nullable
        Long version,

        @Schema(format = "uuid") String tenantId,

        @Schema(description = "What the agent's system calls it, as it is mapped at the moment of reading")
        SystemCodes externalCodes,

        @Schema(type = SchemaType.OBJECT, description = "What happened; its members depend on the type")
        JsonNode data,

        @Schema(description = "The X-Request-ID of the request that it follows from") @Nullable
        String correlationId) {}
