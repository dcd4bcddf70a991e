package io.oka.keycloak.common.change;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.http.Uuid7;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** The one way to say that something changed. */
public final class Changes {

    /** Larger data is a defect of the caller: it would end in every receiver's mail box. */
    static final int MAX_DATA_LENGTH = 64 * 1024;

    private Changes() {}

    /**
     * Appends the change to the log, in the transaction that makes it: if the process dies before that commits there
     * is neither, after it both. As an entity, so that Keycloak does not mistake the transaction for one that may be
     * committed without waiting for the disk.
     *
     * <p>Where somebody acts through REST, Keycloak's admin event is raised as well.
     *
     * @throws IllegalArgumentException if the data is larger than {@value #MAX_DATA_LENGTH} characters
     */
    public static void publish(KeycloakSession session, RealmModel realm, Change change) {
        append(session, realm.getId(), Acting.actor(session), change.type(), change.tenantId(), change.data());

        AdminEventBuilder event = Acting.adminEvent(session);
        if (event != null) {
            event.operation(change.action().operation())
                    .resource(change.action().resourceType())
                    .resourcePath(change.action().resourcePath())
                    .representation(change.data())
                    .success();
        }
    }

    /**
     * Appends what Keycloak itself tells of, as {@link #publish} does with what is ours. No admin event is raised: it came
     * from one.
     *
     * @throws IllegalArgumentException if the data is larger than {@value #MAX_DATA_LENGTH} characters
     */
    public static void append(
            KeycloakSession session, RealmModel realm, Actor actor, String type, Map<String, Object> data) {
        append(session, realm.getId(), actor, type, null, data);
    }

    private static void append(
            KeycloakSession session,
            String realmId,
            Actor actor,
            String type,
            @Nullable String tenantId,
            Map<String, Object> data) {
        ChangeEntity row = new ChangeEntity();
        row.id = Uuid7.next();
        row.realmId = realmId;
        row.tenantId = tenantId;
        row.type = type;
        row.actorType = actor.type().wireName();
        row.actorId = actor.id();
        row.clientId = actor.clientId();
        row.ipAddress = actor.ipAddress();
        row.correlationId = RequestId.of(session);
        row.data = text(type, data);
        row.createdAt = Instant.ofEpochMilli(Time.currentTimeMillis());
        entityManager(session).persist(row);
        ChangesCommittedEvent.publishAfterCommit(session);
    }

    /**
     * The tenant is purged, and what was written about it with it; at most so many rows, the oldest first, to keep the
     * transaction short.
     *
     * @return how many rows went
     */
    public static int forgetTenant(KeycloakSession session, RealmModel realm, String tenantId, int atMost) {
        return entityManager(session)
                .createNativeQuery(
                        "delete from OKA_CHANGE where ID in (select ID from OKA_CHANGE where REALM_ID = :realmId"
                                + " and TENANT_ID = :tenantId order by ID limit :atMost)")
                .setParameter("realmId", realm.getId())
                .setParameter("tenantId", tenantId)
                .setParameter("atMost", atMost)
                .executeUpdate();
    }

    /** The realm is gone, and with it what was written about it. */
    public static void forget(KeycloakSession session, RealmModel realm) {
        entityManager(session)
                .createNamedQuery("okaDeleteChangesOfRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    static String text(String type, Map<String, Object> data) {
        String text = Json.writeText(data);
        if (text.length() > MAX_DATA_LENGTH) {
            throw new IllegalArgumentException("Data of " + type + " is too large");
        }
        return text;
    }

    private static EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
