package io.oka.keycloak.entitlements.quota;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Submissions of one tenant, carried out together in one transaction of its own connection.
 *
 * <p>The transaction holds the tenant's lock from its first statement to its end, so that whatever it reads stays true
 * until it has written: nodes take turns. Everything that follows from an admitted use (counts, event, total, idempotency
 * key, announcement) is in it. If the process dies before the commit, there is no trace of any of it, and PostgreSQL lets
 * the lock go; if it dies after, all of it is there, and a repetition under the same idempotency key gets the answer that
 * was lost on the way.
 */
final class Batch {

    private final QuotaStore store;
    private final Account account;
    private final List<Submission> submissions;
    private final Map<Submission, List<Outcome>> outcomes = new HashMap<>();
    private @Nullable Ledger ledger;
    private @Nullable Reservation lastReclaimed;
    private boolean allReclaimed;
    private boolean abandoned;

    Batch(QuotaStore store, Account account, List<Submission> submissions) {
        this.store = store;
        this.account = account;
        this.submissions = submissions;
    }

    /**
     * @return whether it is over; false if somebody gave up meanwhile, so that it was rolled back and is to be tried
     *     without them
     * @throws TenantGoneException if there is no such tenant any more
     */
    boolean run() throws SQLException {
        store.connections().inTransaction(this::on);
        return !abandoned;
    }

    /** What became of a submission, once the batch has run. */
    List<Outcome> outcomes(Submission submission) {
        return Objects.requireNonNull(outcomes.get(submission));
    }

    /** How the tenant's counters stood at the end of it. */
    Map<Counter, Count> counts() {
        return ledger == null ? Map.of() : ledger.counts();
    }

    private boolean on(Connection connection) throws SQLException {
        Instant now = store.lock(connection, account);
        List<Order> orders = submissions.stream()
                .flatMap(submission -> submission.orders().stream())
                .toList();
        Ledger read = new Ledger(now, store.answers().load(connection, account, keys(orders)));
        ledger = read;
        read.know(store.reservations().load(connection, account, reservationIds(orders)));
        Set<Counter> counters = new LinkedHashSet<>();
        orders.forEach(order -> counters.addAll(read.countersOf(order)));
        read.know(store.counters().load(connection, account, counters));
        for (Submission submission : submissions) {
            List<Outcome> became = new ArrayList<>();
            for (Order order : submission.orders()) {
                became.add(carryOut(connection, read, order));
            }
            outcomes.put(submission, became);
        }
        if (!read.isChanged()) {
            return false;
        }
        store.write(connection, account, read);
        for (Submission submission : submissions) {
            if (!submission.beginCommit()) {
                abandoned = true;
                submissions.forEach(Submission::retry);
                return false;
            }
        }
        return true;
    }

    private Outcome carryOut(Connection connection, Ledger read, Order order) throws SQLException {
        Outcome outcome = read.carryOut(order);
        while (!allReclaimed && (order instanceof Order.Reclaim || isRefusedForWhatIsReserved(outcome))) {
            List<Reservation> expired = store.reservations().expired(connection, account, read.now(), lastReclaimed);
            Set<Counter> theirs = new LinkedHashSet<>();
            expired.forEach(reservation -> theirs.addAll(reservation.counters()));
            theirs.removeAll(read.counts().keySet());
            read.know(store.counters().load(connection, account, theirs));
            read.reclaim(expired);
            allReclaimed = expired.size() < ReservationRows.PAGE;
            lastReclaimed = allReclaimed ? lastReclaimed : expired.get(expired.size() - 1);
            outcome = read.carryOut(order);
        }
        return outcome;
    }

    private static boolean isRefusedForWhatIsReserved(Outcome outcome) {
        return outcome instanceof Outcome.Exceeded exceeded && exceeded.quota().reserved() > 0;
    }

    private static Collection<String> keys(List<Order> orders) {
        return orders.stream()
                .map(Order::idempotencyKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static Collection<String> reservationIds(List<Order> orders) {
        return orders.stream()
                .map(Order::aboutReservation)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
