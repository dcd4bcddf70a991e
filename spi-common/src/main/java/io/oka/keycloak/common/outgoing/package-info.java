/**
 * Requests that the server makes of addresses that other people chose. Each is checked where it is about to be connected
 * to, not where it was written down: names change their address, and many spellings lead to one.
 */
@NullMarked
package io.oka.keycloak.common.outgoing;

import org.jspecify.annotations.NullMarked;
