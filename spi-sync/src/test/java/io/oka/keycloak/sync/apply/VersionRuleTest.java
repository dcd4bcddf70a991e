package io.oka.keycloak.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.SyncEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VersionRuleTest {

    private static final String TENANT = "tenant-1";
    private static final JsonNode SAID =
            Json.MAPPER.createObjectNode().put("name", "acme").put("quotaLimit", 5);
    private static final JsonNode ELSE = Json.MAPPER.createObjectNode().put("name", "other");

    @Test
    void whatIsSaidFirstIsApplied() {
        SyncEntity known = known(SyncEntity.NONE, null, null);

        assertThat(VersionRule.judge(known, 0, SAID, null, false)).isNull();
    }

    @Test
    void aNewerVersionIsApplied() {
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 8, SAID, TENANT, false))
                .isNull();
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 1L << 53, ELSE, TENANT, false))
                .isNull();
    }

    @Test
    void anOlderVersionIsSkippedWhoeverSaysIt() {
        SyncEntity known = known(7, TENANT, SAID);

        ItemOutcome agents = VersionRule.judge(known, 6, ELSE, TENANT, false);
        ItemOutcome own = VersionRule.judge(known, 6, ELSE, TENANT, true);

        assertThat(agents)
                .isEqualTo(new ItemOutcome.Skipped("older_version", "Version 7 was applied before version 6", TENANT));
        assertThat(own).isEqualTo(agents);
    }

    @Test
    void theSameAgainIsADuplicateInWhateverOrderItsMembersStand() {
        JsonNode turned = Json.MAPPER.createObjectNode().put("quotaLimit", 5).put("name", "acme");

        ItemOutcome outcome = VersionRule.judge(known(7, TENANT, SAID), 7, turned, TENANT, false);

        assertThat(outcome).isEqualTo(new ItemOutcome.Skipped("duplicate", "It was applied before", TENANT));
    }

    @Test
    void theSameVersionWithOtherDataIsAConflict() {
        ItemOutcome outcome = VersionRule.judge(known(7, TENANT, SAID), 7, ELSE, TENANT, false);

        assertThat(outcome)
                .isInstanceOfSatisfying(ItemOutcome.Refused.class, refused -> assertThat(refused.errorClass())
                        .isEqualTo("version_conflict"));
    }

    @Test
    void whatIsSetRightHereIsAppliedAgain() {
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 7, ELSE, TENANT, true))
                .isNull();
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 7, SAID, TENANT, true))
                .isNull();
    }

    @Test
    void theSameVersionIsAppliedAfterSomethingWasSetRightByIt() {
        assertThat(VersionRule.judge(known(7, TENANT, null), 7, ELSE, TENANT, false))
                .isNull();
    }

    @Test
    void theSameVersionIsAppliedToATenantThatTheCodeMeansSince() {
        assertThat(VersionRule.judge(known(7, null, SAID), 7, SAID, "tenant-2", false))
                .isNull();
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 7, SAID, "tenant-2", false))
                .isNull();
        assertThat(VersionRule.judge(known(7, TENANT, SAID), 6, SAID, "tenant-2", false))
                .isNotNull();
    }

    @Test
    void whatWasSaidOfAPurgedTenantIsNeitherAConflictNorBringsItBack() {
        SyncEntity known = known(7, null, Json.MAPPER.createObjectNode());

        assertThat(VersionRule.judge(known, 7, SAID, null, false))
                .isEqualTo(new ItemOutcome.Skipped("duplicate", "It was applied before its tenant was purged", null));
        assertThat(VersionRule.judge(known, 6, SAID, null, false)).isInstanceOf(ItemOutcome.Skipped.class);
        assertThat(VersionRule.judge(known, 8, SAID, null, false)).isNull();
        // Unless an operator sets it right, or maps the code anew.
        assertThat(VersionRule.judge(known, 7, SAID, null, true)).isNull();
        assertThat(VersionRule.judge(known, 7, SAID, "tenant-2", false)).isNull();
    }

    @Test
    void endOfACustomerThatNobodyKnewIsNoPurge() {
        JsonNode end = Json.MAPPER.createObjectNode().put("deleted", true);

        assertThat(VersionRule.judge(known(7, null, end), 7, SAID, null, false))
                .isInstanceOf(ItemOutcome.Refused.class);
    }

    private static SyncEntity known(long version, @Nullable String tenantId, @Nullable JsonNode data) {
        return new SyncEntity("realm", "erp", "tenant", "C-1", version, false, tenantId, data, null);
    }
}
