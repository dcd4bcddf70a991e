package io.oka.keycloak.entitlements.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.entitlements.Given;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.Subscriptions;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Arrays;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Hibernate thinks of our queries, without a database: a bad one would otherwise end a server's start. */
final class QueriesTest {

    /** Where Hibernate has understood all of a query, and wants a connection to run it. */
    private static final String UNDERSTOOD = "application must supply JDBC connections";

    private static @Nullable SessionFactory factory;

    @BeforeAll
    static void mapping() {
        factory = new Configuration()
                .setProperty("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
                .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
                .addAnnotatedClasses(
                        PlanEntity.class,
                        SubscriptionEntity.class,
                        OverrideEntity.class,
                        FlagEntity.class,
                        FlagTenantEntity.class,
                        RealmEntity.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void close() {
        factory().close();
    }

    @Test
    void namedQueriesAreUnderstood() {
        assertThat(factory().getMetamodel().getEntities()).hasSize(6);
    }

    static Stream<Arguments> searches() {
        return Stream.concat(Stream.of((SubscriptionStatus) null), Arrays.stream(SubscriptionStatus.values()))
                .flatMap(status -> Stream.of("", "pro", "free")
                        .flatMap(tier -> Stream.of("", "free").map(fallback -> Arguments.of(status, tier, fallback))));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void searchesAreUnderstood(@Nullable SubscriptionStatus status, String tier, String fallback) {
        try (Session session = factory().openSession()) {
            SubscriptionSearch search = new SubscriptionSearch(
                    session,
                    "realm",
                    new Subscriptions.Query(status, tier.isEmpty() ? null : tier),
                    fallback.isEmpty() ? null : fallback,
                    Given.NOW);

            assertThatThrownBy(search::count).hasStackTraceContaining(UNDERSTOOD);
            assertThatThrownBy(() -> search.page(0, 20)).hasStackTraceContaining(UNDERSTOOD);
        }
    }

    private static SessionFactory factory() {
        if (factory == null) {
            throw new IllegalStateException("not made");
        }
        return factory;
    }

    /** In the place of Keycloak's own. */
    @Entity(name = "RealmEntity")
    static class RealmEntity {

        @Id
        String id = "";
    }
}
