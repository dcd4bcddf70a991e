package io.oka.keycloak.common.idempotency;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An answer kept for replays. Its id is a digest of realm, caller, method, path and key: the key itself is not kept. */
@Entity
@Table(name = "OKA_IDEMPOTENCY")
@NamedQuery(
        name = "okaClaimIdempotencyKey",
        query = "insert into IdempotencyEntity (id, realmId, requestHash, expiresAt, status)"
                + " values (:id, :realmId, :requestHash, :expiresAt, 0)"
                + " on conflict (id) do update set requestHash = :requestHash, expiresAt = :expiresAt,"
                + " status = 0, answer = null where expiresAt < :now")
@NamedQuery(
        name = "okaStoreIdempotentAnswer",
        query = "update IdempotencyEntity i set i.status = :status, i.answer = :answer where i.id = :id")
@NamedQuery(
        name = "okaDeleteExpiredIdempotencyKeys",
        query = "delete from IdempotencyEntity i where i.expiresAt < :now")
@NamedQuery(
        name = "okaDeleteIdempotencyKeysOfRealm",
        query = "delete from IdempotencyEntity i where i.realmId = :realmId")
public class IdempotencyEntity {

    @Id
    @Column(name = "ID", length = 64)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "REQUEST_HASH", length = 64, nullable = false)
    String requestHash = "";

    /** Milliseconds since the epoch. */
    @Column(name = "EXPIRES_AT", nullable = false)
    long expiresAt;

    @Column(name = "STATUS", nullable = false)
    int status;

    @Column(name = "ANSWER")
    byte @Nullable [] answer;
}
