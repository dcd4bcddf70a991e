/** What keeps guessing from costing anything: counts by address, on each node for itself. */
@NullMarked
package io.oka.keycloak.common.guess;

import org.jspecify.annotations.NullMarked;
