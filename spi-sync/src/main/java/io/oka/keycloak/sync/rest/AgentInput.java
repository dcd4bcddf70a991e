package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.AgentFilter;
import io.oka.keycloak.sync.AgentHealth;
import io.oka.keycloak.sync.AgentReport;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.EnrolmentTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what operators write about agents, and agents about themselves. */
final class AgentInput {

    static final int LONGEST_NAME = 255;
    static final int LONGEST_VERSION = 64;
    private static final int LONGEST_TEXT = 1000;

    private static final int USUAL_VALIDITY_HOURS = 24;
    private static final int LONGEST_VALIDITY_HOURS = 720;
    private static final int USUAL_OVERLAP_HOURS = 24;
    private static final int LONGEST_OVERLAP_HOURS = 168;

    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String SYSTEM_FORM = "must be 1 to 63 of a-z, 0-9 and -, and begin with no -";

    private static final Set<String> PATCHABLE = Set.of("name", "capabilities");
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "agentSystem",
            "version",
            "health",
            "lastSeenAt",
            "report",
            "previousSecretUntil",
            "revokedAt",
            "revokedReason",
            "createdAt",
            "updatedAt");

    private AgentInput() {}

    /** The name of a system, as a path or a query may hold it. */
    static boolean isSystem(@Nullable String text) {
        return text != null && SYSTEM.matcher(text).matches();
    }

    /** Something that people read in one line. */
    static boolean isLine(@Nullable String text, int longest) {
        return text != null
                && !text.isBlank()
                && text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl);
    }

    static EnrolmentTerms terms(NewEnrolmentTokenRepresentation wanted) {
        int hours = Objects.requireNonNullElse(wanted.expiresInHours(), USUAL_VALIDITY_HOURS);
        new Validation()
                .check(isSystem(wanted.agentSystem()), "agentSystem", SYSTEM_FORM)
                .check(isText(wanted.description()), "description", "must be at most " + LONGEST_TEXT + " characters")
                .check(wanted.capabilities() != null, "capabilities", "is missing")
                .check(
                        hours >= 1 && hours <= LONGEST_VALIDITY_HOURS,
                        "expiresInHours",
                        "must be 1 to " + LONGEST_VALIDITY_HOURS)
                .orRefuse();
        return new EnrolmentTerms(
                Objects.requireNonNull(wanted.agentSystem()),
                wanted.description(),
                Objects.requireNonNull(wanted.capabilities()).checked(),
                Duration.ofHours(hours));
    }

    static AgentFilter filter(@Nullable String system, @Nullable String health, @Nullable String revoked) {
        new Validation()
                .check(system == null || isSystem(system), "agentSystem", SYSTEM_FORM)
                .check(
                        revoked == null || revoked.equals("true") || revoked.equals("false"),
                        "revoked",
                        "must be true or false")
                .orRefuse();
        return new AgentFilter(system, health(health), revoked == null ? null : Boolean.valueOf(revoked));
    }

    private static @Nullable AgentHealth health(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return AgentHealth.ofWireName(name);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("health", "must be online, degraded or offline")
                    .asException();
        }
    }

    /** What a patch makes of an agent. */
    record Patched(String name, Capabilities capabilities) {}

    static Patched patched(Patch patch, EnrolledAgent held) {
        patch.allow(PATCHABLE, READ_ONLY);
        String name = patch.has("name") ? patch.getText("name") : held.agent().name();
        CapabilitiesRepresentation wanted = patch.has("capabilities")
                ? patch.get("capabilities", new TypeReference<CapabilitiesRepresentation>() {})
                : CapabilitiesRepresentation.of(held.agent().capabilities());
        new Validation()
                .check(isLine(name, LONGEST_NAME), "name", lineForm(LONGEST_NAME))
                .check(wanted != null, "capabilities", "must not be null")
                .orRefuse();
        return new Patched(
                Objects.requireNonNull(name), Objects.requireNonNull(wanted).checked());
    }

    static Duration overlap(AgentSecretRotationRepresentation wanted) {
        int hours = Objects.requireNonNullElse(wanted.overlapHours(), USUAL_OVERLAP_HOURS);
        new Validation()
                .check(
                        hours >= 0 && hours <= LONGEST_OVERLAP_HOURS,
                        "overlapHours",
                        "must be 0 to " + LONGEST_OVERLAP_HOURS)
                .orRefuse();
        return Duration.ofHours(hours);
    }

    static @Nullable String reason(JsonBody body) {
        String reason = body.as(AgentRevocationRepresentation.class).reason();
        new Validation()
                .check(isText(reason), "reason", "must be at most " + LONGEST_TEXT + " characters")
                .orRefuse();
        return reason;
    }

    /** Of an enrolment, all but the token, of which nothing is said. */
    static void check(EnrolmentRequestRepresentation wanted) {
        new Validation()
                .check(wanted.token() != null, "token", "is missing")
                .check(isLine(wanted.name(), LONGEST_NAME), "name", lineForm(LONGEST_NAME))
                .check(isLine(wanted.version(), LONGEST_VERSION), "version", lineForm(LONGEST_VERSION))
                .orRefuse();
    }

    static AgentReport report(HeartbeatRepresentation said, Instant now) {
        new Validation()
                .check(
                        said.version() == null || isLine(said.version(), LONGEST_VERSION),
                        "version",
                        lineForm(LONGEST_VERSION))
                .check(isCount(said.queueDepth()), "queueDepth", "must not be negative")
                .check(isCount(said.oldestItemAgeSeconds()), "oldestItemAgeSeconds", "must not be negative")
                .check(isText(said.lastError()), "lastError", "must be at most " + LONGEST_TEXT + " characters")
                .orRefuse();
        return new AgentReport(now, said.queueDepth(), said.oldestItemAgeSeconds(), said.lastError());
    }

    private static boolean isText(@Nullable String text) {
        return text == null || text.length() <= LONGEST_TEXT;
    }

    private static boolean isCount(@Nullable Long number) {
        return number == null || number >= 0;
    }

    private static String lineForm(int longest) {
        return "must be 1 to " + longest + " characters in one line";
    }
}
