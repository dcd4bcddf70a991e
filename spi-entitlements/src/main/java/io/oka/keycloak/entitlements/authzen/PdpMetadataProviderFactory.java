package io.oka.keycloak.entitlements.authzen;

import io.oka.keycloak.common.realm.OkaRealm;
import jakarta.ws.rs.NotFoundException;
import java.util.Comparator;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * Serves {@link PdpMetadata} at both places where Keycloak serves metadata of a realm. Goes before the metadata of
 * Keycloak's own AuthZEN feature, and steps aside for it in realms where Oka is off.
 */
public final class PdpMetadataProviderFactory implements WellKnownProviderFactory {

    private static final String ALIAS = "authzen-configuration";

    /** The smallest number goes first; Keycloak's own providers have 1. */
    private static final int BEFORE_KEYCLOAKS = 0;

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new WellKnownProvider() {
            @Override
            public Object getConfig() {
                return metadata(session);
            }

            @Override
            public void close() {}
        };
    }

    private Object metadata(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        if (!OkaRealm.isOn(realm)) {
            return next(session)
                    .orElseThrow(() -> new NotFoundException("Oka is off in this realm"))
                    .getConfig();
        }
        if (!realm.isEnabled()) {
            throw new NotFoundException("This realm is disabled");
        }
        return PdpMetadata.of(
                Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName()));
    }

    /** Who would serve this if we were not here: Keycloak's own feature, where it is on. */
    private Optional<WellKnownProvider> next(KeycloakSession session) {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(WellKnownProvider.class)
                .map(WellKnownProviderFactory.class::cast)
                .filter(factory ->
                        factory.getAlias().equals(ALIAS) && !factory.getId().equals(getId()))
                .min(Comparator.comparingInt(WellKnownProviderFactory::getPriority))
                .map(factory -> session.getProvider(WellKnownProvider.class, factory.getId()));
    }

    @Override
    public boolean isAvailableViaServerMetadata() {
        return true;
    }

    @Override
    public String getAlias() {
        return ALIAS;
    }

    @Override
    public int getPriority() {
        return BEFORE_KEYCLOAKS;
    }

    @Override
    public String getId() {
        return "oka-authzen-configuration";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
