package io.oka.it.usage;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no use that can be recorded. */
@OkaServer
final class UsageInputIT extends MeteredTenant {

    UsageInputIT(Oka oka) {
        super(oka);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1.5",
                "1.0",
                "\"3\"",
                "null",
                "true",
                "9223372036854775808",
                "1000000000001",
                "1e999",
                "[1]"
            })
    void amountThatIsNoneIsRefused(String quantity) {
        String body =
                "{\"service\":\"documents\",\"action\":\"a\",\"idempotencyKey\":\"k\",\"quantity\":" + quantity + "}";

        Response refused = realm.asService(Meter.SERVICE)
                .post("/tenants/" + tenant + "/usage")
                .body("application/json", body)
                .send();

        assertInvalid(refused, "quantity");
        meter.assertConsistent(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenantId", "used", "at", "id", "createdAt"})
    void whatIsNotTheCallersToSayIsRefused(String member) {
        Map<String, Object> use = use(1, freshKey());
        use.put(member, "x");

        assertProblem(meter.record(use), 400, "unknown_member");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        assertInvalid(
                meter.record(Map.of(
                        "service",
                        "a b",
                        "quantity",
                        1,
                        "idempotencyKey",
                        "",
                        "apiKeyId",
                        "x".repeat(37),
                        "userId",
                        "")),
                "service",
                "action",
                "idempotencyKey",
                "apiKeyId",
                "userId");
    }
}
