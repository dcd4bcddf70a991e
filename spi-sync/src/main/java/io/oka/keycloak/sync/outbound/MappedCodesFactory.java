package io.oka.keycloak.sync.outbound;

import io.oka.keycloak.common.codes.ExternalCodes;
import io.oka.keycloak.common.codes.ExternalCodesFactory;
import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.lazy.Lazy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;

/** Tells other floors the codes that are mapped here. */
public final class MappedCodesFactory implements ExternalCodesFactory {

    /** Only names tables: it opens no connection. */
    private static final Duration NETWORK = Duration.ofSeconds(10);

    private final Lazy<ExternalCodes> codes = new Lazy<>();
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public ExternalCodes codes() {
        return codes.get(() -> new CodeRows(OwnConnections.of(Objects.requireNonNull(factory), NETWORK)));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory started) {
        factory = started;
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "mapped";
    }
}
