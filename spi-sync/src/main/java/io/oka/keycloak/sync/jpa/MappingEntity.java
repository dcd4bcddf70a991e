package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.MappingType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A mapping's row. */
@Entity
@Table(name = "OKA_SYNC_MAPPING")
@NamedQuery(
        name = "okaMappingOfCode",
        query = "select m from MappingEntity m where m.realmId = :realmId and m.agentSystem = :system"
                + " and m.type = :type and m.externalCode = :code")
@NamedQuery(
        name = "okaInternalCodes",
        query = "select m.externalCode, m.internalCode from MappingEntity m where m.realmId = :realmId"
                + " and m.agentSystem = :system and m.type = :type and m.externalCode in :codes")
@NamedQuery(
        name = "okaExternalCodes",
        query = "select m.internalCode, m.agentSystem, m.externalCode from MappingEntity m where m.realmId = :realmId"
                + " and m.type = :type and m.internalCode in :codes")
class MappingEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "TYPE", length = 16, nullable = false)
    String type = "";

    @Column(name = "EXTERNAL_CODE", nullable = false)
    String externalCode = "";

    @Column(name = "INTERNAL_CODE", nullable = false)
    String internalCode = "";

    /** Counted by us, under the row's lock. */
    @Column(name = "VERSION", nullable = false)
    long version;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    Mapping read() {
        MappedCode code = new MappedCode(agentSystem, MappingType.ofWireName(type), externalCode, internalCode);
        return new Mapping(id, code, version, createdAt, updatedAt);
    }
}
