package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A service of the plan in force, and whether the tenant has it switched on. */
@Schema(name = "SubscriptionItem")
record SubscriptionItemRepresentation(
        @Schema(examples = "documents") String service, boolean enabled) {}
