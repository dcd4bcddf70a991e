package io.oka.keycloak.sync.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What alerts say. Stored texts are plain; what Slack would take for its own signs is escaped where a message is made. */
final class AlertTexts {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_TEXT = 1000;

    private AlertTexts() {}

    static String deadLetters(String system, long count, int threshold) {
        return "System " + system + " has " + count + " dead letters (alert at " + threshold + ")";
    }

    static String queueAge(String system, Duration age, int thresholdSeconds) {
        return "The oldest item of system " + system + " that is due waits for " + spoken(age) + " (alert at "
                + spoken(Duration.ofSeconds(thresholdSeconds)) + ")";
    }

    static String drift(String system, long count, int threshold) {
        return "System " + system + " and this one differ in " + count + " places (alert at " + threshold + ")";
    }

    static String agentOffline(String name, String system, Instant lastSeen) {
        return cut("Agent " + name + " of system " + system + " is offline, last heard of at " + lastSeen);
    }

    static String breakerOpen(String system, boolean forced, @Nullable String error) {
        String why = forced ? "an operator holds it open" : "last error: " + error;
        return "Nothing of system " + system + " is applied, its breaker is open (" + why + ")";
    }

    /**
     * A message in Slack's form.
     *
     * @param alerts of the realm that are told together
     */
    static byte[] message(String realm, List<AlertRows.Due> alerts) {
        StringBuilder text = new StringBuilder("*Oka sync, realm " + escaped(realm) + "*");
        alerts.stream().limit(MOST_LINES).forEach(alert -> text.append('\n').append(line(alert)));
        if (alerts.size() > MOST_LINES) {
            text.append("\nand ").append(alerts.size() - MOST_LINES).append(" more");
        }
        ObjectNode message = Json.MAPPER.createObjectNode();
        message.put("text", text.toString());
        return Json.write(message);
    }

    private static String line(AlertRows.Due alert) {
        if (alert.kind() == AlertKind.TEST) {
            return escaped(alert.text());
        }
        String since = " (since " + alert.since() + ")";
        return alert.firing()
                ? ":red_circle: " + escaped(alert.text()) + since
                : ":white_check_mark: Over: " + escaped(alert.text());
    }

    /** Slack takes these three for the beginning of a mention, a link or an entity. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private static String spoken(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
