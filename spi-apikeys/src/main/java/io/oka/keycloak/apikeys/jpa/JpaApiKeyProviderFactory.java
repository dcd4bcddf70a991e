package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeyProviderFactory;
import io.oka.keycloak.apikeys.key.ApiKeyFormat;
import io.oka.keycloak.apikeys.key.PepperOptions;
import io.oka.keycloak.apikeys.key.Peppers;
import io.oka.keycloak.common.secret.OperatorSecrets;
import io.oka.keycloak.common.secret.SecretVault;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import java.util.List;
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
 * Stores API keys, and cleans up after tenants and realms that are no longer there. Options: the peppers, see {@link
 * PepperOptions}; {@code brand}, with which keys begin, and {@code former-brands}, with which those in use may begin as
 * well, separated by commas; how often what is done on a schedule, see {@link ApiKeyTasks}.
 */
public final class JpaApiKeyProviderFactory implements ApiKeyProviderFactory {

    private static final Logger LOG = Logger.getLogger(JpaApiKeyProviderFactory.class);

    private ApiKeyFormat format = new ApiKeyFormat(ApiKeyFormat.DEFAULT_BRAND, List.of());
    private @Nullable OperatorSecrets options;
    private @Nullable Peppers peppers;
    private @Nullable ApiKeyTasks tasks;

    @Override
    public ApiKeyProvider create(KeycloakSession session) {
        // Without peppers only commands run that serve nobody, such as an import.
        return new JpaApiKeyProvider(session, format, Objects.requireNonNull(peppers, PepperOptions::missing));
    }

    @Override
    public void init(Config.Scope config) {
        String[] former = config.getArray("former-brands");
        format = new ApiKeyFormat(
                config.get("brand", ApiKeyFormat.DEFAULT_BRAND), former == null ? List.of() : List.of(former));
        tasks = new ApiKeyTasks(config);
        options = PepperOptions.read(config::get);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        OperatorSecrets found = options;
        if (found != null) {
            peppers = new Peppers(found, SecretVault.of(factory));
        }
        factory.register(event -> onEvent(factory, event));
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }

    private void onEvent(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            start(factory);
        } else if (event instanceof TenantModel.TenantPurgedEvent purged) {
            cleanup(purged.getSession()).tenantPurged(purged.getTenant().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            String realmId = removed.getRealm().getId();
            cleanup(removed.getKeycloakSession()).realmRemoved(realmId);
            if (peppers != null) {
                peppers.forget(realmId);
            }
        }
    }

    private void start(KeycloakSessionFactory factory) {
        if (peppers == null || options == null) {
            return;
        }
        options.requireVault(factory);
        Set<Integer> known = peppers.versions();
        Set<Integer> strange = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> cleanup(session).strangePeppers(known));
        if (!strange.isEmpty()) {
            LOG.errorf(
                    "API keys that are hashed under pepper %s are not found, since this server is not given it;"
                            + " peppers here: %s",
                    strange, known);
        }
        Objects.requireNonNull(tasks).start(factory);
    }

    private static ApiKeyCleanup cleanup(KeycloakSession session) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return new ApiKeyCleanup(em);
    }
}
