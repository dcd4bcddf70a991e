/** Keys that were found where they should not be. */
@NullMarked
package io.oka.keycloak.apikeys.leak;

import org.jspecify.annotations.NullMarked;
