package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.Enrolment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of agents, and of the tokens by which they enrol, when they change; of what is secret nothing. */
record AgentChanges(KeycloakSession session) {

    private static final String AGENT = "OKA_SYNC_AGENT";
    private static final String ENROLMENT = "OKA_SYNC_ENROLMENT_TOKEN";

    void enrolmentCreated(RealmModel realm, Enrolment enrolment) {
        Map<String, Object> data = data(enrolment);
        data.put("capabilities", enrolment.capabilities());
        data.put("expiresAt", enrolment.expiresAt().toString());
        publish(realm, "sync.enrolment_token_created", OperationType.CREATE, ENROLMENT, path(enrolment), data);
    }

    void enrolmentRevoked(RealmModel realm, Enrolment enrolment) {
        publish(
                realm,
                "sync.enrolment_token_revoked",
                OperationType.DELETE,
                ENROLMENT,
                path(enrolment),
                data(enrolment));
    }

    void enrolled(RealmModel realm, EnrolledAgent enrolled, Enrolment by) {
        Map<String, Object> data = data(enrolled.agent());
        data.put("version", enrolled.softwareVersion());
        data.put("capabilities", enrolled.agent().capabilities());
        data.put("enrolmentTokenId", by.id());
        publish(realm, "sync.agent_enrolled", OperationType.CREATE, AGENT, path(enrolled), data);
    }

    void updated(RealmModel realm, EnrolledAgent enrolled) {
        Map<String, Object> data = data(enrolled.agent());
        data.put("capabilities", enrolled.agent().capabilities());
        publish(realm, "sync.agent_updated", OperationType.UPDATE, AGENT, path(enrolled), data);
    }

    void rotated(RealmModel realm, EnrolledAgent enrolled) {
        Map<String, Object> data = data(enrolled.agent());
        if (enrolled.previousSecretUntil() != null) {
            data.put("previousSecretUntil", enrolled.previousSecretUntil().toString());
        }
        publish(realm, "sync.agent_rotated", OperationType.ACTION, AGENT, path(enrolled), data);
    }

    void revoked(RealmModel realm, EnrolledAgent enrolled) {
        Map<String, Object> data = data(enrolled.agent());
        if (enrolled.revokedReason() != null) {
            data.put("reason", enrolled.revokedReason());
        }
        publish(realm, "sync.agent_revoked", OperationType.ACTION, AGENT, path(enrolled), data);
    }

    void offline(RealmModel realm, Agent agent, @Nullable Instant lastSeenAt) {
        Map<String, Object> data = data(agent);
        if (lastSeenAt != null) {
            data.put("lastSeenAt", lastSeenAt.toString());
        }
        publish(realm, "sync.agent_offline", OperationType.ACTION, AGENT, "sync/agents/" + agent.id(), data);
    }

    private static Map<String, Object> data(Agent agent) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("agentId", agent.id());
        data.put("name", agent.name());
        data.put("agentSystem", agent.system());
        return data;
    }

    private static Map<String, Object> data(Enrolment enrolment) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("enrolmentTokenId", enrolment.id());
        data.put("agentSystem", enrolment.system());
        if (enrolment.description() != null) {
            data.put("description", enrolment.description());
        }
        return data;
    }

    private static String path(EnrolledAgent enrolled) {
        return "sync/agents/" + enrolled.id();
    }

    private static String path(Enrolment enrolment) {
        return "sync/agents/enrolment-tokens/" + enrolment.id();
    }

    private void publish(
            RealmModel realm,
            String type,
            OperationType operation,
            String resourceType,
            String path,
            Map<String, Object> data) {
        Changes.publish(
                session, realm, new Change(type, null, data, new Change.AdminAction(operation, resourceType, path)));
    }
}
