package io.oka.keycloak.common.idempotency;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.Problem;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Makes a repeated POST safe (IETF draft-ietf-httpapi-idempotency-key-header): the same key from the same caller to the
 * same path gives the first answer again for 24 hours.
 *
 * <p>Key, answer and change share one transaction. If the process dies before it commits there is no trace of any of
 * them, and the repetition is the first; if it dies after, the repetition finds the answer. A refusal rolls back and so
 * keeps nothing. Two at once: the second waits for the first, at most five seconds, then is told to retry.
 */
public final class IdempotencyKeys {

    public static final String HEADER = "Idempotency-Key";

    private static final Duration KEPT = Duration.ofHours(24);
    private static final Pattern ACCEPTED = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyKeys() {}

    /**
     * Answers from the store, or runs the work and stores its answer. Authorize before calling this: a replay is
     * authorized anew.
     *
     * @param callerKey tells the caller from all others of the realm
     * @param body the request's bytes
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a key that is none, 422 if it came with another
     *     body before
     */
    public static Response run(
            KeycloakSession session, RealmModel realm, String callerKey, byte[] body, Supplier<Response> work) {
        String key = presented(session);
        String id = id(session, realm, callerKey);
        if (key == null || id == null) {
            return work.get();
        }
        String requestHash = digest(body);
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        if (claim(em, realm, id, requestHash)) {
            Response answer = work.get();
            em.createNamedQuery("okaStoreIdempotentAnswer")
                    .setParameter("status", answer.getStatus())
                    .setParameter("answer", SealedAnswer.seal(answer, id, key))
                    .setParameter("id", id)
                    .executeUpdate();
            return answer;
        }
        IdempotencyEntity first = em.find(IdempotencyEntity.class, id);
        if (first == null || !first.requestHash.equals(requestHash) || first.answer == null) {
            throw Problem.of(
                            422,
                            "idempotency_key_reused",
                            "The idempotency key was used before",
                            "It came with another body; use a new key for a new request")
                    .asException();
        }
        return SealedAnswer.open(first.status, first.answer, id, key);
    }

    /**
     * Names the request's idempotency key as nobody else's can be named: it is of one realm, caller, method and path. For
     * those who remember by themselves what they have done.
     *
     * @param callerKey tells the caller from all others of the realm
     * @return 64 characters; null for a request without one
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a key that is none
     */
    public static @Nullable String id(KeycloakSession session, RealmModel realm, String callerKey) {
        String key = presented(session);
        return key == null
                ? null
                : digest(String.join(
                        "\n",
                        realm.getId(),
                        callerKey,
                        session.getContext().getHttpRequest().getHttpMethod(),
                        session.getContext().getUri().getPath(),
                        key));
    }

    /** Forgets what is older than 24 hours. */
    public static int purgeExpired(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("okaDeleteExpiredIdempotencyKeys")
                .setParameter("now", Time.currentTimeMillis())
                .executeUpdate();
    }

    /** The realm is gone. */
    public static void forget(KeycloakSession session, RealmModel realm) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery("okaDeleteIdempotencyKeysOfRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private static @Nullable String presented(KeycloakSession session) {
        String key = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HEADER);
        if (key != null && !ACCEPTED.matcher(key).matches()) {
            throw Problem.badRequest("invalid_idempotency_key", HEADER + " must be 1 to 255 visible ASCII characters")
                    .asException();
        }
        return key;
    }

    private static boolean claim(EntityManager em, RealmModel realm, String id, String requestHash) {
        // A twin may be in flight.
        LockTimeout.set(em);
        long now = Time.currentTimeMillis();
        return em.createNamedQuery("okaClaimIdempotencyKey")
                        .setParameter("id", id)
                        .setParameter("realmId", realm.getId())
                        .setParameter("requestHash", requestHash)
                        .setParameter("expiresAt", now + KEPT.toMillis())
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    private static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
