/** Whether a key may be used, from local caches; and when it was. */
@NullMarked
package io.oka.keycloak.apikeys.use;

import org.jspecify.annotations.NullMarked;
