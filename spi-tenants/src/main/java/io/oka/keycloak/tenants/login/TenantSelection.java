package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.organization.OrganizationTenants;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** Takes one authentication to its tenant: gathers the facts, lets decide, hears answers, writes down the outcome. */
final class TenantSelection {

    /** Parameter of authorization requests and of direct grants. */
    static final String HINT = "tenant_hint";

    /** Form field of the page of choices: a tenant's id. */
    static final String TENANT_FIELD = "tenant";

    /** Form field of the page that says that the user works elsewhere: the tenant's id. */
    static final String CONTINUE_FIELD = "continue";

    static final String NO_TENANT_REASON = "User belongs to no tenant";

    /** One more than is shown, so that the page knows that there are more. */
    private static final int MOST_LISTED = TenantPages.MOST_SHOWN + 1;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel authentication;
    private final HttpRequest request;
    private final NoTenant noTenant;
    private final TenantDecision.Memberships memberships;
    private final TenantSessionProvider sessions;

    TenantSelection(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AuthenticationSessionModel authentication,
            HttpRequest request,
            NoTenant noTenant) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.authentication = authentication;
        this.request = request;
        this.noTenant = noTenant;
        this.memberships = new Stored(session.getProvider(TenantProvider.class), realm, user.getId());
        this.sessions = session.getProvider(TenantSessionProvider.class);
    }

    /** Whether the authentication goes through a browser: only there does Keycloak note a path of pages. */
    static boolean hasPages(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH) != null;
    }

    /** What the memberships and the request say, before anybody is asked. */
    TenantStep next() {
        boolean pages = hasPages(authentication);
        String prompt = authentication.getClientNote(OIDCLoginProtocol.PROMPT_PARAM);
        return asking(TenantDecision.decide(
                new TenantDecision.Facts(
                        hint(pages),
                        OrganizationTenants.tenantFor(session, realm, authentication),
                        present(),
                        pages && TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_SELECT_ACCOUNT),
                        pages,
                        noTenant),
                memberships));
    }

    /** What follows from the answer that a page brought. */
    TenantStep answer(MultivaluedMap<String, String> form) {
        String tenantId = form.getFirst(TENANT_FIELD);
        if (tenantId != null) {
            return asking(chosen(tenantId));
        }
        String continued = form.getFirst(CONTINUE_FIELD);
        if (continued != null) {
            return chosen(continued) instanceof TenantStep.Take take
                    ? new TenantStep.TakeOver(take.tenantId())
                    : next();
        }
        TenantStep step = next();
        return step instanceof TenantStep.Create && form.containsKey(NewTenantForm.OWN_PAGE.name())
                ? create(NewTenantForm.of(form, NewTenantForm.OWN_PAGE))
                : step;
    }

    /**
     * Writes the outcome down.
     *
     * @return false if there is none yet
     */
    boolean settle(TenantStep step) {
        UserSessionModel joined = joined();
        if (step instanceof TenantStep.Take take) {
            long turn = joined == null ? sessions.nextTurn() : turn(joined, take.tenantId());
            make(take.tenantId(), turn, joined == null);
            return true;
        }
        if (step instanceof TenantStep.TakeOver takeOver) {
            make(takeOver.tenantId(), sessions.nextTurn(), false);
            return true;
        }
        if (step instanceof TenantStep.GoOn) {
            make(null, joined == null ? sessions.nextTurn() : turn(joined, null), joined == null);
            return true;
        }
        return false;
    }

    private void make(@Nullable String tenantId, long turn, boolean newLogin) {
        boolean first = tenantId != null && !loginHasChoice();
        TenantChoice.make(authentication, user.getId(), tenantId, noTenant, first, turn, newLogin);
    }

    /** An older login does not throw a later one out without being told to. */
    private TenantStep asking(TenantStep step) {
        UserSessionModel joined = step instanceof TenantStep.Take && NewestSession.isWanted(realm) ? joined() : null;
        if (joined == null) {
            return step;
        }
        String tenantId = ((TenantStep.Take) step).tenantId();
        ClientModel client = authentication.getClient();
        TenantSession.Slot slot = new TenantSession.Slot(user.getId(), tenantId, client.getId());
        Membership membership = sessions.isTakenLater(realm, slot, joined.getId(), turn(joined, tenantId))
                ? memberships.find(tenantId)
                : null;
        return membership == null ? step : new TenantStep.Elsewhere(membership, client);
    }

    private long turn(UserSessionModel joined, @Nullable String tenantId) {
        return TenantChoice.turn(
                joined,
                joined.getAuthenticatedClientSessionByClient(
                        authentication.getClient().getId()),
                tenantId);
    }

    /** The login that this authentication joins by single sign-on alone; null if somebody proves who they are. */
    private @Nullable UserSessionModel joined() {
        return AuthenticatorUtil.isSSOAuthentication(authentication) ? login() : null;
    }

    /** For the event log: somebody was refused for having no tenant. */
    void tellDenial(EventBuilder event) {
        event.clone()
                .event(EventType.LOGIN)
                .user(user)
                .detail(Details.REASON, NO_TENANT_REASON)
                .error(Errors.ACCESS_DENIED);
    }

    private TenantStep chosen(String tenantId) {
        // The id came from a browser: only a membership of this user makes it true.
        TenantStep step = TenantDecision.decide(
                new TenantDecision.Facts(tenantId, null, null, false, true, noTenant), memberships);
        return step instanceof TenantStep.Choose choose
                ? new TenantStep.Choose(choose.memberships(), "okaTenantNotYours")
                : step;
    }

    private TenantStep create(NewTenantForm form) {
        List<FormMessage> faults = form.faults();
        if (!faults.isEmpty()) {
            return form.again(faults);
        }
        try {
            return new TenantStep.Take(createTenant(form.toTenant()));
        } catch (ConflictException e) {
            return form.again(List.of(form.fault(e)));
        }
    }

    /** In a transaction of its own: a name that somebody else takes at the same time must not break the login's. */
    private String createTenant(NewTenant tenant) {
        return FlowTransaction.run(
                session, authentication, user, "oka-first-tenant", (own, sameRealm, owner) -> own.getProvider(
                                TenantProvider.class)
                        .createOwnTenant(sameRealm, tenant, owner)
                        .getId());
    }

    private @Nullable String hint(boolean pages) {
        return pages
                ? authentication.getClientNote(
                        AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + HINT)
                : request.getDecodedFormParameters().getFirst(HINT);
    }

    /** What this client chose earlier in the same login, else what the login chose first. */
    private @Nullable String present() {
        UserSessionModel login = login();
        if (login == null) {
            return null;
        }
        AuthenticatedClientSessionModel clientSession = login.getAuthenticatedClientSessionByClient(
                authentication.getClient().getId());
        String own = clientSession == null ? null : TenantChoice.of(clientSession);
        return own == null ? TenantChoice.ofLogin(login) : own;
    }

    private boolean loginHasChoice() {
        UserSessionModel login = login();
        String first = login == null ? null : TenantChoice.ofLogin(login);
        return first != null && TenantChoice.membership(session, realm, user.getId(), first) != null;
    }

    /** The login that this authentication joins, by single sign-on or by proving themselves anew; null for a new one. */
    private @Nullable UserSessionModel login() {
        UserSessionModel found = session.getContext().getUserSession();
        if (found == null) {
            found = session.sessions()
                    .getUserSession(realm, authentication.getParentSession().getId());
        }
        return found != null
                        && AuthenticationManager.isSessionValid(realm, found)
                        && found.getUser().getId().equals(user.getId())
                ? found
                : null;
    }

    private record Stored(TenantProvider tenants, RealmModel realm, String userId)
            implements TenantDecision.Memberships {

        @Override
        public @Nullable Membership find(String tenantIdOrName) {
            return tenants.getMembership(realm, userId, tenantIdOrName);
        }

        @Override
        public List<Membership> list() {
            return tenants.getMemberships(realm, userId, 0, MOST_LISTED);
        }
    }
}
