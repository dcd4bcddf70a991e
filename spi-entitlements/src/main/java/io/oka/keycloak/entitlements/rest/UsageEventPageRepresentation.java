package io.oka.keycloak.entitlements.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of uses. For the OpenAPI document, which does not read generics. */
@Schema(name = "UsageEventPage")
record UsageEventPageRepresentation(
        List<UsageEventRepresentation> items,

        @Schema(description = "Null on the last page") @Nullable
        String nextCursor) {}
