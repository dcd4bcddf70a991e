package io.oka.keycloak.tenants.organization;

import io.oka.keycloak.common.problem.ConflictException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.ErrorResponse;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends a request of Keycloak's own that would change a linked Organization against its tenant's rules. By the time that
 * Keycloak tells of the change it has written it, and some of its callers turn exceptions into answers and commit: so
 * the transaction is marked for rollback before anything is thrown, and nothing of the request stays.
 */
final class NativeVeto {

    private NativeVeto() {}

    /** For a person in a login a page, for all else Keycloak's JSON, with our code as its parameter. */
    static WebApplicationException of(KeycloakSession session, ConflictException conflict) {
        session.getTransactionManager().setRollbackOnly();
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        return authentication == null
                ? ErrorResponse.error(
                        String.valueOf(conflict.getMessage()), new Object[] {conflict.code()}, Response.Status.CONFLICT)
                : new ErrorPageException(session, authentication, Response.Status.CONFLICT, messageKey(conflict));
    }

    private static String messageKey(ConflictException conflict) {
        return switch (conflict.code()) {
            case "member_limit_reached" -> "okaMemberLimitReached";
            case "last_owner" -> "okaLastOwner";
            default -> "okaMembershipConflict";
        };
    }
}
