package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.SourceOfTruth;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which differences are set right, and who is right about them. */
@Schema(name = "DriftFixAll")
record DriftFixAllRepresentation(
        @Nullable DriftFilterRepresentation filter,

        @Schema(description = "Without it, what the other system says is applied here") @Nullable
        SourceOfTruth sourceOfTruth) {}
