package io.oka.keycloak.apikeys;

/**
 * A key that was just made.
 *
 * @param secret the key itself, for its owner; it is not kept
 */
public record IssuedApiKey(ApiKey key, ApiKeySecret secret) {}
