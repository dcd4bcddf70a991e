package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.change.ChangeLog;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the audit. For the OpenAPI document, which knows no generics. */
@Schema(name = "AuditPage")
record AuditPageRepresentation(
        List<ChangeLog.Entry> items, @Nullable String nextCursor) {}
