/** What every module needs to keep its rows in Keycloak's persistence unit. */
@NullMarked
package io.oka.keycloak.common.jpa;

import org.jspecify.annotations.NullMarked;
