package io.oka.keycloak.common.change;

/**
 * On whose behalf and from which request something happens, for workers that go on where the session has ended.
 *
 * @param correlationId the request's id
 */
public record ChangeOrigin(String realmId, Actor actor, String correlationId) {}
