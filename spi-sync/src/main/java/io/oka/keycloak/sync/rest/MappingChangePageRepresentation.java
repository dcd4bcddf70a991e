package io.oka.keycloak.sync.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of mappings' history. For the OpenAPI document, which does not read generics. */
@Schema(name = "MappingChangePage")
record MappingChangePageRepresentation(
        List<MappingChangeRepresentation> items,

        @Schema(description = "Null on the last page") @Nullable
        String nextCursor) {}
