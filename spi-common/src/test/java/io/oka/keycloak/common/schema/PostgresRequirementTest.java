package io.oka.keycloak.common.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresRequirementTest {

    @ParameterizedTest
    @CsvSource({"PostgreSQL,14", "PostgreSQL,15", "PostgreSQL,18", "PostgreSQL,99"})
    void postgresOfTodayIsAccepted(String product, int major) {
        assertThat(PostgresRequirement.objection(product, major)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL,13",
        "PostgreSQL,9",
        "PostgreSQL,0",
        "H2,2",
        "MySQL,8",
        "MariaDB,11",
        "Oracle,23",
        "Microsoft SQL Server,16",
        "postgresql,16",
        "EnterpriseDB,16",
        "'',14"
    })
    void everythingElseIsNamedToTheOperatorWithAWayOut(String product, int major) {
        assertThat(PostgresRequirement.objection(product, major))
                .contains("Oka needs PostgreSQL 14 or newer and found " + product + " " + major)
                .contains("--db=postgres")
                .contains("providers/");
    }
}
