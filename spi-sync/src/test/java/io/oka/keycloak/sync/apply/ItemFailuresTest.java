package io.oka.keycloak.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.ItemOutcome;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ItemFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "08006, database_away",
        "57P01, database_away",
        "53300, database_away",
        "55P03, locked",
        "40P01, locked",
        "40001, locked",
        "23505, locked",
        "42703, internal_error"
    })
    void whatTheDatabaseSaysMayPass(String state, String errorClass) {
        ItemOutcome outcome =
                ItemFailures.outcome(new IllegalStateException(new SQLException("password is 12345", state)));

        assertThat(outcome).isInstanceOfSatisfying(ItemOutcome.Failed.class, failed -> assertThat(failed.errorClass())
                .isEqualTo(errorClass));
        assertThat(outcome.toString()).doesNotContain("12345");
    }

    @Test
    void aConflictWithTheStateWillNeverDo() {
        assertThat(ItemFailures.outcome(new ConflictException("name_taken", "Taken")))
                .isEqualTo(new ItemOutcome.Refused("name_taken", "Taken"));
    }

    @Test
    void aConflictWithTheMomentMayPass() {
        assertThat(ItemFailures.outcome(new ConflictException("organization_link_changed", "At this moment")))
                .isEqualTo(new ItemOutcome.Failed("organization_link_changed", "At this moment"));
    }

    @Test
    void aQuotaEngineThatIsBusyMayCount() {
        assertThat(ItemFailures.outcome(Problem.unavailable(1).asException()))
                .isEqualTo(new ItemOutcome.Failed("quota_unavailable", "It cannot be counted at the moment"));
    }

    @Test
    void aTenantThatIsGoneWillNotCome() {
        assertThat(ItemFailures.outcome(Problem.notFound().asException()))
                .isEqualTo(new ItemOutcome.Refused("tenant_deleted", "The tenant is deleted"));
    }

    @Test
    void whatIsMalformedSaysWhere() {
        assertThat(ItemFailures.outcome(
                        Problem.invalid("name", "must not be blank").asException()))
                .isEqualTo(new ItemOutcome.Refused("malformed", "name: must not be blank"));
    }
}
