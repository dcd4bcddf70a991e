package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeyProviderFactory;
import io.oka.keycloak.apikeys.key.ApiKeyFormat;
import io.oka.keycloak.apikeys.key.PepperOptions;
import io.oka.keycloak.apikeys.key.Peppers;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.vault.VaultProvider;
import org.keycloak.vault.VaultStringSecret;

/**
 * Stores API keys, and cleans up after tenants and realms that are no longer there. Options: the peppers, see {@link
 * PepperOptions}; {@code brand}, with which keys begin, and {@code former-brands}, with which those in use may begin as
 * well, separated by commas; how often what is done on a schedule, see {@link ApiKeyTasks}.
 */
public final class JpaApiKeyProviderFactory implements ApiKeyProviderFactory {

    private static final Logger LOG = Logger.getLogger(JpaApiKeyProviderFactory.class);

    private ApiKeyFormat format = new ApiKeyFormat(ApiKeyFormat.DEFAULT_BRAND, List.of());
    private @Nullable PepperOptions options;
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
        options = peppers(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        PepperOptions found = options;
        if (found != null) {
            peppers = new Peppers(found, (realmId, entry) -> fromVault(factory, realmId, entry));
        }
        factory.register(event -> onEvent(factory, event));
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }

    private static @Nullable PepperOptions peppers(Config.Scope config) {
        PepperOptions found = PepperOptions.read(config::get);
        if (found != null || Environment.isNonServerMode()) {
            return found;
        }
        if (Environment.isDevMode()) {
            LOG.warn("API keys are hashed under a pepper that everybody knows, since this server runs in development"
                    + " mode and none is set. " + PepperOptions.missing());
            return PepperOptions.forDevelopment();
        }
        throw new IllegalStateException(PepperOptions.missing());
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
        if (options.needsVault() && factory.getProviderFactory(VaultProvider.class) == null) {
            throw new IllegalStateException("A pepper of API keys is to be in Keycloak's vault, and this server has"
                    + " none: see option vault of kc.sh build.");
        }
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

    /** In a session of the realm: the vault may keep an entry for each. */
    private static @Nullable String fromVault(KeycloakSessionFactory factory, String realmId, String entry) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            session.getContext().setRealm(session.realms().getRealm(realmId));
            try (VaultStringSecret secret = session.vault().getStringSecret("${vault." + entry + "}")) {
                return secret.get().orElse(null);
            }
        });
    }

    private static ApiKeyCleanup cleanup(KeycloakSession session) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return new ApiKeyCleanup(em);
    }
}
