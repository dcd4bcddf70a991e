package io.oka.keycloak.tenants.registration;

import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.forms.login.freemarker.model.UrlBean;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.theme.Theme;

/**
 * Where the links of a registration lead that was entered by the browser flow's address: "back to login" begins that flow
 * anew, or it would lead back here. Public, because templates reach nothing else.
 */
public final class RegistrationUrls extends UrlBean {

    private RegistrationUrls(RealmModel realm, Theme theme, URI base, URI action) {
        super(realm, theme, base, action);
    }

    static RegistrationUrls of(KeycloakSession session, AuthenticationSessionModel authentication, URI action) {
        URI base = UriBuilder.fromUri(session.getContext().getUri().getBaseUri().getPath())
                .queryParam(Constants.CLIENT_ID, authentication.getClient().getClientId())
                .queryParam(Constants.TAB_ID, authentication.getTabId())
                .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(session, authentication))
                .build();
        try {
            Theme theme = session.theme().getTheme(Theme.Type.LOGIN);
            return new RegistrationUrls(authentication.getRealm(), theme, base, action);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that restarts and logs nobody out: people who have an account elsewhere sign in with that. */
    @Override
    public String getLoginUrl() {
        return getSsoLoginInOtherTabsUrl();
    }
}
