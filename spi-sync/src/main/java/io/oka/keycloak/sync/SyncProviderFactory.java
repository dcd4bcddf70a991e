package io.oka.keycloak.sync;

import io.oka.keycloak.common.secret.Sealer;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SyncProvider}s. */
public interface SyncProviderFactory extends ProviderFactory<SyncProvider> {

    /** Keeps what is secret of agents and alerts. */
    Sealer sealer();
}
