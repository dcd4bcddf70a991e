package io.oka.keycloak.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RetentionTableTest {

    @Test
    void eachWithDaysOfItsOwnHasThemInTheSettings() {
        assertThat(SyncSettings.USUAL.retentionDays().keySet())
                .isEqualTo(Arrays.stream(RetentionTable.values())
                        .filter(RetentionTable::isOwn)
                        .map(RetentionTable::wireName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatGoesWithAnotherHasItsDays() {
        assertThat(RetentionTable.ITEMS.owner()).isEqualTo(RetentionTable.JOBS);
        assertThat(RetentionTable.JOBS.owner()).isEqualTo(RetentionTable.JOBS);
        assertThat(RetentionTable.find("snapshotPages")).isEqualTo(RetentionTable.SNAPSHOT_PAGES);
        assertThat(RetentionTable.find("tenants")).isNull();
    }
}
