package io.oka.keycloak.sync.agent;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.AgentRequests;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncProviderFactory;
import jakarta.ws.rs.HttpMethod;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Lets agents in, by what they signed. Whoever is not known gets one answer, whatever it is that is wrong; only those who
 * are known are told more.
 */
public final class AgentDoor {

    private static final Logger LOG = Logger.getLogger(AgentDoor.class);

    /** What nobody signs with: a request of an agent that is not there takes as long as any other. */
    private static final List<SigningSecret> NOBODYS = List.of(SigningSecret.generate());

    /** How exactly it is known when an agent was heard of last. */
    private static final Duration SEEN_EACH = Duration.ofSeconds(15);

    /** {@code realms/{realm}/sync}. */
    private static final int REALM_SEGMENTS = 3;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AgentRequests requests;

    private AgentDoor(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.requests = SyncProvider.of(session).agents().requests();
    }

    /**
     * Admits a request without a body. From here on what changes is the agent's doing.
     *
     * @throws ProblemException 401 {@code invalid_signature}, {@code stale_request}, {@code replayed_request}, 429 {@code
     *     rate_limited}
     */
    public static AgentCall enter(KeycloakSession session) {
        return enter(session, null);
    }

    /**
     * Likewise, with a body; it is read here.
     *
     * @throws ProblemException as {@link #enter(KeycloakSession)}, and 413 over 1 MiB
     */
    public static AgentCall enter(KeycloakSession session, @Nullable InputStream body) {
        return new AgentDoor(session).admit(body);
    }

    private AgentCall admit(@Nullable InputStream in) {
        SignedRequest request =
                SignedRequest.read(session.getContext().getHttpRequest().getHttpHeaders());
        if (request == null) {
            throw unknown();
        }
        byte[] body = JsonBody.readBytes(in);
        AgentRequests.Signer signer = requests.signer(realm, request.agentId());
        int secret = signature(request, signer == null ? NOBODYS : signer.secrets(), body);
        if (signer == null || secret < 0) {
            throw unknown();
        }
        Agent agent = signer.agent();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        if (!request.isWithin(now)) {
            LOG.infof("Agent %s sent a request whose timestamp is %d", agent.id(), request.timestamp());
            throw refused("stale_request", "The timestamp is more than 300 seconds off: it is " + now + " here");
        }
        noteSeen(signer, now);
        limit(agent);
        if (!requests.take(agent, request.id(), request.end())) {
            LOG.infof("Agent %s sent request %s again", agent.id(), request.id());
            throw refused("replayed_request", "A request of this webhook-id was taken before");
        }
        Acting.asAgent(session, agent.id(), session.getContext().getConnection().getRemoteAddr());
        return new AgentCall(session, realm, agent, body, secret == 0);
    }

    private int signature(SignedRequest request, List<SigningSecret> secrets, byte[] body) {
        URI uri = session.getContext().getUri().getRequestUri();
        String method = session.getContext().getHttpRequest().getHttpMethod();
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        int found = request.signer(secrets, method, query == null ? path : path + "?" + query, body);
        // A query only narrows what is read.
        return found < 0 && query != null && HttpMethod.GET.equals(method)
                ? request.signer(secrets, method, path, body)
                : found;
    }

    private void limit(Agent agent) {
        SyncProviderFactory factory =
                (SyncProviderFactory) session.getKeycloakSessionFactory().getProviderFactory(SyncProvider.class);
        int seconds = factory.agentLimits()
                .take(agent.id(), name(), agent.capabilities().requestsPerMinute());
        if (seconds > 0) {
            throw Problem.of(
                            429,
                            "rate_limited",
                            "There are too many requests",
                            "This agent may call this " + agent.capabilities().requestsPerMinute()
                                    + " times in a minute")
                    .withHeader("Retry-After", Integer.toString(seconds))
                    .asException();
        }
    }

    /** What counts as one call: neither ids nor parameters in its path tell it from others. */
    private String name() {
        List<String> segments = Arrays.stream(
                        session.getContext().getUri().getPath().split("/"))
                .map(segment -> segment.replaceFirst(";.*", ""))
                .filter(segment -> !segment.isEmpty())
                .skip(REALM_SEGMENTS)
                .toList();
        String rest = segments.size() == 1 ? "" : segments.get(0).equals("agents") ? segments.get(1) : "*";
        return session.getContext().getHttpRequest().getHttpMethod() + " " + segments.get(0) + "/" + rest;
    }

    /**
     * Said once the request is over, whether it was taken or refused: the agent is there. If the process dies before, one
     * of its next requests tells it.
     */
    private void noteSeen(AgentRequests.Signer signer, Instant now) {
        if (Duration.between(signer.lastSeenAt(), now).compareTo(SEEN_EACH) < 0) {
            return;
        }
        Agent agent = signer.agent();
        AgentRequests after = requests;
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                after.seen(agent, now);
            }

            @Override
            protected void rollbackImpl() {
                after.seen(agent, now);
            }
        });
    }

    private ProblemException unknown() {
        return refused("invalid_signature", "The request is not signed by an agent of this realm");
    }

    private ProblemException refused(String code, String detail) {
        return Problem.of(401, code, "The request is not taken", detail)
                .withHeader("WWW-Authenticate", "Signature realm=\"" + realm.getName() + "\"")
                .asException();
    }
}
