package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.secret.EncryptionKeys;
import io.oka.keycloak.common.secret.OperatorSecrets;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.secret.SecretVault;
import io.oka.keycloak.sync.AgentLimits;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncProviderFactory;
import io.oka.keycloak.sync.agent.NodeAgentLimits;
import io.oka.keycloak.sync.engine.SyncEngine;
import io.oka.keycloak.sync.operations.SyncOperations;
import io.oka.keycloak.sync.outbound.CopiedRows;
import io.oka.keycloak.tenants.TenantModel;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Stores what sync keeps, starts its workers and tasks, and cleans up after tenants and realms that are no longer there.
 * Option: whether this node applies items at all, {@code work}.
 */
public final class JpaSyncProviderFactory implements SyncProviderFactory {

    /** Tells what is sealed here from what webhooks seal under the same key of the operator's. */
    private static final String PURPOSE = "sync";

    private final AgentLimits agentLimits = new NodeAgentLimits();
    private @Nullable Sealer sealer;
    private @Nullable OperatorSecrets keys;
    private boolean work = true;

    /** What ends what was started, the last first. */
    private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();

    @Override
    public SyncProvider create(KeycloakSession session) {
        return new JpaSyncProvider(
                session, session.getProvider(JpaConnectionProvider.class).getEntityManager(), new AgentSeals(sealer()));
    }

    @Override
    public AgentLimits agentLimits() {
        return agentLimits;
    }

    @Override
    public Sealer sealer() {
        // Without keys only commands run that serve nobody, such as an import.
        return Objects.requireNonNull(sealer, EncryptionKeys.KIND::missing);
    }

    @Override
    public void init(Config.Scope config) {
        keys = EncryptionKeys.ofServer();
        work = config.getBoolean("work", true);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (keys != null) {
            sealer = new Sealer(keys, SecretVault.of(factory), PURPOSE);
        }
        factory.register(event -> onEvent(factory, event));
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }

    @Override
    public String getId() {
        return "jpa";
    }

    private void onEvent(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            start(factory);
        } else if (event instanceof TenantModel.TenantPurgedEvent purged) {
            TenantModel tenant = purged.getTenant();
            SyncCleanup.of(purged.getSession())
                    .tenantPurged(tenant.getRealm().getId(), tenant.getId(), SyncTasks.now());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realmId = removed.getRealm().getId();
            SyncCleanup.of(removed.getKeycloakSession()).realmRemoved(realmId);
            if (sealer != null) {
                sealer.forget(realmId);
            }
        }
    }

    /** What is to run in the background begins here. */
    private void start(KeycloakSessionFactory factory) {
        SyncTasks.start(factory);
        new DriftTasks(factory).start();
        CopiedRows.start(factory);
        if (sealer == null) {
            // Without keys only commands run that serve nobody, such as an import.
            return;
        }
        new AgentTasks(new AgentSeals(sealer)).start(factory);
        ends.addFirst(SyncOperations.start(factory, sealer)::close);
        if (work) {
            ends.addFirst(SyncEngine.start(factory)::close);
        }
    }
}
