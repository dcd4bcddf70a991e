/** What keeps sync running and says how it goes: settings, breakers, alerts, meters, readiness. */
@NullMarked
package io.oka.keycloak.sync.operations;

import org.jspecify.annotations.NullMarked;
