package io.oka.keycloak.sync;

import io.oka.keycloak.common.secret.Sealer;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SyncProvider}s. */
public interface SyncProviderFactory extends ProviderFactory<SyncProvider> {

    /** What this node lets agents do. */
    AgentLimits agentLimits();

    /** Keeps what is secret of agents and alerts. */
    Sealer sealer();
}
