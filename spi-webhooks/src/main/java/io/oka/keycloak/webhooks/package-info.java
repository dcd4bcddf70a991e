/**
 * Webhooks as other floors see them: values and {@link io.oka.keycloak.webhooks.WebhookProvider}. What happens is read
 * from the change log; nobody tells this floor.
 */
@NullMarked
package io.oka.keycloak.webhooks;

import org.jspecify.annotations.NullMarked;
