package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.secret.EncryptionKeys;
import io.oka.keycloak.common.secret.OperatorSecrets;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.secret.SecretVault;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.webhooks.EndpointSecrets;
import io.oka.keycloak.webhooks.WebhookProvider;
import io.oka.keycloak.webhooks.WebhookProviderFactory;
import io.oka.keycloak.webhooks.delivery.DeliveryEngine;
import io.oka.keycloak.webhooks.delivery.DeliveryRetention;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Stores webhooks, and cleans up after tenants and realms that are no longer there. Options: the keys under which secrets
 * are kept, {@code encryption-key-1} and on, see {@link OperatorSecrets}; how often is swept, see {@link WebhookTasks}; for
 * how long deliveries are kept, {@code delivery-retention}; whether this node delivers at all, {@code deliver}.
 */
public final class JpaWebhookProviderFactory implements WebhookProviderFactory {

    private static final Logger LOG = Logger.getLogger(JpaWebhookProviderFactory.class);

    private static final String SCOPE = "spi-oka-webhooks--jpa--";
    private @Nullable OperatorSecrets options;
    private @Nullable EndpointSeals seals;
    private Duration sweepInterval = WebhookTasks.SWEEP_INTERVAL;
    private Duration retention = DeliveryRetention.option(SCOPE, null);
    private boolean deliver = true;
    private volatile @Nullable DeliveryEngine engine;

    @Override
    public WebhookProvider create(KeycloakSession session) {
        return new JpaWebhookProvider(session, entityManager(session), seals(), retention);
    }

    @Override
    public EndpointSecrets endpointSecrets() {
        return seals();
    }

    @Override
    public void init(Config.Scope config) {
        options = OperatorSecrets.forServer(EncryptionKeys.KIND, config::get);
        sweepInterval = WebhookTasks.sweepInterval(SCOPE, config.get(WebhookTasks.SWEEP_OPTION));
        retention = DeliveryRetention.option(SCOPE, config.get(DeliveryRetention.OPTION));
        deliver = config.getBoolean("deliver", true);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        OperatorSecrets found = options;
        if (found != null) {
            seals = new EndpointSeals(new Sealer(found, SecretVault.of(factory), EndpointSeals.PURPOSE));
        }
        factory.register(event -> onEvent(factory, event));
    }

    @Override
    public void close() {
        DeliveryEngine running = engine;
        if (running != null) {
            running.close();
        }
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
            cleanup(purged.getSession()).tenantPurged(tenant.getRealm().getId(), tenant.getId(), WebhookTasks.now());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realmId = removed.getRealm().getId();
            cleanup(removed.getKeycloakSession()).realmRemoved(realmId);
            if (seals != null) {
                seals.sealer().forget(realmId);
            }
        }
    }

    private void start(KeycloakSessionFactory factory) {
        if (seals == null || options == null) {
            return;
        }
        options.requireVault(factory);
        Set<Integer> known = seals.sealer().versions();
        Set<Integer> strange = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> cleanup(session).strangeKeys(known));
        if (!strange.isEmpty()) {
            LOG.errorf(
                    "Webhooks whose secrets are encrypted under key %s cannot be signed, since this server is not given"
                            + " it; keys here: %s",
                    strange, known);
        }
        new WebhookTasks(seals, retention).start(factory, sweepInterval);
        if (deliver) {
            engine = DeliveryEngine.start(factory, seals);
        }
    }

    private EndpointSeals seals() {
        // Without keys only commands run that serve nobody, such as an import.
        return Objects.requireNonNull(seals, EncryptionKeys.KIND::missing);
    }

    private static WebhookCleanup cleanup(KeycloakSession session) {
        return new WebhookCleanup(entityManager(session));
    }

    private static EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
