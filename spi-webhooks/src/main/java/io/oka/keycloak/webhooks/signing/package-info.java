/** How receivers know that a message is ours: signatures as Standard Webhooks has them. */
@NullMarked
package io.oka.keycloak.webhooks.signing;

import org.jspecify.annotations.NullMarked;
