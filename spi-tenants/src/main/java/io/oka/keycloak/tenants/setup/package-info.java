/** What tenants put into a realm where Oka is switched on: the claims and the flows. */
@NullMarked
package io.oka.keycloak.tenants.setup;

import org.jspecify.annotations.NullMarked;
