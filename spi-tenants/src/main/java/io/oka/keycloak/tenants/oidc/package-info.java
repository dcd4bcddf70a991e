/** The tenant in tokens, and its check at each refresh. */
@NullMarked
package io.oka.keycloak.tenants.oidc;

import org.jspecify.annotations.NullMarked;
