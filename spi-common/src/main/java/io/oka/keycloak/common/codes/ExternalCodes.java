package io.oka.keycloak.common.codes;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/** Tells what other systems call what happens here: asked by a lower floor, answered by the one that keeps the codes. */
public interface ExternalCodes extends Provider {

    /** Where nobody keeps codes, nothing has any. */
    ExternalCodes NONE = (connection, subjects) -> Map.of();

    /**
     * All that is known of these, in one statement of the asker's own transaction. Each realm's codes are of its own
     * tenants.
     *
     * @return the codes of each system, by its name, of those whose tenant it knows; the others are left out
     */
    Map<CodeSubject, Map<String, SystemCodes>> of(Connection connection, Collection<CodeSubject> subjects)
            throws SQLException;

    @Override
    default void close() {}

    /** For workers that serve no session. */
    static ExternalCodes of(KeycloakSessionFactory factory) {
        @Nullable ExternalCodesFactory keeper = (ExternalCodesFactory) factory.getProviderFactory(ExternalCodes.class);
        return keeper == null ? NONE : keeper.codes();
    }
}
