/** The tables of this module and the demand for PostgreSQL. */
@NullMarked
package io.oka.keycloak.common.jpa;

import org.jspecify.annotations.NullMarked;
