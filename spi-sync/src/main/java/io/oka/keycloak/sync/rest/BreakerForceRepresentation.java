package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a breaker is to be held at. */
@Schema(name = "SyncBreakerForce")
record BreakerForceRepresentation(
        @Schema(
                required = true,
                enumeration = {"open", "closed", "auto"},
                description = "`auto` lets it go: it is closed then, and begins anew")
        @Nullable
        String state) {}
