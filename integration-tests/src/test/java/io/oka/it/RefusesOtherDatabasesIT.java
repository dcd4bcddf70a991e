package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.server.Database;
import io.oka.server.KeycloakServer;
import io.oka.server.ServerException;
import io.oka.testing.OtherDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Oka on a database that does not keep its promises: the operator is told at the start, not at the first customer. */
final class RefusesOtherDatabasesIT {

    private static final Database H2 = new Database("jdbc:h2:mem:keycloak;NON_KEYWORDS=VALUE", "sa", "password");

    @Test
    void serverWithH2DoesNotStartAndSaysWhy() {
        KeycloakServer server = OtherDatabase.launch("dev-mem", H2);

        assertThatThrownBy(() -> server.awaitReady(Duration.ofMinutes(3)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Keycloak stopped with exit code 1");

        assertThat(server.log())
                .contains("Oka needs PostgreSQL 14 or newer and found H2 2. Start Keycloak with --db=postgres")
                // Not one of our own tables was tried: the sentence stands alone.
                .doesNotContainIgnoringCase("META-INF/oka/")
                .doesNotContainIgnoringCase("liquibase.exception");
    }
}
