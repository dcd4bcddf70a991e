package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.DriftState;
import io.oka.keycloak.sync.ReconciliationState;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what operators write about comparisons and differences. */
final class ReconciliationInput {

    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> SEVERITIES = Set.of("low", "medium", "high");

    private ReconciliationInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no system
     */
    static String system(@Nullable String text) {
        if (text == null || !SYSTEM.matcher(text).matches()) {
            throw Problem.invalid("agentSystem", "must match " + SYSTEM).asException();
        }
        return text;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for fields that an entity does not have, and for none
     */
    static Map<ComparedEntity, List<String>> fields(NewReconciliationRepresentation wanted) {
        Map<ComparedEntity, List<String>> said = wanted.fields() == null ? Map.of() : wanted.fields();
        List<ComparedEntity> entities =
                wanted.entities() == null ? Arrays.asList(ComparedEntity.values()) : wanted.entities();
        Validation validation = new Validation().check(!entities.isEmpty(), "entities", "must not be empty");
        said.forEach((entity, names) -> validation
                .check(entities.contains(entity), "fields." + entity.wireName(), "is not among the entities")
                .check(
                        names != null
                                && !names.isEmpty()
                                && entity.fields().containsAll(names)
                                && new HashSet<>(names).size() == names.size(),
                        "fields." + entity.wireName(),
                        "must be some of " + String.join(", ", entity.fields()) + ", each once"));
        validation.orRefuse();
        Map<ComparedEntity, List<String>> fields = new EnumMap<>(ComparedEntity.class);
        entities.forEach(entity -> fields.put(entity, said.getOrDefault(entity, entity.usualFields())));
        return fields;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is none
     */
    static @Nullable ReconciliationState state(@Nullable String text) {
        return known("state", text, ReconciliationState.find(text), ReconciliationState.values());
    }

    /**
     * From the query of an address; empty parameters do not narrow.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what cannot be
     */
    static Drift.Filter filter(
            @Nullable String state,
            @Nullable String kind,
            @Nullable String severity,
            @Nullable String agentSystem,
            @Nullable String entity,
            @Nullable String externalCode,
            @Nullable String tenantId) {
        if (orNull(severity) != null && !SEVERITIES.contains(severity)) {
            throw Problem.invalid("severity", "must be low, medium or high").asException();
        }
        return new Drift.Filter(
                known("state", state, DriftState.find(state), DriftState.values()),
                known("kind", kind, DriftKind.find(kind), DriftKind.values()),
                orNull(severity),
                orNull(agentSystem),
                known("entity", entity, ComparedEntity.find(entity), ComparedEntity.values()),
                null,
                orNull(externalCode),
                orNull(tenantId),
                null);
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a time that is over
     */
    static @Nullable Instant until(@Nullable Instant until, Instant now) {
        new Validation()
                .check(until == null || until.isAfter(now), "until", "must be in the future")
                .orRefuse();
        return until;
    }

    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static <T extends Enum<T>> @Nullable T known(
            String name, @Nullable String text, @Nullable T found, T[] all) {
        if (orNull(text) != null && found == null) {
            String names = Arrays.stream(all)
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw Problem.invalid(name, "must be one of " + names).asException();
        }
        return found;
    }
}
