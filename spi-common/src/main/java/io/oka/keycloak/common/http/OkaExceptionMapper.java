package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.error.KeycloakErrorHandler;

/**
 * Turns what ends a request into an answer. Ours become problem documents and roll the transaction back; all else goes
 * to Keycloak's own handler, whose answer {@link ProblemFilter} rewrites below our paths and leaves alone elsewhere.
 */
@Provider
public class OkaExceptionMapper implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = Logger.getLogger(OkaExceptionMapper.class);

    /** The request's session, also where committing it was what failed. */
    @Context
    @Nullable
    KeycloakSession injected;

    @Override
    public Response toResponse(RuntimeException thrown) {
        KeycloakSession session = Objects.requireNonNull(injected);
        if (!OkaPaths.isOurs(session.getContext().getUri().getPath())) {
            return KeycloakErrorHandler.getResponse(session, thrown);
        }
        if (thrown instanceof ProblemException refusal) {
            session.getTransactionManager().setRollbackOnly();
            return ProblemResponses.of(refusal.problem());
        }
        if (thrown instanceof ConflictException conflict) {
            session.getTransactionManager().setRollbackOnly();
            return ProblemResponses.of(Problem.conflict(conflict.code(), String.valueOf(conflict.getMessage())));
        }
        if (DatabaseFailures.isAway(thrown)) {
            session.getTransactionManager().setRollbackOnly();
            LOG.warnf("The database is away: %s", DatabaseFailures.rootMessage(thrown));
            return ProblemResponses.of(Problem.unavailable(ProblemResponses.UNAVAILABLE_RETRY_SECONDS));
        }
        if (DatabaseFailures.isConflict(thrown)) {
            session.getTransactionManager().setRollbackOnly();
            return ProblemResponses.of(ProblemResponses.forStatus(409));
        }
        return KeycloakErrorHandler.getResponse(session, thrown);
    }
}
