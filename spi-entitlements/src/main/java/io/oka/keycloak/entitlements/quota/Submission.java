package io.oka.keycloak.entitlements.quota;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Orders that are carried out in one transaction, and whoever waits for what becomes of them. A waiter may give up: if
 * the commit has not begun by then, nothing of it is recorded.
 */
final class Submission {

    private enum State {
        WAITING,
        COMMITTING,
        ABANDONED
    }

    private final List<Order> orders;
    private final CompletableFuture<List<Outcome>> outcomes = new CompletableFuture<>();
    private State state = State.WAITING;
    private boolean waiterLeft;

    Submission(List<Order> orders) {
        this.orders = List.copyOf(orders);
    }

    List<Order> orders() {
        return orders;
    }

    CompletableFuture<List<Outcome>> outcomes() {
        return outcomes;
    }

    /** The waiter goes. Only what is being committed at this moment may be recorded all the same. */
    synchronized void abandon() {
        waiterLeft = true;
        if (state == State.WAITING) {
            state = State.ABANDONED;
        }
    }

    synchronized boolean isAbandoned() {
        return state == State.ABANDONED;
    }

    /** From here on it cannot be abandoned; false if it was. */
    synchronized boolean beginCommit() {
        if (state == State.ABANDONED) {
            return false;
        }
        state = State.COMMITTING;
        return true;
    }

    /** The transaction was rolled back, and another is to try it. */
    synchronized void retry() {
        state = waiterLeft ? State.ABANDONED : State.WAITING;
    }
}
