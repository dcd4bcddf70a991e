/** What entitlements put into a realm where Oka is switched on: the plans to begin with. */
@NullMarked
package io.oka.keycloak.entitlements.setup;

import org.jspecify.annotations.NullMarked;
