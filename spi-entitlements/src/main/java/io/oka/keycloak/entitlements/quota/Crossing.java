package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.change.ChangeOrigin;

/**
 * A counter has come to its warning or its limit, for the first time in its window.
 *
 * @param percent of the limit that was crossed
 * @param origin the request that did it
 */
record Crossing(boolean exceeded, Limit limit, Count count, int percent, ChangeOrigin origin) {}
