package io.oka.keycloak.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.SyncEntity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of two messages about the same thing holds. Knows neither database nor clock. */
final class VersionRule {

    private VersionRule() {}

    /**
     * What becomes of an item by its version alone; null if it is to be applied.
     *
     * @param known what was applied last
     * @param tenantId the tenant that the code means now; null for none
     * @param own whether no agent sent it: then the version that was applied last is applied again
     */
    static @Nullable ItemOutcome judge(
            SyncEntity known, long version, JsonNode data, @Nullable String tenantId, boolean own) {
        if (known.isNew() || version > known.version()) {
            return null;
        }
        if (version < known.version()) {
            return new ItemOutcome.Skipped(
                    "older_version",
                    "Version " + known.version() + " was applied before version " + version,
                    known.tenantId());
        }
        // What was applied to another tenant, or set right here, says nothing of this one.
        boolean unknown = known.data() == null || !Objects.equals(known.tenantId(), tenantId);
        if (own || unknown) {
            return null;
        }
        if (known.isPurged()) {
            // Whether it is the same cannot be told any more. It is no conflict, nor does it bring the customer back.
            return new ItemOutcome.Skipped("duplicate", "It was applied before its tenant was purged", null);
        }
        return data.equals(known.data())
                ? new ItemOutcome.Skipped("duplicate", "It was applied before", known.tenantId())
                : new ItemOutcome.Refused(
                        "version_conflict", "Version " + version + " was applied before, with other data");
    }
}
