package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether a service is to be on. */
@Schema(name = "SubscriptionItemSwitch", requiredProperties = "enabled")
record ItemSwitchRepresentation(@Nullable Boolean enabled) {}
