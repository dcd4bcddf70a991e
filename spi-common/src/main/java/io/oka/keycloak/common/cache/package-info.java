/** Local caches with a hard expiry, invalidated on every node after commit. */
@NullMarked
package io.oka.keycloak.common.cache;

import org.jspecify.annotations.NullMarked;
