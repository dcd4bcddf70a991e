package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What every request of ours passes before anything else is asked. Keycloak does none of it for realm resources: it
 * lets disabled realms, plain HTTP and NUL through.
 */
public final class Door {

    /** Whatever a resource of ours may answer with; which of them it is, the resource decides. */
    private static final List<MediaType> GIVEN = List.of(
            MediaType.APPLICATION_JSON_TYPE,
            MediaType.valueOf(Problem.MEDIA_TYPE),
            MediaType.valueOf("application/yaml"),
            MediaType.valueOf("text/csv"));

    private Door() {}

    /**
     * Admits a request to a realm's own endpoints.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 404 where Oka is off, 403 for a disabled realm or plain
     *     HTTP where TLS is needed, 400 for NUL in the address or a malformed Accept, 406 where nothing that we give is
     *     accepted
     */
    public static void enterRealm(KeycloakSession session) {
        RequestId.of(session);
        RealmModel realm = session.getContext().getRealm();
        if (!OkaRealm.isOn(realm)) {
            throw Problem.notFound().asException();
        }
        if (!realm.isEnabled()) {
            throw Problem.forbidden("realm_disabled", "This realm is disabled").asException();
        }
        UriInfo uri = session.getContext().getUri();
        if (!"https".equals(uri.getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw Problem.forbidden("https_required", "This realm is served over TLS only")
                    .asException();
        }
        refuseNul(uri);
        requireAcceptable(session);
    }

    /**
     * Admits an operator's request; who the operator is, and what they may do, Keycloak's admin API has found out.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 404 where Oka is off, 400 for NUL in the address or a
     *     malformed Accept, 406 where nothing that we give is accepted
     */
    public static void enterAdmin(KeycloakSession session, RealmModel realm) {
        if (!OkaRealm.isOn(realm)) {
            RequestId.of(session);
            throw Problem.notFound().asException();
        }
        enterSetup(session);
    }

    /** Like {@link #enterAdmin}, for the endpoints that switch Oka on. */
    static void enterSetup(KeycloakSession session) {
        RequestId.of(session);
        refuseNul(session.getContext().getUri());
        requireAcceptable(session);
    }

    public static boolean isPreflight(KeycloakSession session) {
        return HttpMethod.OPTIONS.equals(session.getContext().getHttpRequest().getHttpMethod());
    }

    private static void requireAcceptable(KeycloakSession session) {
        List<MediaType> accepted = accepted(session);
        boolean met = accepted.isEmpty()
                || accepted.stream().anyMatch(type -> GIVEN.stream().anyMatch(type::isCompatible));
        if (!met) {
            throw Problem.of(406, "not_acceptable", "No acceptable representation", "Answers here are application/json")
                    .asException();
        }
    }

    private static List<MediaType> accepted(KeycloakSession session) {
        try {
            return session.getContext().getHttpRequest().getHttpHeaders().getAcceptableMediaTypes();
        } catch (IllegalArgumentException e) {
            // RESTEasy's own message would quote the header.
            throw Problem.badRequest("malformed_accept", "The Accept header is not well-formed")
                    .asException();
        }
    }

    private static void refuseNul(UriInfo uri) {
        boolean found = uri.getPath(true).indexOf('\0') >= 0
                || uri.getQueryParameters(true).entrySet().stream()
                        .anyMatch(parameter -> parameter.getKey().indexOf('\0') >= 0
                                || parameter.getValue().stream().anyMatch(value -> value.indexOf('\0') >= 0));
        if (found) {
            throw Problem.badRequest("malformed_address", "The address must not hold U+0000")
                    .asException();
        }
    }
}
