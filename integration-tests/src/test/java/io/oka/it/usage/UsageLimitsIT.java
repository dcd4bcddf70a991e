package io.oka.it.usage;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.enforced;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What limits use, and who is told when a limit is near. */
@OkaServer
final class UsageLimitsIT extends MeteredTenant {

    UsageLimitsIT(Oka oka) {
        super(oka);
    }

    @Test
    void limitChangesAtOnce() {
        meter.recordEnforced(100).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");

        limit(101L);

        meter.recordEnforced(1).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");
    }

    @Test
    void whereNothingLimitsEverythingIsCounted() {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", "enterprise"))
                .send()
                .expect(200);
        limit(null);

        JsonNode quota = meter.recordEnforced(1_000_000).expect(200).json().path("quota");

        assertThat(quota.path("level").asText()).isEqualTo("unlimited");
        assertThat(quota.path("used").asLong()).isEqualTo(1_000_000);
        assertThat(quota.path("limit").isNull()).isTrue();
        assertThat(quota.path("remaining").isNull()).isTrue();
    }

    @Test
    void warningAndLimitAreInTheChangeLogOnce() {
        String requestId = UUID.randomUUID().toString();
        meter.recordEnforced(79).expect(200);
        assertThat(ChangeRow.types(oka, tenant)).doesNotContain("quota.warning");

        realm.asService(Meter.SERVICE)
                .post("/tenants/" + tenant + "/usage")
                .header("X-Request-ID", requestId)
                .json(enforced(1, freshKey()))
                .send()
                .expect(200);
        meter.recordEnforced(5).expect(200);

        ChangeRow warning = ChangeRow.last(oka, tenant);
        assertThat(warning.type()).isEqualTo("quota.warning");
        assertThat(warning.correlationId()).isEqualTo(requestId);
        assertThat(warning.actorType()).isEqualTo("service");
        assertThat(warning.datum("level")).isEqualTo("tenant");
        assertThat(warning.datum("used")).isEqualTo("80");
        assertThat(warning.datum("limit")).isEqualTo("100");
        meter.recordEnforced(15).expect(200);
        meter.record(use(15, freshKey())).expect(200);
        assertThat(ChangeRow.types(oka, tenant).stream().filter(type -> type.startsWith("quota.")))
                .containsExactly("quota.warning", "quota.exceeded");
    }

    @Test
    void warningComesWhereTheRealmSays() {
        try (TestRealm other = oka.realm()
                .users("alice")
                .service(Meter.SERVICE, "record-usage")
                .create()) {
            other.setting("quotaWarningPercent", 50);
            String watched = Tenants.create(other, "alice");

            Meter.of(other, watched).recordEnforced(500).expect(200);

            assertThat(ChangeRow.last(oka, watched).type()).isEqualTo("quota.warning");
        }
    }

    @Test
    void quotaTellsWhatIsLeftAndUsesNothing() {
        meter.recordEnforced(90).expect(200);

        JsonNode fits = meter.quota("?service=documents&quantity=10");
        JsonNode fitsNot = meter.quota("?quantity=11");

        assertThat(fits.path("allowed").asBoolean()).isTrue();
        assertThat(fitsNot.path("allowed").asBoolean(true)).isFalse();
        assertThat(fitsNot.path("level").asText()).isEqualTo("tenant");
        assertThat(fitsNot.path("used").asLong()).isEqualTo(90);
        assertThat(fitsNot.path("remaining").asLong()).isEqualTo(10);
        meter.recordEnforced(4).expect(200);
        assertThat(meter.quota("").path("remaining").asLong())
                .as("this node's own use, at once")
                .isEqualTo(6);
        realm.asService("authorizer")
                .get("/tenants/" + tenant + "/quota")
                .send()
                .expect(200);
        assertProblem(
                realm.asService("authorizer")
                        .get("/tenants/" + tenant + "/usage")
                        .send(),
                404,
                "not_found");
    }

    @Test
    void newMonthBeginsAtZero() {
        meter.recordEnforced(100).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");

        change("UPDATE oka_quota_counter SET window_start = window_start - interval '1 month' WHERE tenant_id = ?");

        meter.recordEnforced(100).expect(200);
    }
}
