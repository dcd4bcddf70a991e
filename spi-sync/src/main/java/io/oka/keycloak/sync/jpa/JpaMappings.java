package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.MappingChange;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.Mappings;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Mappings in PostgreSQL, in the request's own transaction; that each code is mapped once, either way, its unique indexes
 * see to. Whoever changes one holds first what is known of the customer that it is about, in the order in which items are
 * applied.
 */
record JpaMappings(KeycloakSession session, EntityManager em, MappingChanges changes) implements Mappings {

    private static final String HOLD_ENTITIES = "select ENTITY from OKA_SYNC_ENTITY where REALM_ID = :realmId"
            + " and AGENT_SYSTEM = :system and EXTERNAL_CODE = :code order by ENTITY desc for update";

    /** What is known of the customer stays known; but it was not applied to whom the code means from now on. */
    private static final String FORGET_TENANT = "update OKA_SYNC_ENTITY set TENANT_ID = null where REALM_ID = :realmId"
            + " and AGENT_SYSTEM = :system and ENTITY in ('tenant', 'subscription') and EXTERNAL_CODE = :code"
            + " and TENANT_ID is not null";

    JpaMappings(KeycloakSession session, EntityManager em) {
        this(session, em, new MappingChanges(session, em));
    }

    @Override
    public @Nullable Mapping find(RealmModel realm, String system, MappingType type, String externalCode) {
        return read(reads(realm).ofCode(system, type, externalCode));
    }

    @Override
    public Map<String, String> internalCodes(
            RealmModel realm, String system, MappingType type, Collection<String> externalCodes) {
        return reads(realm).internalCodes(system, type, externalCodes);
    }

    @Override
    public Map<String, String> externalCodes(
            RealmModel realm, String system, MappingType type, Collection<String> internalCodes) {
        Map<String, String> found = new LinkedHashMap<>();
        externalCodes(realm, type, internalCodes).forEach((internal, bySystem) -> {
            String external = bySystem.get(system);
            if (external != null) {
                found.put(internal, external);
            }
        });
        return found;
    }

    @Override
    public Map<String, Map<String, String>> externalCodes(
            RealmModel realm, MappingType type, Collection<String> internalCodes) {
        return reads(realm).externalCodes(type, internalCodes);
    }

    @Override
    public Mapping put(RealmModel realm, MappedCode code) {
        Mapping known = find(realm, code.system(), code.type(), code.externalCode());
        Mapping held = known == null ? null : lock(realm, known.id());
        if (held == null) {
            return create(realm, code);
        }
        return held.internalCode().equals(code.internalCode()) ? held : change(realm, held, code.internalCode());
    }

    @Override
    public boolean isKnown(RealmModel realm, MappingType type, String internalCode) {
        return new InternalCodes(session, realm)
                .known(type, List.of(internalCode))
                .contains(internalCode);
    }

    @Override
    public List<Mapping> search(RealmModel realm, Filter filter, int first, int max) {
        return reads(realm).search(filter, first, max);
    }

    @Override
    public long count(RealmModel realm, Filter filter) {
        return reads(realm).count(filter);
    }

    @Override
    public List<Mapping> after(RealmModel realm, Filter filter, @Nullable MappedCode last, int max) {
        return reads(realm).after(filter, last, max);
    }

    @Override
    public @Nullable Mapping get(RealmModel realm, String id) {
        return read(find(realm, id));
    }

    @Override
    public @Nullable Mapping lock(RealmModel realm, String id) {
        MappingEntity known = find(realm, id);
        if (known == null) {
            return null;
        }
        // Read anew under the lock, or found to be gone: what was read before it may be old.
        em.detach(known);
        LockTimeout.set(em);
        holdEntities(known);
        MappingEntity row = em.find(MappingEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
        return read(row);
    }

    @Override
    public Mapping create(RealmModel realm, MappedCode code) {
        if (reads(realm).ofCode(code.system(), code.type(), code.externalCode()) != null) {
            throw externalCodeTaken();
        }
        requireFree(realm, code);
        MappingEntity row = new MappingEntity();
        row.id = KeycloakModelUtils.generateId();
        row.realmId = realm.getId();
        row.agentSystem = code.system();
        row.type = code.type().wireName();
        row.externalCode = code.externalCode();
        row.internalCode = code.internalCode();
        row.createdAt = now();
        row.updatedAt = row.createdAt;
        LockTimeout.set(em);
        holdEntities(row);
        em.persist(row);
        flush();
        forgetTenant(row);
        changes.created(realm, row);
        resume(realm, code);
        return row.read();
    }

    @Override
    public Mapping change(RealmModel realm, Mapping mapping, String internalCode) {
        MappingEntity row = require(realm, mapping);
        String previous = row.internalCode;
        MappedCode known = mapping.code();
        MappedCode code = new MappedCode(known.system(), known.type(), known.externalCode(), internalCode);
        if (previous.equals(internalCode)) {
            return row.read();
        }
        requireFree(realm, code);
        row.internalCode = internalCode;
        row.version++;
        row.updatedAt = now();
        flush();
        forgetTenant(row);
        changes.changed(realm, row, previous);
        resume(realm, code);
        return row.read();
    }

    @Override
    public void delete(RealmModel realm, Mapping mapping) {
        MappingEntity row = require(realm, mapping);
        em.remove(row);
        em.flush();
        forgetTenant(row);
        changes.deleted(realm, row);
    }

    @Override
    public List<MappingChange> history(RealmModel realm, @Nullable String mappingId, CursorPage page) {
        return reads(realm).history(mappingId, page);
    }

    private void resume(RealmModel realm, MappedCode code) {
        SyncProvider.of(session)
                .jobs()
                .resumeParked(realm, code.system(), code.type().wireName(), code.externalCode());
    }

    private void holdEntities(MappingEntity row) {
        if (isOfTenant(row)) {
            em.createNativeQuery(HOLD_ENTITIES, String.class)
                    .setParameter("realmId", row.realmId)
                    .setParameter("system", row.agentSystem)
                    .setParameter("code", row.externalCode)
                    .getResultList();
        }
    }

    private void forgetTenant(MappingEntity row) {
        if (isOfTenant(row)) {
            em.createNativeQuery(FORGET_TENANT)
                    .setParameter("realmId", row.realmId)
                    .setParameter("system", row.agentSystem)
                    .setParameter("code", row.externalCode)
                    .executeUpdate();
        }
    }

    /** Told from the index's refusal, which would end the transaction and so all that an item did before. */
    private void requireFree(RealmModel realm, MappedCode code) {
        if (externalCodes(realm, code.system(), code.type(), List.of(code.internalCode()))
                .containsKey(code.internalCode())) {
            throw internalCodeTaken();
        }
    }

    private void flush() {
        try {
            em.flush();
        } catch (RuntimeException e) {
            // Somebody mapped one of the two between our look and our write.
            if (DatabaseFailures.isViolationOf("IDX_OKA_SYNC_MAPPING_EXTERNAL", e)) {
                throw externalCodeTaken();
            }
            if (DatabaseFailures.isViolationOf("IDX_OKA_SYNC_MAPPING_INTERNAL", e)) {
                throw internalCodeTaken();
            }
            throw e;
        }
    }

    private MappingReads reads(RealmModel realm) {
        return new MappingReads(em, realm.getId());
    }

    private @Nullable MappingEntity find(RealmModel realm, String id) {
        MappingEntity row = em.find(MappingEntity.class, id);
        return row == null || !row.realmId.equals(realm.getId()) ? null : row;
    }

    private MappingEntity require(RealmModel realm, Mapping mapping) {
        return Objects.requireNonNull(find(realm, mapping.id()), "The mapping was not held");
    }

    private static boolean isOfTenant(MappingEntity row) {
        return row.type.equals(MappingType.TENANT.wireName());
    }

    private static @Nullable Mapping read(@Nullable MappingEntity row) {
        return row == null ? null : row.read();
    }

    private static ConflictException externalCodeTaken() {
        return new ConflictException("external_code_taken", "This code of the other system is mapped already");
    }

    private static ConflictException internalCodeTaken() {
        return new ConflictException("internal_code_taken", "Another code of the same system means this here already");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
