package io.oka.it.sync;

import io.oka.it.support.DeliveryRows;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** What operators are told of, written behind the server's back: it would else take an agent, and time. */
record OperationRows(Oka oka, String realmId) {

    static OperationRows of(TestRealm realm) {
        return new OperationRows(
                realm.oka(),
                realm.oka().admin().get(realm.adminPath("")).path("id").asText());
    }

    /** An agent that was heard of so long ago. */
    String agent(String system, String name, Duration silentFor) {
        String id = UUID.randomUUID().toString();
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_sync_agent (id, realm_id, agent_system, name, agent_version, capabilities, key_version,"
                        + " secret, created_at, updated_at, version, last_seen_at)"
                        + " VALUES (?, ?, ?, ?, '1', '{}', 1, '', now(), now(), 0, ?)",
                id,
                realmId,
                system,
                name,
                Instant.now().minus(silentFor).atOffset(ZoneOffset.UTC));
        return id;
    }

    void heard(String agentId) {
        DeliveryRows.update(oka, "UPDATE oka_sync_agent SET last_seen_at = now() WHERE id = ?", agentId);
    }

    /** Items of a system that are in this state, and due for so long. */
    void items(String system, String state, int count, Duration dueFor) {
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_sync_item (id, realm_id, job_id, position, agent_system, type, entity, external_code,"
                        + " item_version, data, state, result, attempts, next_attempt_at, created_at, updated_at)"
                        + " SELECT gen_random_uuid()::text, ?, gen_random_uuid()::text, n, ?, 'tenant.upsert', 'tenant',"
                        + " 'C-' || n, 1, '{}', ?, 'malformed', 0, ?, now(), now() FROM generate_series(1, ?) n",
                realmId,
                system,
                state,
                Instant.now().minus(dueFor).atOffset(ZoneOffset.UTC),
                count);
    }

    void removeItems() {
        DeliveryRows.update(oka, "DELETE FROM oka_sync_item WHERE realm_id = ?", realmId);
    }
}
