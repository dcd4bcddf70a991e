/** Oka as something that is switched on and configured realm by realm. */
@NullMarked
package io.oka.keycloak.common.realm;

import org.jspecify.annotations.NullMarked;
