package io.oka.keycloak.sync.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.sync.BreakerState;
import io.oka.keycloak.sync.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BreakerRowTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SyncSettings.Breaker SETTINGS = SyncSettings.USUAL.breaker();

    @Test
    void opensAtTheTwentiethFailureInARow() {
        BreakerRow nineteen = failed(BreakerRow.NEW, 19);

        BreakerRow twenty = failed(nineteen, 1);

        assertThat(nineteen.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(twenty.state()).isEqualTo(BreakerState.OPEN);
        assertThat(twenty.openedAt()).isEqualTo(NOW);
        assertThat(twenty.openUntil()).isEqualTo(NOW.plusSeconds(30));
        assertThat(twenty.lastError()).isEqualTo("database_busy");
    }

    @Test
    void successInBetweenBeginsTheRowAnew() {
        BreakerRow row = failed(failed(BreakerRow.NEW, 15).succeeded(), 5);

        assertThat(row.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(row.failures()).isEqualTo(5);
    }

    @Test
    void opensOnceHalfOfTheLastFiftyFailed() {
        BreakerRow row = BreakerRow.NEW;
        for (int i = 0; i < 24; i++) {
            row = failed(row, 1).succeeded();
        }

        assertThat(row.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(failed(row, 1).state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void whatIsLongerAgoThanFiftyIsForgotten() {
        BreakerRow row = failed(BreakerRow.NEW, 19);
        for (int i = 0; i < 50; i++) {
            row = row.succeeded();
        }

        assertThat(row.failuresOfLast()).isZero();
        assertThat(row.outcomes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "1, 60", "2, 120", "3, 240", "4, 480", "5, 600", "6, 600", "100, 600"})
    void staysOpenTwiceAsLongEachTimeUpToTenMinutes(int vainProbes, long seconds) {
        BreakerRow row = failed(BreakerRow.NEW, 20);
        for (int i = 0; i < vainProbes; i++) {
            row = row.probing("item").failed("item", "database_busy", NOW, SETTINGS);
        }

        assertThat(row.state()).isEqualTo(BreakerState.OPEN);
        assertThat(Duration.between(NOW, row.openUntil())).hasSeconds(seconds);
        assertThat(row.trips()).isEqualTo(vainProbes + 1);
    }

    @Test
    void successOfTheProbeClosesItAndForgetsWhatWas() {
        BreakerRow row = failed(BreakerRow.NEW, 20).probing("item").succeeded();

        assertThat(row.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(List.of(row.failures(), row.failuresOfLast(), row.trips())).containsOnly(0);
        assertThat(row.openUntil()).isNull();
        assertThat(row.probe()).isNull();
        assertThat(row.lastError()).isEqualTo("database_busy");
    }

    @Test
    void lateFailureOfAnotherItemDoesNotEndTheProbe() {
        BreakerRow probing = failed(BreakerRow.NEW, 20).probing("item");

        assertThat(probing.failed("another", "database_busy", NOW, SETTINGS)).isEqualTo(probing);
    }

    @Test
    void whatWasUnderWayWhenItOpenedMovesNothing() {
        BreakerRow open = failed(BreakerRow.NEW, 20);

        assertThat(failed(open, 5)).isEqualTo(open);
        assertThat(open.succeeded()).isEqualTo(open);
    }

    @ParameterizedTest
    @EnumSource(
            value = BreakerState.class,
            names = {"OPEN", "CLOSED"})
    void nothingMovesOneThatIsHeld(BreakerState held) {
        BreakerRow row = BreakerRow.NEW.forcedTo(held);

        assertThat(failed(row, 100)).isEqualTo(row);
        assertThat(row.succeeded()).isEqualTo(row);
    }

    @Test
    void letGoItBeginsAnew() {
        BreakerRow held = failed(BreakerRow.NEW, 20).forcedTo(BreakerState.CLOSED);

        assertThat(held.forcedTo(null)).isEqualTo(BreakerRow.NEW);
    }

    @Test
    void itIsShutWheneverItIsNotClosedUnlessAnOperatorSaysOtherwise() {
        BreakerRow open = failed(BreakerRow.NEW, 20);

        assertThat(BreakerRow.NEW.isShut()).isFalse();
        assertThat(failed(BreakerRow.NEW, 19).isShut()).isFalse();
        assertThat(open.isShut()).isTrue();
        assertThat(open.probing("item").isShut()).isTrue();
        assertThat(open.forcedTo(BreakerState.CLOSED).isShut()).isFalse();
        assertThat(BreakerRow.NEW.forcedTo(BreakerState.OPEN).isShut()).isTrue();
    }

    private static BreakerRow failed(BreakerRow row, int times) {
        BreakerRow moved = row;
        for (int i = 0; i < times; i++) {
            moved = moved.failed("item", "database_busy", NOW, SETTINGS);
        }
        return moved;
    }
}
