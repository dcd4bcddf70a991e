/** Idempotency keys: the first answer again, readable only to whom it was given. */
@NullMarked
package io.oka.keycloak.common.idempotency;

import org.jspecify.annotations.NullMarked;
