package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.OverrideType;
import io.oka.keycloak.entitlements.decision.Checks;
import io.oka.keycloak.entitlements.decision.Decision;
import io.oka.keycloak.entitlements.decision.Reason;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A decision that explains itself. */
@Schema(name = "Decision")
public record DecisionRepresentation(
        boolean allowed,
        @Schema(description = "The first check that failed") Reason reason,
        MetadataRepresentation metadata) {

    public static DecisionRepresentation of(Decision decision) {
        return new DecisionRepresentation(
                decision.allowed(),
                decision.reason(),
                new MetadataRepresentation(
                        decision.role(),
                        decision.tier(),
                        decision.quota() == null ? null : QuotaRepresentation.of(decision.quota()),
                        decision.overrides().stream()
                                .map(AppliedOverrideRepresentation::of)
                                .toList(),
                        decision.checks(),
                        decision.degraded(),
                        decision.evaluatedAt()));
    }

    /** What the decision went by. */
    @Schema(name = "DecisionMetadata")
    public record MetadataRepresentation(
            @Nullable TenantRole role,
            @Nullable String tier,

            @Schema(description = "Null if it was not reached") @Nullable
            QuotaRepresentation quota,

            @Schema(description = "Those that hold") List<AppliedOverrideRepresentation> overrides,

            @Schema(description = "Null for a check that was not reached, or that nothing was asked of")
            Checks checks,

            @Schema(description = "Whether it may be out of date because the database is away")
            boolean degraded,

            Instant evaluatedAt) {}

    /** An override that the decision took into account. */
    @Schema(name = "AppliedOverride")
    public record AppliedOverrideRepresentation(
            @Schema(format = "uuid") String id,
            OverrideType type,
            String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String service,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant expiresAt) {

        static AppliedOverrideRepresentation of(EntitlementOverride override) {
            return new AppliedOverrideRepresentation(
                    override.id(), override.type(), override.value(), override.service(), override.expiresAt());
        }
    }
}
