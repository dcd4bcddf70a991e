package io.oka.keycloak.tenants.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Timeouts;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Which mails are due, who has taken which, and what came of it. Each call is a transaction of its own. */
record InvitationOutbox(EntityManager em) {

    /** Longer than any mail server is waited for; whoever holds one for longer is dead. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final List<Duration> BACKOFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3));

    /**
     * One mail that this process has taken to send.
     *
     * @param token names this attempt: whoever comes back with another is late
     * @param attempt 1 for the first
     */
    record Lease(InvitationEntity row, String token, int attempt) {}

    List<String> due(int atMost) {
        return em.createNamedQuery("okaDueInvitationMails", String.class)
                .setParameter("now", InvitationRows.now())
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Takes this mail; null if it is not due any more, or somebody else has it in hand. */
    @Nullable
    Lease claim(String id) {
        InvitationEntity row = em
                .createNamedQuery("okaDueInvitationMail", InvitationEntity.class)
                .setParameter("id", id)
                .setParameter("now", InvitationRows.now())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(null);
        if (row == null) {
            return null;
        }
        row.mailLease = KeycloakModelUtils.generateId();
        row.mailAttempts++;
        row.mailDueAt = InvitationRows.now().plus(LEASE);
        em.flush();
        return new Lease(row, row.mailLease, row.mailAttempts);
    }

    /** Does nothing if the invitation was ended, or mailed anew, in the meantime. */
    void sent(Lease lease) {
        em.createNamedQuery("okaInvitationMailed")
                .setParameter("now", InvitationRows.now())
                .setParameter("id", lease.row().id)
                .setParameter("lease", lease.token())
                .executeUpdate();
    }

    /** Lets it be tried again at this time. */
    void failed(Lease lease, Instant again) {
        em.createNamedQuery("okaInvitationNotMailed")
                .setParameter("dueAt", again)
                .setParameter("id", lease.row().id)
                .setParameter("lease", lease.token())
                .executeUpdate();
    }

    /** How long to wait after this many attempts: for as long as the invitation lives, and ever more seldom. */
    static Duration backoff(int attempts) {
        return BACKOFF.get(Math.min(Math.max(attempts, 1), BACKOFF.size()) - 1);
    }
}
