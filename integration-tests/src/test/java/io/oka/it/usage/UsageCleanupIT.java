package io.oka.it.usage;

import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was used goes with the tenant and with the realm, also while it is being used. */
@OkaServer
final class UsageCleanupIT {

    private static final List<String> TABLES = List.of(
            "oka_quota_counter", "oka_usage_key", "oka_usage_event", "oka_usage_total", "oka_usage_reservation");

    private final Oka oka;

    UsageCleanupIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void purgedTenantLeavesNothing() {
        try (TestRealm realm = newRealm()) {
            String purged = Tenants.create(realm, null);
            String kept = Tenants.create(realm, null);
            for (String tenant : List.of(purged, kept)) {
                Meter.of(realm, tenant).record(use(3, freshKey())).expect(200);
                Meter.of(realm, tenant).reserve(3, 60, freshKey()).expect(201);
                assertThat(tablesWith("tenant_id", tenant)).isEqualTo(TABLES);
            }
            Tenants.delete(realm, purged);
            oka.rows(
                    "WITH changed AS (UPDATE oka_tenant SET deleted_at = deleted_at - interval '31 days' WHERE id = ?"
                            + " RETURNING 1) SELECT count(*) FROM changed",
                    purged);

            await().untilAsserted(() -> {
                oka.runTask("oka-purge-tenants");
                assertThat(tablesWith("tenant_id", purged)).isEmpty();
            });

            assertThat(tablesWith("tenant_id", kept)).isEqualTo(TABLES);
        }
    }

    @Test
    void realmDeletedUnderLoadLeavesNothing() {
        TestRealm realm = newRealm();
        String realmId = oka.admin().get(realm.adminPath("")).path("id").asText();
        String tenant = Tenants.create(realm, null);
        Meter meter = Meter.of(realm, tenant);
        meter.record(use(1, freshKey())).expect(200);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    assertThat(meter.record(use(1, freshKey())).status()).isIn(200, 401, 404, 409, 503);
                    sent.incrementAndGet();
                }
            }));
        }
        await().until(() -> sent.get() > 50);

        realm.close();

        over.set(true);
        callers.forEach(CompletableFuture::join);
        assertThat(tablesWith("realm_id", realmId)).isEmpty();
    }

    private TestRealm newRealm() {
        return oka.realm().service(Meter.SERVICE, "record-usage").create();
    }

    private List<String> tablesWith(String column, String value) {
        return TABLES.stream()
                .filter(table -> !oka.rows("SELECT 1 FROM " + table + " WHERE " + column + " = ? LIMIT 1", value)
                        .isEmpty())
                .toList();
    }
}
