package io.oka.keycloak.sync.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedPlaceTest {

    private static final String ID = "0193f2a4-91b5-7c02-8f5e-2d1a6b9c7e10";

    @Test
    void placeIsReadAsItWasWritten() {
        FeedPlace change = FeedPlace.ofChange(4711, 12);
        FeedPlace usage = FeedPlace.ofUsage(4711, ID);

        assertThat(FeedPlace.parse(change.text())).isEqualTo(change);
        assertThat(FeedPlace.parse(usage.text())).isEqualTo(usage);
        assertThat(FeedPlace.parse(FeedPlace.BEGINNING.text())).isEqualTo(FeedPlace.BEGINNING);
    }

    @Test
    void useComesAfterAllChangesOfItsTransaction() {
        assertThat(FeedPlace.ofUsage(4711, ID).position()).isEqualTo(Long.MAX_VALUE);
        assertThat(FeedPlace.ofChange(4711, 12).usageId()).isLessThan(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "4711.c",
                "4711.u",
                "-1.c1",
                "1.c-1",
                "1.c1 ",
                "1.x1",
                "99999999999999999999.c1",
                "1.c99999999999999999999",
                "1.u0193F2A4-91B5-7C02-8F5E-2D1A6B9C7E10",
                "1.u0193f2a4' or '1'='1",
                "0193f2a4-91b5-7c02-8f5e-2d1a6b9c7e10"
            })
    void whatWasNeverWrittenIsNoPlace(String text) {
        assertThat(FeedPlace.parse(text)).isNull();
    }
}
