package io.oka.keycloak.entitlements.flag;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a flag is for somebody.
 *
 * @param variant the name of the variant; null while it is off, and for a flag without variants
 * @param value always there
 */
public record FlagEvaluation(
        String key, boolean enabled, @Nullable String variant, JsonNode value, FlagReason reason) {}
