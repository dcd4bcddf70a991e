package io.oka.it.openapi;

import io.oka.it.support.DeliveryRows;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One of each thing that sync has, to put into paths. */
final class SyncExamples {

    private static final String SYSTEM = "erp";

    private final Oka oka;
    private final TestRealm realm;
    private final String realmId;
    private final Map<String, String> ids = new HashMap<>();

    private SyncExamples(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.realmId = oka.admin().get(realm.adminPath("")).path("id").asText();
    }

    /** Their ids by the names of path parameters. */
    static Map<String, String> in(Oka oka, TestRealm realm, String tenantId) {
        return new SyncExamples(oka, realm).make(tenantId);
    }

    private Map<String, String> make(String tenantId) {
        SyncAgents agent = SyncAgents.enrol(realm, SYSTEM);
        ids.put("agentId", agent.agentId());
        ids.put("agentSystem", SYSTEM);
        ids.put("enrolmentTokenId", agent.enrolmentTokenId());
        ids.put(
                "mappingId",
                posted(
                        "/sync/mappings",
                        Map.of(
                                "agentSystem",
                                SYSTEM,
                                "type",
                                "tenant",
                                "externalCode",
                                "C-1",
                                "internalCode",
                                tenantId)));
        ids.put("importId", imported());
        ids.put("reconciliationId", posted("/sync/reconciliations", Map.of("agentSystem", SYSTEM)));
        drift();
        deadLetter();
        return Map.copyOf(ids);
    }

    private String posted(String path, Map<String, ?> body) {
        return realm.operator().post(path).json(body).send().expect(201).id();
    }

    private String imported() {
        byte[] file = "type,externalCode,internalCode\nplan,P-1,free\n".getBytes(StandardCharsets.UTF_8);
        return realm.operator()
                .post("/sync/mappings/import?agentSystem=" + SYSTEM)
                .body("text/csv", file)
                .send()
                .expect(200)
                .id();
    }

    private void drift() {
        String id = UUID.randomUUID().toString();
        String reconciliationId = Objects.requireNonNull(ids.get("reconciliationId"));
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_sync_drift (id, realm_id, agent_system, kind, severity, entity, external_code, field,"
                        + " source_of_truth, state, first_seen_at, last_seen_at, grace_until, first_reconciliation_id,"
                        + " last_reconciliation_id, version) VALUES (?, ?, 'erp', 'missing_local', 'high', 'tenant', 'C-2',"
                        + " '', 'remote', 'open', now(), now(), now(), ?, ?, 0)",
                id,
                realmId,
                reconciliationId,
                reconciliationId);
        ids.put("driftId", id);
    }

    private void deadLetter() {
        String jobId = UUID.randomUUID().toString();
        String itemId = UUID.randomUUID().toString();
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_sync_job (id, realm_id, agent_system, type, state, items, created_at, finished_at)"
                        + " VALUES (?, ?, 'erp', 'tenant.upsert', 'dead', 1, now(), now())",
                jobId,
                realmId);
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_sync_item (id, realm_id, job_id, position, agent_system, type, entity, data, state,"
                        + " result, attempts, created_at, updated_at, finished_at) VALUES (?, ?, ?, 0, 'erp',"
                        + " 'tenant.upsert', 'tenant', '{}', 'dead', 'malformed', 0, now(), now(), now())",
                itemId,
                realmId,
                jobId);
        ids.put("jobId", jobId);
        ids.put("position", "0");
        ids.put("deadLetterId", itemId);
    }
}
