/** The way to what a realm serves about keys. */
@NullMarked
package io.oka.keycloak.apikeys.realm;

import org.jspecify.annotations.NullMarked;
