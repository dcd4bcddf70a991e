package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.SourceOfTruth;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who is right about a difference, this time. */
@Schema(name = "DriftFix")
record DriftFixRepresentation(
        @Schema(description = "Without it, what the other system says is applied here") @Nullable
        SourceOfTruth sourceOfTruth) {}
