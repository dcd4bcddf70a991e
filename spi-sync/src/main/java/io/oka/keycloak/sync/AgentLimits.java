package io.oka.keycloak.sync;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What one node lets agents do, and those who would be agents. */
public interface AgentLimits {

    /** How many seconds an agent has to wait with this call; 0 for none, and then it is counted. */
    int take(String agentId, String call, int perMinute);

    /** How many seconds this request's address has to wait before another token is looked at; 0 for none. */
    int secondsToWait(KeycloakSession session, RealmModel realm);

    /** A token from this request's address was refused. Nobody's success makes room for others. */
    void refused(KeycloakSession session, RealmModel realm);
}
