/** What the webhooks bring to a realm's set-up. */
@NullMarked
package io.oka.keycloak.webhooks.setup;

import org.jspecify.annotations.NullMarked;
