package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.AgentReport;
import io.oka.keycloak.sync.AgentRequests;
import io.oka.keycloak.sync.AgentWork;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What agents' requests read and leave in PostgreSQL. */
record JpaAgentRequests(KeycloakSession session, EntityManager em, AgentSeals seals) implements AgentRequests {

    private static final Logger LOG = Logger.getLogger(JpaAgentRequests.class);

    @Override
    public @Nullable Signer signer(RealmModel realm, String agentId) {
        SyncAgentEntity row = JpaAgents.find(em, realm, agentId, LockModeType.NONE);
        if (row == null || row.revokedAt != null) {
            return null;
        }
        return new Signer(
                AgentRows.agent(row),
                seals.open(row, JpaAgents.now()),
                Objects.requireNonNullElse(row.lastSeenAt, row.createdAt));
    }

    @Override
    public boolean take(Agent agent, String requestId, Instant until) {
        // A twin may be in flight.
        LockTimeout.set(em);
        return em.createNativeQuery("insert into OKA_SYNC_REQUEST (AGENT_ID, REQUEST_ID, REALM_ID, EXPIRES_AT)"
                                + " values (:agentId, :requestId, :realmId, :until) on conflict do nothing")
                        .setParameter("agentId", agent.id())
                        .setParameter("requestId", requestId)
                        .setParameter("realmId", agent.realmId())
                        .setParameter("until", until)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void report(Agent agent, @Nullable String softwareVersion, AgentReport report) {
        em.createNativeQuery("update OKA_SYNC_AGENT set REPORT = :report, LAST_SEEN_AT = greatest(LAST_SEEN_AT, :at),"
                        + " OFFLINE_TOLD_AT = null, AGENT_VERSION = coalesce(cast(:version as text), AGENT_VERSION)"
                        + " where ID = :id and REALM_ID = :realmId and REVOKED_AT is null")
                .setParameter("report", Json.writeText(report))
                .setParameter("at", report.at())
                .setParameter("version", softwareVersion)
                .setParameter("id", agent.id())
                .setParameter("realmId", agent.realmId())
                .executeUpdate();
    }

    @Override
    public void seen(Agent agent, Instant at) {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> own.getProvider(
                            JpaConnectionProvider.class)
                    .getEntityManager()
                    .createNativeQuery("update OKA_SYNC_AGENT set LAST_SEEN_AT = :at, OFFLINE_TOLD_AT = null where ID ="
                            + " (select ID from OKA_SYNC_AGENT where ID = :id and REALM_ID = :realmId"
                            + " and LAST_SEEN_AT < :at for update skip locked)")
                    .setParameter("at", at)
                    .setParameter("id", agent.id())
                    .setParameter("realmId", agent.realmId())
                    .executeUpdate());
        } catch (RuntimeException e) {
            // Its request is answered: that must not fail now.
            LOG.warnf(e, "That agent %s was heard of could not be written", agent.id());
        }
    }

    @Override
    public AgentWork work(Agent agent) {
        return AgentWorkReads.of(em, agent);
    }
}
