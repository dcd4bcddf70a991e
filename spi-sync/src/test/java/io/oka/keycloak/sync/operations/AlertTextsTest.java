package io.oka.keycloak.sync.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.sync.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AlertTextsTest {

    private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void whatSlackWouldTakeForItsOwnIsEscaped() {
        String text = message(
                "a&b", List.of(due(AlertKind.AGENT_OFFLINE, true, "Agent <!channel> of system sap is offline & gone")));

        assertThat(text)
                .contains("realm a&amp;b")
                .contains("Agent &lt;!channel&gt; of system sap is offline &amp; gone")
                .doesNotContain("<!channel>");
    }

    @Test
    void saysSinceWhenAndWhatIsOver() {
        String text = message(
                "acme",
                List.of(due(AlertKind.DRIFT, true, "They differ"), due(AlertKind.QUEUE_AGE, false, "Items wait")));

        assertThat(text.lines())
                .containsExactly(
                        "*Oka sync, realm acme*",
                        ":red_circle: They differ (since 2026-11-21T12:00:00Z)",
                        ":white_check_mark: Over: Items wait");
    }

    @Test
    void manyAreOneMessageOfBoundedLength() {
        List<AlertRows.Due> many = IntStream.range(0, 50)
                .mapToObj(i -> due(AlertKind.AGENT_OFFLINE, true, "Agent " + i))
                .toList();

        assertThat(message("acme", many).lines()).hasSize(22).endsWith("and 30 more");
    }

    @Test
    void durationsAreSpokenAsPeopleDo() {
        assertThat(AlertTexts.queueAge("sap", Duration.ofSeconds(3_725), 600))
                .isEqualTo("The oldest item of system sap that is due waits for 1 h 2 min (alert at 10 min 0 s)");
    }

    @Test
    void textsFitTheirColumn() {
        assertThat(AlertTexts.agentOffline("x".repeat(2_000), "sap", SINCE)).hasSize(1_000);
    }

    private static AlertRows.Due due(AlertKind kind, boolean firing, String text) {
        return new AlertRows.Due("id", kind, firing, text, SINCE);
    }

    private static String message(String realm, List<AlertRows.Due> alerts) {
        return JsonBody.of(AlertTexts.message(realm, alerts))
                .tree()
                .path("text")
                .asText();
    }
}
