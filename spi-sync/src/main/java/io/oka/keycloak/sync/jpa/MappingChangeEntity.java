package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.MappingChange;
import io.oka.keycloak.sync.MappingType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A line of mappings' history. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_MAPPING_CHANGE")
class MappingChangeEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "MAPPING_ID", length = 36, nullable = false)
    String mappingId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "TYPE", length = 16, nullable = false)
    String type = "";

    @Column(name = "EXTERNAL_CODE", nullable = false)
    String externalCode = "";

    @Column(name = "INTERNAL_CODE")
    @Nullable
    String internalCode;

    @Column(name = "PREVIOUS_INTERNAL_CODE")
    @Nullable
    String previousInternalCode;

    @Column(name = "ACTION", length = 16, nullable = false)
    String action = "";

    @Column(name = "ACTOR_TYPE", length = 16, nullable = false)
    String actorType = "";

    @Column(name = "ACTOR_ID")
    @Nullable
    String actorId;

    @Column(name = "IMPORT_ID", length = 36)
    @Nullable
    String importId;

    @Column(name = "CORRELATION_ID", length = 128)
    @Nullable
    String correlationId;

    @Column(name = "AT", nullable = false)
    Instant at = Instant.EPOCH;

    MappingChange read() {
        return new MappingChange(
                id,
                mappingId,
                agentSystem,
                MappingType.ofWireName(type),
                externalCode,
                internalCode,
                previousInternalCode,
                MappingChange.Action.ofWireName(action),
                actorType,
                actorId,
                importId,
                correlationId,
                at);
    }
}
