/** The tables of this module and the demand for PostgreSQL; nothing else here knows of it, since it knows all entities. */
@NullMarked
package io.oka.keycloak.common.schema;

import org.jspecify.annotations.NullMarked;
