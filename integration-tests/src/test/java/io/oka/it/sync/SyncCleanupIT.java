package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What sync keeps goes with the tenant and with the realm. */
@OkaServer
final class SyncCleanupIT {

    private static final String SECRET = "Personal and confidential";

    /** What a batch of the sweep is, and some more. */
    private static final int MANY = 12_000;

    private final Oka oka;

    SyncCleanupIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void everyTableSaysOfWhichRealmItsRowsAre() {
        assertThat(oka.rows("SELECT table_name FROM information_schema.columns WHERE column_name = 'realm_id'"))
                .extracting(row -> row.get("table_name"))
                .containsAll(tables());
        // To be found realm by realm, however many rows there are.
        assertThat(oka.rows("SELECT DISTINCT t.relname AS name FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
                        + " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]"
                        + " WHERE a.attname = 'realm_id' AND i.indpred IS NULL"))
                .extracting(row -> row.get("name"))
                .containsAll(tables());
    }

    @Test
    void removedRealmLeavesNothing() {
        TestRealm realm = oka.realm().create();
        TestRealm kept = oka.realm().create();
        String realmId = SyncRows.of(realm).realmId();
        String keptId = SyncRows.of(kept).realmId();
        for (String table : tables()) {
            fill(table, realmId, 1);
            fill(table, keptId, 1);
        }
        fill("oka_sync_item", realmId, MANY);
        assertThat(tablesWith(realmId)).containsAll(lasting());

        realm.close();

        assertThat(oka.rows("SELECT 1 FROM oka_sync_agent WHERE realm_id = ?", realmId))
                .isEmpty();
        oka.runTask("oka-sweep-sync");
        assertThat(tablesWith(realmId)).isEmpty();
        assertThat(tablesWith(keptId)).isEqualTo(lasting());
        kept.close();
        assertThat(tablesWith(keptId)).isEmpty();
    }

    @Test
    void purgedTenantLeavesOnlyThatItWasMapped() {
        try (TestRealm realm = oka.realm().create()) {
            SyncRows rows = SyncRows.of(realm);
            String purged = Tenants.create(realm, null);
            String living = Tenants.create(realm, null);
            String job = rows.job("partial", Duration.ZERO);
            Map<String, String> items = new LinkedHashMap<>();
            for (Map.Entry<String, String> tenant :
                    Map.of("C-purged", purged, "C-living", living).entrySet()) {
                map(rows, tenant.getKey(), tenant.getValue());
                for (String state : List.of("applied", "dead")) {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("external_code", tenant.getKey());
                    item.put("data", "{\"displayName\":\"" + SECRET + "\"}");
                    item.put("original_data", "{\"displayName\":\"" + SECRET + "\"}");
                    item.put("detail", SECRET);
                    if (state.equals("applied")) {
                        item.put("tenant_id", tenant.getValue());
                    }
                    items.put(tenant.getKey() + " " + state, rows.item(job, state, Duration.ZERO, item));
                }
            }
            Tenants.delete(realm, purged);
            rows.update("UPDATE oka_tenant SET deleted_at = deleted_at - interval '31 days' WHERE id = ?", purged);

            await().untilAsserted(() -> {
                oka.runTask("oka-purge-tenants");
                assertThat(oka.rows("SELECT 1 FROM oka_tenant WHERE id = ?", purged))
                        .isEmpty();
            });
            await().untilAsserted(() -> {
                oka.runTask("oka-sweep-sync");
                assertThat(tablesNaming(purged)).containsExactly("oka_sync_mapping_change");
            });

            assertThat(rows.ofItem(items.get("C-purged applied"), "data")).isEqualTo("{}");
            assertThat(rows.ofItem(items.get("C-purged dead"), "state")).isEqualTo("discarded");
            assertThat(rows.ofItem(items.get("C-living applied"), "data"))
                    .asString()
                    .contains(SECRET);
            assertThat(rows.ofItem(items.get("C-living dead"), "state")).isEqualTo("dead");
            assertThat(rows.ofItem(items.get("C-purged dead"), "detail")).isNull();
            assertThat(oka.rows("SELECT action FROM oka_sync_mapping_change WHERE previous_internal_code = ?", purged))
                    .extracting(row -> row.get("action"))
                    .containsExactly("deleted");
            assertThat(oka.rows(
                            "SELECT applied_version AS v FROM oka_sync_entity WHERE realm_id = ? AND external_code ="
                                    + " 'C-purged'",
                            rows.realmId()))
                    .hasSize(1);
        }
    }

    @Test
    void whatWasSaidOfAPurgedCustomerIsSkippedUntilSomethingNewerIsSaid() {
        try (TestRealm realm = oka.realm().create()) {
            Erp erp = Erp.in(realm);
            String code = Erp.freshCode();
            Map<String, String> said = Map.of("name", Tenants.freshName(), "displayName", SECRET);
            assertThat(erp.say("tenant.upsert", code, 3, said)).isEqualTo("applied created");
            String purged = erp.mapped(code);
            Tenants.delete(realm, purged);
            SyncRows.of(realm)
                    .update("UPDATE oka_tenant SET deleted_at = deleted_at - interval '31 days' WHERE id = ?", purged);
            await().untilAsserted(() -> {
                oka.runTask("oka-purge-tenants");
                assertThat(erp.mapped(code)).isEmpty();
            });

            String again = erp.say("tenant.upsert", code, 3, said);
            String older = erp.say("tenant.upsert", code, 2, said);
            String newer = erp.say("tenant.upsert", code, 4, said);

            assertThat(again).isEqualTo("skipped duplicate");
            assertThat(older).isEqualTo("skipped older_version");
            assertThat(newer).isEqualTo("applied created");
            assertThat(erp.mapped(code)).isNotEqualTo(purged);
        }
    }

    private static void map(SyncRows rows, String code, String tenantId) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("agent_system", SyncRows.SYSTEM);
        mapping.put("type", "tenant");
        mapping.put("external_code", code);
        mapping.put("internal_code", tenantId);
        mapping.put("version", 0L);
        mapping.put("created_at", SyncRows.before(Duration.ZERO));
        mapping.put("updated_at", SyncRows.before(Duration.ZERO));
        rows.insert("oka_sync_mapping", mapping);
        rows.update(
                "INSERT INTO oka_sync_entity (realm_id, agent_system, entity, external_code, applied_version, tombstone,"
                        + " tenant_id, data, updated_at) VALUES (?, ?, 'tenant', ?, 7, false, ?, ?, now())",
                rows.realmId(),
                SyncRows.SYSTEM,
                code,
                tenantId,
                "{\"displayName\":\"" + SECRET + "\"}");
    }

    /** Whichever there are: a table that is new is not forgotten. */
    private List<String> tables() {
        return oka
                .rows("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
                        + " AND table_name LIKE 'oka\\_sync\\_%' ORDER BY table_name")
                .stream()
                .map(row -> String.valueOf(row.get("table_name")))
                .toList();
    }

    /** All but the notes of purged tenants, which any sweep removes once nothing of theirs is left to be emptied. */
    private List<String> lasting() {
        return tables().stream()
                .filter(table -> !table.equals("oka_sync_purged"))
                .toList();
    }

    private List<String> tablesWith(String realmId) {
        return tables().stream()
                .filter(table -> !oka.rows("SELECT 1 FROM " + table + " WHERE realm_id = ? LIMIT 1", realmId)
                        .isEmpty())
                .toList();
    }

    private List<String> tablesNaming(String text) {
        return tables().stream()
                .filter(table -> !oka.rows(
                                "SELECT 1 FROM " + table + " t WHERE t::text LIKE ? LIMIT 1", "%" + text + "%")
                        .isEmpty())
                .toList();
    }

    /** Rows with something in each column that must have something. */
    private void fill(String table, String realmId, int rows) {
        List<Map<String, Object>> columns = oka
                .rows(
                        "SELECT column_name, data_type, character_maximum_length AS longest"
                                + " FROM information_schema.columns WHERE table_schema = current_schema()"
                                + " AND table_name = ? AND is_nullable = 'NO' AND column_default IS NULL"
                                + " AND column_name <> 'realm_id'",
                        table)
                .stream()
                .map(row -> Map.of(
                        "name",
                        (Object) String.valueOf(row.get("column_name")),
                        "value",
                        value(
                                String.valueOf(row.get("data_type")),
                                row.get("longest") instanceof Number n ? n.intValue() : 36)))
                .toList();
        String names = columns.stream().map(it -> ", " + it.get("name")).collect(Collectors.joining());
        String values = columns.stream().map(it -> ", " + it.get("value")).collect(Collectors.joining());
        new SyncRows(oka, realmId)
                .update(
                        "INSERT INTO " + table + " (realm_id" + names + ") SELECT ?" + values
                                + " FROM generate_series(1, " + rows + ")",
                        realmId);
    }

    private static String value(String type, int longest) {
        return switch (type) {
            case "boolean" -> "false";
            case "integer", "bigint" -> "1";
            case "timestamp with time zone" -> "now()";
            case "bytea" -> "'\\x00'::bytea";
            default -> "left(gen_random_uuid()::text, " + longest + ")";
        };
    }
}
