package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.TimeParameter;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncDeadLetters;
import io.oka.keycloak.sync.apply.ItemSchemas;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what operators write about dead letters. */
final class SyncDeadLetterInput {

    private static final int LONGEST_CODE = 255;
    private static final long HIGHEST_VERSION = 1L << 53;
    private static final int LONGEST_DATA = 64 * 1024;

    private static final int USUAL_RATE = 20;
    private static final int HIGHEST_RATE = 100;

    private static final String CODE = "must be 1 to 255 characters without control characters";

    private SyncDeadLetterInput() {}

    /**
     * From the query of an address; empty parameters do not narrow.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no type, or no time
     */
    static SyncDeadLetters.Filter filter(
            @Nullable String errorClass,
            @Nullable String agentSystem,
            @Nullable String type,
            @Nullable String externalCode,
            @Nullable String jobId,
            @Nullable String from,
            @Nullable String to) {
        return new SyncDeadLetters.Filter(
                orNull(errorClass),
                orNull(agentSystem),
                type(type),
                orNull(externalCode),
                orNull(jobId),
                TimeParameter.of("from", from),
                TimeParameter.of("to", to));
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no type
     */
    static @Nullable JobType type(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        JobType type = JobType.find(text);
        if (type == null) {
            throw Problem.invalid("type", "is no type of job").asException();
        }
        return type;
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for one out of range
     */
    static int rate(@Nullable Integer perSecond) {
        int rate = perSecond == null ? USUAL_RATE : perSecond;
        new Validation()
                .check(rate >= 1 && rate <= HIGHEST_RATE, "ratePerSecond", "must be 1 to " + HIGHEST_RATE)
                .orRefuse();
        return rate;
    }

    /**
     * What an operator changes in an item of a type: it is held to what a job is held to.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400, naming the members at fault
     */
    static SyncDeadLetters.Edit edit(JobType type, Patch patch) {
        boolean page = type == JobType.RECONCILE_SNAPSHOT;
        // A page of a snapshot is none other than what it was sent as.
        patch.allow(
                page ? Set.of("data") : Set.of("externalCode", "version", "data"), Set.of("externalCode", "version"));
        String code = patch.getText("externalCode");
        Long version = patch.getLong("version");
        JsonNode data = patch.get("data");
        new Validation()
                .check(!patch.has("externalCode") || isCode(code), "externalCode", CODE)
                .check(
                        !patch.has("version") || (version != null && version >= 0 && version <= HIGHEST_VERSION),
                        "version",
                        "must be 0 to " + HIGHEST_VERSION)
                .check(data == null || data.isObject(), "data", "must be an object")
                .check(
                        data == null || page || Json.write(data).length <= LONGEST_DATA,
                        "data",
                        "must be at most 64 KiB")
                .orRefuse();
        checkData(type, data);
        return new SyncDeadLetters.Edit(code, version, (ObjectNode) data);
    }

    private static void checkData(JobType type, @Nullable JsonNode data) {
        List<FieldError> errors = data == null ? List.of() : ItemSchemas.errors(type, data);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors.stream()
                            .map(error -> new FieldError("data." + error.field(), error.message()))
                            .toList())
                    .asException();
        }
    }

    private static boolean isCode(@Nullable String code) {
        return code != null
                && !code.isEmpty()
                && code.length() <= LONGEST_CODE
                && code.chars().noneMatch(Character::isISOControl);
    }
}
