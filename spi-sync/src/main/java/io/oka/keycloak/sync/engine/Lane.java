package io.oka.keycloak.sync.engine;

import java.time.Instant;
import java.util.List;

/**
 * Items that one worker applies one after the other under one lease: all that is claimed of a code at a time is in one
 * lane, and a realm has as many lanes as it may apply items at the same time.
 *
 * @param claimedAt by this node's clock
 */
record Lane(String token, List<ClaimedItem> items, Instant claimedAt) {}
