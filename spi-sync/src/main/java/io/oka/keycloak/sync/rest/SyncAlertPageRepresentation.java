package io.oka.keycloak.sync.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of alerts. For the OpenAPI document. */
@Schema(name = "SyncAlertPage")
record SyncAlertPageRepresentation(
        List<SyncAlertRepresentation> items, @Nullable String nextCursor) {}
