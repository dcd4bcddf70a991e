package io.oka.keycloak.sync.engine;

import java.util.List;

/**
 * Items that one worker applies one after the other under one lease: all that is claimed of a code at a time is in one
 * lane, and a realm has as many lanes as it may apply items at the same time.
 *
 * @param claimedNanos when, by this node's clock of {@link System#nanoTime}
 */
record Lane(String token, List<ClaimedItem> items, long claimedNanos) {}
