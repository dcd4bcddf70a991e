package io.oka.keycloak.sync.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.outgoing.AllowedTargets;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.sync.SyncSettings;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How settings are merged and what they may be. Stored is only what operators have decided, so that what is usual can change. */
public final class SettingsRules {

    private static final Logger LOG = Logger.getLogger(SettingsRules.class);

    private static final Set<String> SEVERITIES = Set.of("low", "medium", "high");
    private static final Set<String> SIDES = Set.of("remote", "local");

    private static final int MOST_CONCURRENT = 20;
    private static final int MOST_QUEUED = 10_000_000;
    private static final int MOST_TARGETS = 100;
    private static final int LONGEST_GRACE_MINUTES = 60 * 24 * 30;
    private static final int LONGEST_REPEAT_MINUTES = 60 * 24 * 7;
    private static final int LONGEST_RETENTION_DAYS = 3650;
    private static final int DAY_SECONDS = 60 * 60 * 24;
    private static final int HOUR_SECONDS = 60 * 60;
    private static final int MOST_FAILURES = 1000;
    private static final int PERCENT = 100;

    private SettingsRules() {}

    /**
     * Merges as RFC 7396 has it: objects member by member, null removes, all else replaces.
     *
     * @return neither of the two
     */
    public static ObjectNode merge(ObjectNode into, ObjectNode patch) {
        ObjectNode merged = into.deepCopy();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                merged.remove(member.getKey());
            } else if (value instanceof ObjectNode object) {
                ObjectNode before =
                        merged.get(member.getKey()) instanceof ObjectNode held ? held : Json.MAPPER.createObjectNode();
                merged.set(member.getKey(), merge(before, object));
            } else {
                merged.set(member.getKey(), value.deepCopy());
            }
        }
        return merged;
    }

    /**
     * What holds if operators have decided this.
     *
     * @throws ProblemException 400 naming each member that is not acceptable
     */
    public static SyncSettings effective(ObjectNode own) {
        ObjectNode usual = Json.MAPPER.valueToTree(SyncSettings.USUAL);
        return JsonBody.of(Json.write(merge(usual, own))).as(SyncSettings.class);
    }

    /** Like {@link #effective}, of what is about to be stored: with each value held against what it may be. */
    public static SyncSettings checked(ObjectNode own) {
        SyncSettings settings = effective(own);
        Validation validation = new Validation()
                .check(isIn(settings.concurrency(), 1, MOST_CONCURRENT), "concurrency", range(1, MOST_CONCURRENT))
                .check(isIn(settings.maxQueuedItems(), 1, MOST_QUEUED), "maxQueuedItems", range(1, MOST_QUEUED));
        checkBreaker(settings.breaker(), validation);
        checkAlerts(settings, validation);
        checkReconciliation(settings.reconciliation(), validation);
        check(
                settings.retentionDays(),
                SyncSettings.USUAL.retentionDays().keySet(),
                "retentionDays",
                1,
                LONGEST_RETENTION_DAYS,
                validation);
        validation.orRefuse();
        return settings;
    }

    /** What was stored by some version of this, of which not all may still be known: what is not usable counts as usual. */
    public static SyncSettings ofStored(@Nullable String own) {
        try {
            return effective(tree(own));
        } catch (ProblemException | IllegalStateException e) {
            LOG.errorf("Settings of sync are not usable (%s), what is usual holds: %s", e.getMessage(), own);
            return SyncSettings.USUAL;
        }
    }

    /**
     * @throws IllegalStateException if it is no JSON object
     */
    public static ObjectNode tree(@Nullable String own) {
        if (own == null) {
            return Json.MAPPER.createObjectNode();
        }
        try {
            if (Json.MAPPER.readTree(own) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings of sync are no JSON", e);
        }
        throw new IllegalStateException("Settings of sync are no JSON object");
    }

    private static void checkBreaker(SyncSettings.Breaker breaker, Validation validation) {
        validation
                .check(
                        isIn(breaker.failuresInRow(), 1, MOST_FAILURES),
                        "breaker.failuresInRow",
                        range(1, MOST_FAILURES))
                .check(isIn(breaker.failurePercent(), 1, PERCENT), "breaker.failurePercent", range(1, PERCENT))
                .check(isIn(breaker.openSeconds(), 1, HOUR_SECONDS), "breaker.openSeconds", range(1, HOUR_SECONDS))
                .check(
                        isIn(breaker.longestOpenSeconds(), breaker.openSeconds(), DAY_SECONDS),
                        "breaker.longestOpenSeconds",
                        "must be openSeconds to " + DAY_SECONDS);
    }

    private static void checkAlerts(SyncSettings settings, Validation validation) {
        SyncSettings.Alerts alerts = settings.alerts();
        validation
                .check(alerts.deadLetters() >= 0, "alerts.deadLetters", "must not be negative")
                .check(alerts.queueAgeSeconds() >= 0, "alerts.queueAgeSeconds", "must not be negative")
                .check(alerts.driftOpen() >= 0, "alerts.driftOpen", "must not be negative")
                .check(
                        isIn(alerts.repeatMinutes(), 1, LONGEST_REPEAT_MINUTES),
                        "alerts.repeatMinutes",
                        range(1, LONGEST_REPEAT_MINUTES))
                .check(
                        settings.alertTargets().size() <= MOST_TARGETS,
                        "alertTargets",
                        "must be at most " + MOST_TARGETS)
                .check(areTargets(settings.alertTargets()), "alertTargets", AllowedTargets.RULE);
    }

    private static void checkReconciliation(SyncSettings.Reconciliation reconciliation, Validation validation) {
        Set<String> kindsAndFields = new HashSet<>(SyncSettings.DRIFT_KINDS);
        kindsAndFields.addAll(SyncSettings.FIELDS);
        check(
                reconciliation.graceMinutes(),
                SyncSettings.DRIFT_KINDS,
                "reconciliation.graceMinutes",
                0,
                LONGEST_GRACE_MINUTES,
                validation);
        check(reconciliation.sourceOfTruth(), SyncSettings.FIELDS, "reconciliation.sourceOfTruth", SIDES, validation);
        check(reconciliation.severity(), kindsAndFields, "reconciliation.severity", SEVERITIES, validation);
        validation.check(
                kindsAndFields.containsAll(reconciliation.autoFix()),
                "reconciliation.autoFix",
                "must hold kinds of difference, and fields as entity.field");
    }

    private static void check(
            Map<String, Integer> values, Set<String> names, String field, int least, int most, Validation validation) {
        values.forEach((name, value) -> {
            validation.check(names.contains(name), field + "." + name, "is not known here");
            validation.check(isIn(value, least, most), field + "." + name, range(least, most));
        });
    }

    private static void check(
            Map<String, String> values,
            Set<String> names,
            String field,
            Collection<String> allowed,
            Validation validation) {
        values.forEach((name, value) -> {
            validation.check(names.contains(name), field + "." + name, "is not known here");
            validation.check(
                    allowed.contains(value),
                    field + "." + name,
                    "must be one of "
                            + String.join(", ", allowed.stream().sorted().toList()));
        });
    }

    private static boolean areTargets(List<String> entries) {
        try {
            AllowedTargets.of(entries);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIn(int value, int least, int most) {
        return value >= least && value <= most;
    }

    private static String range(int least, int most) {
        return "must be " + least + " to " + most;
    }
}
