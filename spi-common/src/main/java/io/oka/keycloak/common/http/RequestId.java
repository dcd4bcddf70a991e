package io.oka.keycloak.common.http;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The id that follows a request through its answer, log lines, changes and webhooks. Taken from {@code X-Request-ID}
 * where that is harmless, else made.
 */
public final class RequestId {

    public static final String HEADER = "X-Request-ID";

    private static final String ATTRIBUTE = "oka.requestId";
    private static final String LOG_KEY = "requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestId() {}

    /** The id of the request that this session serves; the same at each call. */
    public static String of(KeycloakSession session) {
        String known = session.getAttribute(ATTRIBUTE, String.class);
        if (known != null) {
            return known;
        }
        String id = acceptOrMake(offered(session));
        session.setAttribute(ATTRIBUTE, id);
        MDC.put(LOG_KEY, id);
        return id;
    }

    /** From here on the session goes on with what another request has begun, under that one's id. */
    public static void resume(KeycloakSession session, String id) {
        session.setAttribute(ATTRIBUTE, id);
        MDC.put(LOG_KEY, id);
    }

    private static @Nullable String offered(KeycloakSession session) {
        try {
            return session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HEADER);
        } catch (ContextNotActiveException e) {
            // Background work: no request, an id of its own.
            return null;
        }
    }

    static String acceptOrMake(@Nullable String offered) {
        return offered != null && ACCEPTED.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
    }

    /** Takes the id out of the log context: worker threads serve many requests. */
    public static void clearLogContext() {
        MDC.remove(LOG_KEY);
    }
}
