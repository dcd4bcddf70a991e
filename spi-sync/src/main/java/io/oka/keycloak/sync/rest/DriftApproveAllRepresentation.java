package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which differences are approved. */
@Schema(name = "DriftApproveAll")
record DriftApproveAllRepresentation(@Nullable DriftFilterRepresentation filter) {}
