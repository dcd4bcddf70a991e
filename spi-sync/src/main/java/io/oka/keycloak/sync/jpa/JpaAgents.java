package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.sync.AgentFilter;
import io.oka.keycloak.sync.AgentHealth;
import io.oka.keycloak.sync.AgentRequests;
import io.oka.keycloak.sync.Agents;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.Enrolments;
import io.oka.keycloak.sync.IssuedAgent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Agents in PostgreSQL, in the request's own transaction. Whoever changes one holds its row, so that its version can be
 * counted here; if the process dies before the commit, neither the change nor what is said of it was there.
 */
record JpaAgents(KeycloakSession session, EntityManager em, AgentSeals seals) implements Agents {

    @Override
    public Enrolments enrolments() {
        return new JpaEnrolments(session, em, seals);
    }

    @Override
    public AgentRequests requests() {
        return new JpaAgentRequests(session, em, seals);
    }

    @Override
    public List<EnrolledAgent> list(RealmModel realm, AgentFilter filter, int first, int max) {
        Instant now = now();
        return query("select a", " order by a.createdAt, a.id", realm, filter, SyncAgentEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultStream()
                .map(row -> AgentRows.read(row, now))
                .toList();
    }

    @Override
    public long count(RealmModel realm, AgentFilter filter) {
        return query("select count(a)", "", realm, filter, Long.class).getSingleResult();
    }

    @Override
    public @Nullable EnrolledAgent get(RealmModel realm, String id) {
        SyncAgentEntity row = find(em, realm, id, LockModeType.NONE);
        return row == null ? null : AgentRows.read(row, now());
    }

    @Override
    public @Nullable EnrolledAgent lock(RealmModel realm, String id) {
        LockTimeout.set(em);
        SyncAgentEntity row = find(em, realm, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return null;
        }
        // It may have been read before it was held.
        em.refresh(row);
        return AgentRows.read(row, now());
    }

    @Override
    public EnrolledAgent update(RealmModel realm, EnrolledAgent held, String name, Capabilities capabilities) {
        SyncAgentEntity row = require(realm, held);
        if (name.equals(held.agent().name()) && capabilities.equals(held.agent().capabilities())) {
            return held;
        }
        row.name = name;
        row.capabilities = Json.writeText(capabilities);
        EnrolledAgent now = store(row);
        new AgentChanges(session).updated(realm, now);
        return now;
    }

    @Override
    public IssuedAgent rotate(RealmModel realm, EnrolledAgent held, Duration overlap) {
        SyncAgentEntity row = require(realm, held);
        SigningSecret secret = SigningSecret.generate();
        Instant rotatedAt = now();
        seals.rotate(row, secret, rotatedAt.plus(overlap), rotatedAt);
        EnrolledAgent now = store(row);
        new AgentChanges(session).rotated(realm, now);
        return new IssuedAgent(now, secret);
    }

    @Override
    public EnrolledAgent revoke(RealmModel realm, EnrolledAgent held, @Nullable String reason) {
        if (held.revokedAt() != null) {
            return held;
        }
        SyncAgentEntity row = require(realm, held);
        row.revokedAt = now();
        row.revokedReason = reason;
        AgentSeals.bury(row);
        EnrolledAgent now = store(row);
        new AgentChanges(session).revoked(realm, now);
        return now;
    }

    private EnrolledAgent store(SyncAgentEntity row) {
        row.version++;
        row.updatedAt = now();
        em.flush();
        return AgentRows.read(row, row.updatedAt);
    }

    private SyncAgentEntity require(RealmModel realm, EnrolledAgent held) {
        SyncAgentEntity row = find(em, realm, held.id(), LockModeType.NONE);
        if (row == null) {
            throw new IllegalStateException("Agent " + held.id() + " was not held");
        }
        if (row.revokedAt != null) {
            throw new ConflictException("agent_revoked", "The agent is revoked: another has to enrol");
        }
        return row;
    }

    static @Nullable SyncAgentEntity find(EntityManager em, RealmModel realm, String id, LockModeType lock) {
        return em.createNamedQuery("okaSyncAgent", SyncAgentEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("id", id)
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** Bound to the realm, and narrowed as asked. */
    private <T> TypedQuery<T> query(String what, String order, RealmModel realm, AgentFilter filter, Class<T> type) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder(" from SyncAgentEntity a where a.realmId = :realmId");
        parameters.put("realmId", realm.getId());
        if (filter.system() != null) {
            where.append(" and a.agentSystem = :system");
            parameters.put("system", filter.system());
        }
        if (filter.revoked() != null) {
            where.append(filter.revoked() ? " and a.revokedAt is not null" : " and a.revokedAt is null");
        }
        if (filter.health() != null) {
            where.append(" and ").append(condition(filter.health()));
            Instant now = now();
            if (filter.health() != AgentHealth.OFFLINE) {
                parameters.put("degraded", now.minus(AgentHealth.DEGRADED_AFTER));
            }
            if (filter.health() != AgentHealth.ONLINE) {
                parameters.put("offline", now.minus(AgentHealth.OFFLINE_AFTER));
            }
        }
        TypedQuery<T> query = em.createQuery(what + where + order, type);
        parameters.forEach(query::setParameter);
        return query;
    }

    /** As {@link EnrolledAgent#health} says. */
    private static String condition(AgentHealth health) {
        return switch (health) {
            case ONLINE -> "a.revokedAt is null and a.lastSeenAt > :degraded";
            case DEGRADED -> "a.revokedAt is null and a.lastSeenAt <= :degraded and a.lastSeenAt > :offline";
            case OFFLINE -> "(a.revokedAt is not null or a.lastSeenAt <= :offline)";
        };
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
