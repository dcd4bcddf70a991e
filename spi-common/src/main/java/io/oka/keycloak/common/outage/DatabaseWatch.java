package io.oka.keycloak.common.outage;

import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Whether the database answers this node: one for the whole node, asked in memory. */
public interface DatabaseWatch extends Provider {

    /** Whether it gave no answer when it was last asked, within about two seconds. */
    boolean isAway();

    /** Somebody was told so by their own statement: it counts until the database is next heard of. */
    void foundAway();

    @Override
    default void close() {}

    static DatabaseWatch of(KeycloakSession session) {
        return session.getProvider(DatabaseWatch.class);
    }

    /** For workers that serve no session. */
    static DatabaseWatch of(KeycloakSessionFactory factory) {
        return Objects.requireNonNull((DatabaseWatchFactory) factory.getProviderFactory(DatabaseWatch.class))
                .watch();
    }
}
