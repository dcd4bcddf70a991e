/** Addresses of the network. */
@NullMarked
package io.oka.keycloak.common.address;

import org.jspecify.annotations.NullMarked;
