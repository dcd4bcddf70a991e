package io.oka.it.usage;

import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long it is kept what a tenant has used, and where. */
@OkaServer
final class UsageRetentionIT extends MeteredTenant {

    UsageRetentionIT(Oka oka) {
        super(oka);
    }

    @Test
    void usesAreInThePartitionOfTheirMonth() {
        meter.record(use(3, freshKey())).expect(200);
        change("UPDATE oka_usage_event SET used_at = used_at - interval '3 years' WHERE tenant_id = ?");

        oka.runTask("oka-partition-usage");

        assertThat(oka.rows("SELECT tableoid::regclass::text AS t FROM oka_usage_event WHERE tenant_id = ?", tenant))
                .extracting(row -> row.get("t"))
                .containsExactly("oka_usage_event_default");
        meter.record(use(4, freshKey())).expect(200);
        assertThat(oka.rows(
                        "SELECT tableoid::regclass::text AS t FROM oka_usage_event WHERE tenant_id = ? AND quantity = 4",
                        tenant))
                .extracting(row -> String.valueOf(row.get("t")))
                .allSatisfy(table -> assertThat(table).matches("oka_usage_event_\\d{8}"));
    }

    @Test
    void keysAndHoursOfLongAgoAreForgotten() {
        String key = freshKey();
        Map<String, Object> withKey = use(5, key);
        withKey.put("apiKeyId", newKey());
        meter.record(withKey).expect(200);
        change("UPDATE oka_usage_key SET created_at = created_at - interval '36 days' WHERE tenant_id = ?");
        change("UPDATE oka_quota_counter SET window_start = window_start - interval '40 days' WHERE tenant_id = ?");

        oka.runTask("oka-forget-usage");

        assertThat(rows("oka_usage_key")).isZero();
        assertThat(oka.rows("SELECT period FROM oka_quota_counter WHERE tenant_id = ? AND period <> 'month'", tenant))
                .isEmpty();
        assertThat(rows("oka_quota_counter")).isEqualTo(3);
        assertThat(meter.record(use(7, key))
                        .expect(200)
                        .json()
                        .path("duplicate")
                        .asBoolean(true))
                .isFalse();
    }
}
