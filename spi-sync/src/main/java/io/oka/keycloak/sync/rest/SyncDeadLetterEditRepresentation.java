package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be set right in a dead letter. For the OpenAPI document: an absent member stays as it is. */
@Schema(name = "SyncDeadLetterEdit")
record SyncDeadLetterEditRepresentation(
        @Schema(minLength = 1, maxLength = 255) @Nullable String externalCode,

        @Schema(minimum = "0", maximum = "9007199254740992") @Nullable
        Long version,

        @Schema(type = SchemaType.OBJECT, description = "All of it, as the job's type wants it") @Nullable
        Object data) {}
