package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.NewJob;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.reconcile.LocalEntry;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Applies here what the other system says, by jobs of our own that go the way of all items: in the caller's transaction
 * the job is taken in and the difference says which it is; what came of the item is seen later.
 */
record DriftFixes(KeycloakSession session, EntityManager em, RealmModel realm, Instant now) {

    private static final String OWN_TIER = "tier:";

    /** What an item can take away from a tenant. */
    private static final Set<String> CLEARABLE = Set.of("displayName", "quotaLimit");

    private static final String APPROVE = "update OKA_SYNC_DRIFT d set STATE = 'approved', FIX_JOB_ID = :jobId,"
            + " FIX_ITEM_ID = i.ID, IGNORED_UNTIL = null, VERSION = d.VERSION + 1 from OKA_SYNC_ITEM i,"
            + " jsonb_to_recordset(cast(:places as jsonb)) as n(drift text, place int)"
            + " where i.JOB_ID = :jobId and i.POSITION = n.place and d.ID = n.drift and d.REALM_ID = :realmId";

    /** One that can be set right, and how. */
    private record Fix(DriftEntity drift, JobType type, NewJob.Item item) {}

    /**
     * @param drifts of whatever systems; held by the caller
     * @param by the operator; null for the system itself
     * @return the ids of those that are on their way now: the others cannot be set right by an item
     */
    List<String> begin(List<DriftEntity> drifts, @Nullable String by) {
        List<String> begun = new ArrayList<>();
        drifts.stream()
                .collect(Collectors.groupingBy(drift -> drift.agentSystem))
                .forEach((system, ofSystem) -> {
                    List<Fix> fixes = fixes(system, ofSystem);
                    fixes.stream().collect(Collectors.groupingBy(Fix::type)).forEach((type, ofType) -> {
                        begin(system, type, ofType, by);
                        ofType.forEach(fix -> begun.add(fix.drift().id));
                    });
                });
        return begun;
    }

    private void begin(String system, JobType type, List<Fix> fixes, @Nullable String by) {
        List<NewJob.Item> items = fixes.stream().map(Fix::item).toList();
        Job job = SyncProvider.of(session).jobs().accept(realm, NewJob.ofOperator(system, by, type, items));
        List<Map<String, Object>> places = IntStream.range(0, fixes.size())
                .mapToObj(place ->
                        Map.<String, Object>of("drift", fixes.get(place).drift().id, "place", place))
                .toList();
        em.createNativeQuery(APPROVE)
                .setParameter("jobId", job.id())
                .setParameter("places", Json.writeText(places))
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private List<Fix> fixes(String system, List<DriftEntity> drifts) {
        Map<ComparedEntity, Map<String, LocalEntry>> here = new LinkedHashMap<>();
        List<Fix> fixes = new ArrayList<>();
        for (DriftEntity drift : drifts) {
            ComparedEntity entity = ComparedEntity.ofWireName(drift.entity);
            Map<String, LocalEntry> locals = here.computeIfAbsent(entity, any -> locals(system, any, drifts));
            Fix fix = fix(drift, entity, locals.get(drift.externalCode));
            if (fix != null) {
                fixes.add(fix);
            }
        }
        return fixes;
    }

    private Map<String, LocalEntry> locals(String system, ComparedEntity entity, List<DriftEntity> drifts) {
        List<String> codes =
                drifts.stream().map(drift -> drift.externalCode).distinct().toList();
        return new LocalEntries(em, realm.getId(), system, EntitlementSettings.fallbackTier(realm), now)
                .ofCodes(entity, codes);
    }

    private static @Nullable Fix fix(DriftEntity drift, ComparedEntity entity, @Nullable LocalEntry local) {
        DriftKind kind = DriftKind.ofWireName(drift.kind);
        long version = Objects.requireNonNullElse(
                kind == DriftKind.STALE || kind == DriftKind.MISSING_LOCAL ? drift.remoteVersion : drift.localVersion,
                0L);
        JobType type = kind == DriftKind.MISSING_REMOTE && entity == ComparedEntity.SUBSCRIPTION
                ? JobType.SUBSCRIPTION_CANCEL
                : entity.upsert();
        ObjectNode data =
                switch (kind) {
                    case STALE, MISSING_LOCAL -> drift.remoteData == null ? null : (ObjectNode) json(drift.remoteData);
                    case MISSING_REMOTE -> gone(entity);
                    case FIELD_MISMATCH -> withField(drift, entity, local);
                };
        return data == null ? null : new Fix(drift, type, NewJob.Item.of(drift.externalCode, version, data));
    }

    private static ObjectNode gone(ComparedEntity entity) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        return entity == ComparedEntity.TENANT ? data.put("deleted", true) : data;
    }

    /** What is not said stays as it is; but a subscription is always said as a whole. */
    private static @Nullable ObjectNode withField(
            DriftEntity drift, ComparedEntity entity, @Nullable LocalEntry local) {
        boolean clears = drift.remoteValue == null;
        if (local == null || (clears && !CLEARABLE.contains(drift.field))) {
            return null;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (entity == ComparedEntity.SUBSCRIPTION) {
            values.putAll(local.values());
        }
        values.put(drift.field, clears ? NullNode.getInstance() : json(String.valueOf(drift.remoteValue)));
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        values.forEach((field, value) -> {
            boolean tier = "plan".equals(field) && value.textValue().startsWith(OWN_TIER);
            if (tier) {
                data.put("tier", value.textValue().substring(OWN_TIER.length()));
            } else {
                data.set(field, value);
            }
        });
        return data;
    }

    private static JsonNode json(String text) {
        return DriftReads.json(text);
    }
}
