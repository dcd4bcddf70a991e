package io.oka.it.usage;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.enforced;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a tenant uses, as services record it: exactly, and once. */
@OkaServer
final class UsageIT extends MeteredTenant {

    UsageIT(Oka oka) {
        super(oka);
    }

    @Test
    void useIsRecordedWithWhatIsLeft() {
        Response answer = meter.record(use(30, freshKey())).expect(200);

        JsonNode recorded = answer.json();
        assertThat(recorded.path("recorded").asBoolean()).isTrue();
        assertThat(recorded.path("duplicate").asBoolean(true)).isFalse();
        assertThat(recorded.path("quota").path("allowed").asBoolean()).isTrue();
        assertThat(recorded.path("quota").path("level").asText()).isEqualTo("tenant");
        assertThat(recorded.path("quota").path("limit").asLong()).isEqualTo(100);
        assertThat(recorded.path("quota").path("used").asLong()).isEqualTo(30);
        assertThat(recorded.path("quota").path("remaining").asLong()).isEqualTo(70);
        assertThat(recorded.path("quota").path("resetsAt").asText()).matches("\\d{4}-\\d\\d-01T00:00:00Z");
        assertThat(answer.header("RateLimit-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .matches("\"tenant\";q=100;w=(26784|25920|25056|24192)00"));
        assertThat(answer.header("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).matches("\"tenant\";r=70;t=\\d+"));
        meter.assertConsistent(30);
    }

    @Test
    void enforcedUseBeyondTheLimitIsRefusedAndLeavesNoTrace() {
        meter.recordEnforced(99).expect(200);
        String key = freshKey();

        Response refused = meter.record(enforced(2, key));

        assertProblem(refused, 429, "quota_exceeded");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.header("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).startsWith("\"tenant\";r=1;t="));
        meter.assertConsistent(99);
        assertThat(rows("oka_usage_key")).isEqualTo(1);
        meter.record(enforced(1, key)).expect(200);
        meter.assertConsistent(100);
    }

    @Test
    void whatHasHappenedIsRecordedBeyondTheLimit() {
        Response answer = meter.record(use(130, freshKey())).expect(200);

        assertThat(answer.json().path("quota").path("used").asLong()).isEqualTo(130);
        assertThat(answer.json().path("quota").path("remaining").asLong()).isZero();
        meter.assertConsistent(130);
    }

    @Test
    void repetitionGetsTheFirstAnswerAndIsNotCounted() {
        String key = freshKey();
        JsonNode first = meter.record(enforced(10, key)).expect(200).json();
        meter.recordEnforced(5).expect(200);

        JsonNode again = meter.record(enforced(10, key)).expect(200).json();

        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(again.path("recorded").asBoolean()).isTrue();
        assertThat(again.path("quota")).isEqualTo(first.path("quota"));
        meter.assertConsistent(15);
    }

    @Test
    void keyWithAnotherPayloadIsRefused() {
        String key = freshKey();
        meter.record(use(10, key)).expect(200);

        assertProblem(meter.record(use(11, key)), 422, "idempotency_key_reused");
        assertProblem(meter.record(enforced(10, key)), 422, "idempotency_key_reused");
        meter.assertConsistent(10);
    }

    @Test
    void keysOfTwoTenantsAreIndependent() {
        String key = freshKey();
        Meter other = Meter.of(realm, Tenants.create(realm, "alice"));
        meter.record(use(10, key)).expect(200);

        assertThat(other.record(use(20, key))
                        .expect(200)
                        .json()
                        .path("duplicate")
                        .asBoolean(true))
                .isFalse();

        meter.assertConsistent(10);
        other.assertConsistent(20);
    }

    @Test
    void arrayIsAnsweredItemByItem() {
        String key = freshKey();
        List<Map<String, Object>> items = new ArrayList<>();
        items.add(enforced(60, key));
        items.add(enforced(60, freshKey()));
        items.add(enforced(60, key));
        items.add(enforced(61, key));
        items.add(enforced(0, freshKey()));
        items.add(Map.of("service", "documents", "tenantId", tenant));
        items.add(enforced(40, freshKey()));

        JsonNode answers = meter.record(items).expect(200).json();

        assertThat(answers.findValuesAsText("recorded"))
                .containsExactly("true", "false", "true", "false", "false", "false", "true");
        assertThat(answers.path(1).path("problem").path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(answers.path(1).path("quota").path("remaining").asLong()).isEqualTo(40);
        assertThat(answers.path(2).path("duplicate").asBoolean()).isTrue();
        assertThat(answers.path(3).path("problem").path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(answers.path(4).path("problem").path("errors").findValuesAsText("field"))
                .containsExactly("quantity");
        assertThat(answers.path(5).path("problem").path("code").asText()).isEqualTo("unknown_member");
        assertThat(answers.path(6).path("problem").isMissingNode()).isTrue();
        meter.assertConsistent(100);
    }

    @Test
    void fiveHundredAreTakenAtOnceAndNotMore() {
        limit(null);
        List<Map<String, Object>> items = new ArrayList<>(
                IntStream.range(0, 500).mapToObj(i -> use(1, freshKey())).toList());

        assertThat(meter.record(items).expect(200).json()).hasSize(500);
        items.add(use(1, freshKey()));
        assertProblem(meter.record(items), 400, "validation_failed");
        assertProblem(meter.record(List.of()), 400, "validation_failed");
        meter.assertConsistent(500);
    }
}
