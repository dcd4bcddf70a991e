/** Which events there are, and what each holds. */
@NullMarked
package io.oka.keycloak.webhooks.catalogue;

import org.jspecify.annotations.NullMarked;
