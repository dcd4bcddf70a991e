package io.oka.keycloak.common.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the change log. The columns POSITION and TXID are the database's to fill; readers' cursors stand on them.
 * FANNED_OUT begins as false, and is the webhooks' to set.
 */
@Entity
@Table(name = "OKA_CHANGE")
@NamedQuery(name = "okaDeleteChangesOfRealm", query = "delete from ChangeEntity c where c.realmId = :realmId")
public class ChangeEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "TYPE", length = 128, nullable = false)
    String type = "";

    @Column(name = "ACTOR_TYPE", length = 16, nullable = false)
    String actorType = "";

    @Column(name = "ACTOR_ID", length = 255)
    @Nullable
    String actorId;

    @Column(name = "CLIENT_ID", length = 255)
    @Nullable
    String clientId;

    @Column(name = "IP_ADDRESS", length = 64)
    @Nullable
    String ipAddress;

    @Column(name = "CORRELATION_ID", length = 128)
    @Nullable
    String correlationId;

    @Column(name = "DATA", nullable = false)
    String data = "{}";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;
}
