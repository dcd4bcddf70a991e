package io.oka.keycloak.tenants.invitation;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Begins the login that an invitation leads to. It is for the realm's <i>invitationClient</i> and ends at that client's
 * base URL, without a code: the client did not ask for one, has no {@code state} and no PKCE verifier to redeem it with,
 * and would have to refuse it. Once there, the client's own login finds the browser signed in and the tenant chosen.
 */
final class InvitationLogin {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final InvitationApplication application;
    private final AuthenticationSessionManager authentications;

    InvitationLogin(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.application = InvitationApplication.of(session, realm);
        this.authentications = new AuthenticationSessionManager(session);
    }

    InvitationApplication application() {
        return application;
    }

    /** Pages outside of any login. */
    InvitationPages pages() {
        return new InvitationPages(session.getProvider(LoginFormsProvider.class), application.url());
    }

    /**
     * Sends the browser into the flow that suits whom the invitation is for: people with an account sign in, or are
     * signed in; others register. Somebody who is signed in is asked in any case, be it the wrong account.
     *
     * @param anew whether nothing of what the browser was doing here is to be used
     */
    Response begin(PendingInvitation invitation, boolean anew) {
        AuthenticationSessionModel authentication = newAuthentication(anew);
        invitation.rememberIn(authentication);
        if (anew || AuthenticationManager.authenticateIdentityCookie(session, realm, true) == null) {
            UserModel account = session.users().getUserByEmail(realm, invitation.email());
            if (account == null) {
                leadToRegistration(authentication);
            } else if (!realm.isDuplicateEmailsAllowed()) {
                authentication.setClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM, loginHint(invitation, account));
            }
        }
        return Response.seeOther(flow(authentication)).build();
    }

    /** Ends the login of the wrong account and begins with nobody signed in. */
    Response beginAnew(PendingInvitation invitation, AuthenticationSessionModel present) {
        UserSessionModel login = authentications.getUserSession(present);
        if (login == null) {
            login = authentications.getUserSessionFromAuthenticationCookie(realm);
        }
        if (login != null) {
            AuthenticationManager.backchannelLogout(session, login, true);
        }
        AuthenticationManager.expireIdentityCookie(session);
        Response response = begin(invitation, true);
        authentications.removeAuthenticationSession(realm, present, true);
        return response;
    }

    private AuthenticationSessionModel newAuthentication(boolean anew) {
        ClientModel client = application.client();
        AuthenticationSessionModel authentication = root(anew).createAuthenticationSession(client);
        URI base = session.getContext().getUri().getBaseUri();
        String end = application.url() == null ? accountPages(base) : application.url();
        authentication.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        authentication.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        authentication.setRedirectUri(end);
        authentication.setClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM, end);
        authentication.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OIDCResponseType.NONE);
        authentication.setClientNote(OIDCLoginProtocol.ISSUER, Urls.realmIssuer(base, realm.getName()));
        session.getContext().setAuthenticationSession(authentication);
        session.getContext().setClient(client);
        return authentication;
    }

    /** As an authorization request finds it: the browser's own, else that of its login, so that single sign-on works. */
    private RootAuthenticationSessionModel root(boolean anew) {
        RootAuthenticationSessionModel present =
                anew ? null : authentications.getCurrentRootAuthenticationSession(realm);
        if (present != null) {
            return present;
        }
        UserSessionModel login = anew ? null : authentications.getUserSessionFromAuthenticationCookie(realm);
        if (login == null || login.getUser() == null || !login.getUser().isEnabled()) {
            return authentications.createAuthenticationSession(realm, true);
        }
        RootAuthenticationSessionModel root =
                session.authenticationSessions().getRootAuthenticationSession(realm, login.getId());
        if (root == null) {
            root = session.authenticationSessions().createRootAuthenticationSession(realm, login.getId());
        }
        authentications.setAuthSessionCookie(root.getId());
        authentications.setAuthSessionIdHashCookie(root.getId());
        return root;
    }

    /**
     * By the browser flow's address, since that of registrations is closed where the realm lets nobody register: the mail
     * is the permission. Only a flow that holds to the invited address is entered that way.
     */
    private void leadToRegistration(AuthenticationSessionModel authentication) {
        AuthenticationFlowModel registration = realm.getRegistrationFlow();
        if (registration != null && InvitationFlows.holdsToAddress(realm, registration)) {
            authentication.setAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW, registration.getAlias());
        } else {
            // They may still come by an identity provider, or register where that is open to all.
            authentication.setAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE, "okaInvitationNoAccount");
        }
    }

    private String loginHint(PendingInvitation invitation, UserModel account) {
        return realm.isLoginWithEmailAllowed() ? invitation.email() : account.getUsername();
    }

    private String accountPages(URI base) {
        return Urls.accountBase(base).path("/").build(realm.getName()).toString();
    }

    private URI flow(AuthenticationSessionModel authentication) {
        return new AuthenticationFlowURLHelper(
                        session, realm, session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.AUTHENTICATE_PATH,
                        null,
                        authentication.getClient().getClientId(),
                        authentication.getTabId(),
                        AuthenticationProcessor.getClientData(session, authentication));
    }
}
