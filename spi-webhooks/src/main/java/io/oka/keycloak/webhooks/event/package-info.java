/** Keycloak's own events, taken into the change log where somebody listens for them. */
@NullMarked
package io.oka.keycloak.webhooks.event;

import org.jspecify.annotations.NullMarked;
