/** How two sides know whose a message is: signatures as Standard Webhooks has them. */
@NullMarked
package io.oka.keycloak.common.signing;

import org.jspecify.annotations.NullMarked;
