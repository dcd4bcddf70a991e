/** How sessions end: Keycloak's own, by its own means. */
@NullMarked
package io.oka.keycloak.tenants.session;

import org.jspecify.annotations.NullMarked;
