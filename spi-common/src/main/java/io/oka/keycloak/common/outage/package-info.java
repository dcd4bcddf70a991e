/** What is known of the database's absence, and who may go by what is too old meanwhile. */
@NullMarked
package io.oka.keycloak.common.outage;

import org.jspecify.annotations.NullMarked;
