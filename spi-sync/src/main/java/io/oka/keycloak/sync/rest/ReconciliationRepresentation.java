package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.ReconciliationState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A comparison. */
@Schema(name = "Reconciliation")
record ReconciliationRepresentation(
        String id,
        String agentSystem,

        @Schema(
                description = "`failed` is one for which no page came for an hour, or none at all within a day: what it"
                        + " found until then stands, and nothing is taken for resolved by it")
        ReconciliationState state,

        @Schema(type = SchemaType.OBJECT, description = "What is compared of each entity")
        Map<ComparedEntity, List<String>> fields,

        Instant createdAt,

        @Schema(description = "The operator; null for one that an agent began") @Nullable
        String createdBy,

        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant lastPageAt,

        @Schema(description = "Who sent the last page") @Nullable
        String agentId,

        @Schema(description = "How many entries of the other system were compared")
        int compared,

        @Schema(description = "How many pages were equal by their hash")
        int matchedPages,

        @Schema(description = "How many differences it saw") int found,

        @Schema(description = "Why it failed") @Nullable String error,

        @Schema(description = "How far each entity is; not in lists") @Nullable
        List<Progress> progress) {

    /** How far one entity is. */
    @Schema(name = "ReconciliationProgress")
    record Progress(
            ComparedEntity entity,
            int pages,

            @Schema(description = "Whether every code was compared")
            boolean complete,

            @Schema(description = "Pages that differ by their hash, and are to be sent with their items; at most 100")
            List<Integer> itemsWanted,

            @Schema(description = "Codes that no page has covered; at most 100")
            List<Gap> gaps) {}

    /** Codes that no page has covered. */
    @Schema(name = "ReconciliationGap")
    record Gap(
            @Schema(description = "Behind this code; empty for the very first")
            String after,

            @Schema(description = "Up to this one; null for the end") @Nullable
            String upTo) {}

    static ReconciliationRepresentation of(Reconciliation one) {
        return of(one, null);
    }

    static ReconciliationRepresentation of(Reconciliation one, @Nullable List<Reconciliation.Progress> progress) {
        return new ReconciliationRepresentation(
                one.id(),
                one.agentSystem(),
                one.state(),
                one.fields(),
                one.createdAt(),
                one.createdBy(),
                one.startedAt(),
                one.finishedAt(),
                one.lastPageAt(),
                one.agentId(),
                one.compared(),
                one.matchedPages(),
                one.found(),
                one.error(),
                progress == null
                        ? null
                        : progress.stream()
                                .map(ReconciliationRepresentation::of)
                                .toList());
    }

    private static Progress of(Reconciliation.Progress one) {
        return new Progress(
                one.entity(),
                one.pages(),
                one.complete(),
                one.itemsWanted(),
                one.gaps().stream().map(gap -> new Gap(gap.after(), gap.upTo())).toList());
    }
}
