package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationProvider.OpenInvitation;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.authentication.actiontoken.ActionTokenHandler;
import org.keycloak.authentication.actiontoken.ActionTokenHandlerFactory;
import org.keycloak.common.VerificationException;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resources.LoginActionsServiceException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Opens the link of an invitation. It changes nothing but the browser's cookies, so that programs that look into mails
 * use nothing up: it begins a login that ends in the question. Nobody is logged in by the mail alone: a mail may be
 * forwarded, and an account holds more than this one tenant.
 */
public final class InvitationTokenHandler
        implements ActionTokenHandler<InvitationToken>, ActionTokenHandlerFactory<InvitationToken> {

    @Override
    public ActionTokenHandler<InvitationToken> create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return InvitationToken.TYPE;
    }

    @Override
    public Class<InvitationToken> getTokenClass() {
        return InvitationToken.class;
    }

    @Override
    public EventType eventType() {
        return EventType.EXECUTE_ACTION_TOKEN;
    }

    @Override
    public String getDefaultEventError() {
        return Errors.INVALID_TOKEN;
    }

    /** For links that are not what this realm has signed. */
    @Override
    public String getDefaultErrorMessage() {
        return "okaInvitationDamaged";
    }

    /** The link belongs to no login that is under way. */
    @Override
    public @Nullable String getAuthenticationSessionIdFromToken(
            InvitationToken token,
            ActionTokenContext<InvitationToken> context,
            AuthenticationSessionModel currentAuthSession) {
        return null;
    }

    /** Until it is accepted, which its row knows. */
    @Override
    public boolean canUseTokenRepeatedly(InvitationToken token, ActionTokenContext<InvitationToken> context) {
        return true;
    }

    /**
     * The signature, the realm and the times are verified by now. Keycloak would next look for the user whom the token
     * names, and ours names none: so the answer is given here.
     */
    @Override
    public AuthenticationSessionModel startFreshAuthenticationSession(
            InvitationToken token, ActionTokenContext<InvitationToken> context) throws VerificationException {
        throw new LoginActionsServiceException(open(token, context));
    }

    private static Response open(InvitationToken token, ActionTokenContext<InvitationToken> context) {
        InvitationLogin login = new InvitationLogin(context.getSession(), context.getRealm());
        try {
            OpenInvitation open = find(token, context);
            PendingInvitation pending = new PendingInvitation(
                    open.invitation().id(),
                    open.invitation().linkId(),
                    open.invitation().email());
            return login.begin(pending, false);
        } catch (ConflictException e) {
            InvitationRefusal refusal = InvitationRefusal.of(e);
            refusal.tell(context.getEvent().event(EventType.EXECUTE_ACTION_TOKEN), token.getId());
            return login.pages().inOneLanguage().refused(refusal);
        }
    }

    private static OpenInvitation find(InvitationToken token, ActionTokenContext<InvitationToken> context) {
        if (!OkaRealm.isOn(context.getRealm())) {
            throw new ConflictException("invitations_off", "Oka is switched off in this realm");
        }
        OpenInvitation open = context.getSession()
                .getProvider(InvitationProvider.class)
                .open(
                        context.getRealm(),
                        Objects.requireNonNullElse(token.getId(), ""),
                        Objects.requireNonNullElse(token.getLinkId(), ""));
        if (!token.isFor(open.invitation())) {
            throw new ConflictException("invitation_not_found", "The link belongs to another invitation");
        }
        return open;
    }

    /** Never reached: see {@link #startFreshAuthenticationSession}. */
    @Override
    public Response handleToken(InvitationToken token, ActionTokenContext<InvitationToken> context) {
        return open(token, context);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
