package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ModelException;

final class DatabaseFailuresTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "08000, true, false",
                "08001, true, false",
                "08003, true, false",
                "08006, true, false",
                "57P01, true, false",
                "57P02, true, false",
                "57P03, true, false",
                "53100, true, false",
                "53200, true, false",
                "53300, true, false",
                "23505, false, true",
                "23P01, false, true",
                "40001, false, true",
                "40P01, false, true",
                "55P03, false, true",
                "23503, false, false",
                "42601, false, false",
                "22021, false, false",
                "57014, false, false",
                "-, false, false"
            })
    void statesAreToldApart(@Nullable String state, boolean away, boolean conflict) {
        Throwable thrown = new IllegalStateException(new RuntimeException(new SQLException("any", state)));

        assertThat(DatabaseFailures.isAway(thrown)).isEqualTo(away);
        assertThat(DatabaseFailures.isConflict(thrown)).isEqualTo(conflict);
    }

    @Test
    void whatATransactionManagerSuppressedCounts() {
        RuntimeException thrown = new RuntimeException("Could not commit");
        thrown.addSuppressed(new Exception("XA", new SQLException("any", "08006")));

        assertThat(DatabaseFailures.isAway(new RuntimeException(thrown))).isTrue();
        assertThat(DatabaseFailures.isConflict(thrown)).isFalse();
    }

    @Test
    void rootThatKeycloaksEntityManagerLeavesOverCounts() {
        assertThat(DatabaseFailures.isAway(new ModelException("Database operation failed", new EOFException())))
                .isTrue();
        assertThat(DatabaseFailures.isAway(new ModelException("other", new IllegalStateException())))
                .isFalse();
        assertThat(DatabaseFailures.isAway(new UncheckedIOException(new EOFException())))
                .isFalse();
    }

    @Test
    void rowThatSomebodyElseWroteFirstIsAConflict() {
        assertThat(DatabaseFailures.isConflict(new RuntimeException(new OptimisticLockException())))
                .isTrue();
    }

    @Test
    void circleOfCausesEnds() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);

        assertThat(DatabaseFailures.isAway(one)).isFalse();
    }

    @Test
    void poolThatGivesNoConnectionMeansAway() {
        SQLException refusal = new SQLException("Sorry, acquisition timeout!");
        SQLException asThePoolSaysIt = new SQLException("Acquisition timeout while waiting for new connection");

        assertThat(DatabaseFailures.isAway(asThePoolSaysIt)).isTrue();
        assertThat(DatabaseFailures.isAway(refusal)).isFalse();
    }

    @Test
    void whatIsNoFailureOfTheDatabaseIsNeither() {
        Throwable thrown = new IllegalArgumentException("08006", new NullPointerException("23505"));

        assertThat(DatabaseFailures.isAway(thrown)).isFalse();
        assertThat(DatabaseFailures.isConflict(thrown)).isFalse();
    }

    @Test
    void rootTellsWhatHappened() {
        assertThat(DatabaseFailures.rootMessage(new RuntimeException("outer", new SQLException("inner"))))
                .isEqualTo("inner");
    }
}
