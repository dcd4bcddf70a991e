/** Options of the server, as operators write them. */
@NullMarked
package io.oka.keycloak.common.option;

import org.jspecify.annotations.NullMarked;
