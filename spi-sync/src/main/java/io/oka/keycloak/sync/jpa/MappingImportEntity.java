package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.MappingImport;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What came of an import. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_IMPORT")
@NamedQuery(
        name = "okaMappingImports",
        query = "select i from MappingImportEntity i where i.realmId = :realmId and i.id < :before order by i.id desc")
class MappingImportEntity {

    /** Codes of several systems; none can be called so. */
    private static final String SEVERAL = "*";

    private static final TypeReference<List<MappingImport.Refusal>> REFUSALS = new TypeReference<>() {};

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "DRY_RUN", nullable = false)
    boolean dryRun;

    @Column(name = "ROW_COUNT", nullable = false)
    int rows;

    @Column(name = "CREATED", nullable = false)
    int created;

    @Column(name = "CHANGED", nullable = false)
    int changed;

    @Column(name = "UNCHANGED", nullable = false)
    int unchanged;

    @Column(name = "REFUSED", nullable = false)
    int refused;

    /** JSON: the first refusals. */
    @Column(name = "REPORT", nullable = false)
    String report = "[]";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "CREATED_BY", nullable = false)
    String createdBy = "";

    static MappingImportEntity of(String realmId, MappingImport done) {
        MappingImportEntity row = new MappingImportEntity();
        row.id = done.id();
        row.realmId = realmId;
        row.agentSystem = Objects.requireNonNullElse(done.system(), SEVERAL);
        row.dryRun = done.dryRun();
        row.rows = done.rows();
        row.created = done.created();
        row.changed = done.changed();
        row.unchanged = done.unchanged();
        row.refused = done.refused();
        row.report = Json.writeText(done.errors());
        row.createdAt = done.at();
        row.createdBy = done.by();
        return row;
    }

    MappingImport read() {
        return new MappingImport(
                id, system(), dryRun, rows, created, changed, unchanged, refused, refusals(), createdAt, createdBy);
    }

    private @Nullable String system() {
        return agentSystem.equals(SEVERAL) ? null : agentSystem;
    }

    private List<MappingImport.Refusal> refusals() {
        try {
            return Json.MAPPER.readValue(report, REFUSALS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report of import " + id + " is damaged", e);
        }
    }
}
