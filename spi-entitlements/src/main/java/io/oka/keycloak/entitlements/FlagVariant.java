package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One of the values that a flag may have while it is on.
 *
 * @param weight its share, of the sum of all variants' weights
 */
public record FlagVariant(String name, int weight, JsonNode value) {}
