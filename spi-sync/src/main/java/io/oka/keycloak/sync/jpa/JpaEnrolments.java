package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.Enrolment;
import io.oka.keycloak.sync.EnrolmentTerms;
import io.oka.keycloak.sync.EnrolmentToken;
import io.oka.keycloak.sync.Enrolments;
import io.oka.keycloak.sync.IssuedAgent;
import io.oka.keycloak.sync.IssuedEnrolment;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Enrolment tokens in PostgreSQL, in the request's own transaction. Token and agent share it: if the process dies before
 * it commits the token can still be used, and there is no agent.
 */
record JpaEnrolments(KeycloakSession session, EntityManager em, AgentSeals seals) implements Enrolments {

    @Override
    public IssuedEnrolment create(RealmModel realm, EnrolmentTerms terms, String createdBy) {
        EnrolmentToken token = EnrolmentToken.generate();
        SyncEnrolmentEntity row = new SyncEnrolmentEntity();
        row.id = Uuid7.next();
        row.realmId = realm.getId();
        row.tokenHash = token.hash();
        row.agentSystem = terms.system();
        row.description = terms.description();
        row.capabilities = Json.writeText(terms.capabilities());
        row.createdAt = JpaAgents.now();
        row.createdBy = createdBy;
        row.expiresAt = row.createdAt.plus(terms.validity());
        em.persist(row);
        Enrolment made = AgentRows.read(row);
        changes().enrolmentCreated(realm, made);
        return new IssuedEnrolment(made, token);
    }

    @Override
    public List<Enrolment> list(RealmModel realm, int first, int max) {
        return query("okaSyncEnrolments", realm, SyncEnrolmentEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultStream()
                .map(AgentRows::read)
                .toList();
    }

    @Override
    public long count(RealmModel realm) {
        return query("okaCountSyncEnrolments", realm, Long.class).getSingleResult();
    }

    @Override
    public @Nullable Enrolment get(RealmModel realm, String id) {
        SyncEnrolmentEntity row = find(realm, id, LockModeType.NONE);
        return row == null ? null : AgentRows.read(row);
    }

    @Override
    public void revoke(RealmModel realm, Enrolment enrolment) {
        SyncEnrolmentEntity row = hold(realm, enrolment);
        if (row.usedAt != null) {
            throw new ConflictException(
                    "enrolment_token_used", "An agent has enrolled by this token: revoke the agent instead");
        }
        if (row.revokedAt == null) {
            row.revokedAt = JpaAgents.now();
            changes().enrolmentRevoked(realm, AgentRows.read(row));
        }
    }

    @Override
    public @Nullable Enrolment find(RealmModel realm, EnrolmentToken token) {
        Instant now = JpaAgents.now();
        return query("okaSyncEnrolmentByToken", realm, SyncEnrolmentEntity.class)
                .setParameter("tokenHash", token.hash())
                .getResultStream()
                .filter(row -> isValid(row, now))
                .map(AgentRows::read)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable IssuedAgent enrol(RealmModel realm, Enrolment found, String name, String softwareVersion) {
        SyncEnrolmentEntity row = hold(realm, found);
        Instant now = JpaAgents.now();
        if (row.usedAt != null || !isValid(row, now)) {
            return null;
        }
        SigningSecret secret = SigningSecret.generate();
        SyncAgentEntity agent = new SyncAgentEntity();
        agent.id = Uuid7.next();
        agent.realmId = row.realmId;
        agent.agentSystem = row.agentSystem;
        agent.name = name;
        agent.softwareVersion = softwareVersion;
        agent.capabilities = row.capabilities;
        agent.createdAt = now;
        agent.updatedAt = now;
        agent.lastSeenAt = now;
        seals.write(agent, secret);
        em.persist(agent);
        row.usedAt = now;
        row.agentId = agent.id;
        EnrolledAgent enrolled = AgentRows.read(agent, now);
        Acting.asAgent(session, agent.id, session.getContext().getConnection().getRemoteAddr());
        changes().enrolled(realm, enrolled, found);
        return new IssuedAgent(enrolled, secret);
    }

    private static boolean isValid(SyncEnrolmentEntity row, Instant now) {
        return row.revokedAt == null && row.expiresAt.isAfter(now);
    }

    private SyncEnrolmentEntity hold(RealmModel realm, Enrolment enrolment) {
        LockTimeout.set(em);
        SyncEnrolmentEntity row = find(realm, enrolment.id(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new IllegalStateException("Enrolment token " + enrolment.id() + " is not of this realm");
        }
        // It may have been read before it was held.
        em.refresh(row);
        return row;
    }

    private @Nullable SyncEnrolmentEntity find(RealmModel realm, String id, LockModeType lock) {
        return query("okaSyncEnrolment", realm, SyncEnrolmentEntity.class)
                .setParameter("id", id)
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** Every query is bound to its realm. */
    private <T> TypedQuery<T> query(String name, RealmModel realm, Class<T> type) {
        return em.createNamedQuery(name, type).setParameter("realmId", realm.getId());
    }

    private AgentChanges changes() {
        return new AgentChanges(session);
    }
}
