package io.oka.keycloak.sync.agent;

import io.oka.keycloak.sync.Agent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A request of an agent whose signature was verified, and which was not seen before.
 *
 * @param body its bytes, as they were signed
 */
public record AgentCall(KeycloakSession session, RealmModel realm, Agent agent, byte[] body) {}
