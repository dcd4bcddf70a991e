package io.oka.keycloak.sync;

/**
 * An agent as far as its requests and items go by it.
 *
 * @param system the system that it speaks for: its codes, versions and breaker are that system's, whichever agent speaks
 */
public record Agent(String id, String realmId, String system, String name, Capabilities capabilities) {}
