package io.oka.keycloak.sync.apply;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.sync.ItemOutcome;
import java.util.Set;

/** Tells what may pass from what will never do, of what was thrown while an item was applied or committed. */
public final class ItemFailures {

    public static final String DATABASE_AWAY = "database_away";
    public static final String LOCKED = "locked";
    public static final String QUOTA_UNAVAILABLE = "quota_unavailable";
    public static final String INTERNAL_ERROR = "internal_error";

    /** Conflicts with somebody who does something at this very moment. */
    private static final Set<String> MAY_PASS = Set.of("organization_link_changed", "external_code_taken");

    private ItemFailures() {}

    /** What the item comes to by this; whatever the session did for it is to be rolled back. */
    public static ItemOutcome outcome(Throwable thrown) {
        if (thrown instanceof ConflictException conflict) {
            String detail = String.valueOf(conflict.getMessage());
            return MAY_PASS.contains(conflict.code())
                    ? new ItemOutcome.Failed(conflict.code(), detail)
                    : new ItemOutcome.Refused(conflict.code(), detail);
        }
        if (thrown instanceof ProblemException refusal) {
            return outcome(refusal.problem());
        }
        if (DatabaseFailures.isAway(thrown)) {
            return new ItemOutcome.Failed(DATABASE_AWAY, "The database took no work");
        }
        if (DatabaseFailures.isConflict(thrown)) {
            return new ItemOutcome.Failed(LOCKED, "Somebody else was changing the same at this moment");
        }
        // What it says may hold what is nobody's business: the log has it.
        return new ItemOutcome.Failed(
                INTERNAL_ERROR, "It failed within: " + thrown.getClass().getSimpleName());
    }

    private static ItemOutcome outcome(Problem problem) {
        if (problem.status() >= 500) {
            return new ItemOutcome.Failed(QUOTA_UNAVAILABLE, "It cannot be counted at the moment");
        }
        if (problem.status() == 404) {
            return new ItemOutcome.Refused("tenant_deleted", "The tenant is deleted");
        }
        return problem.errors().isEmpty()
                ? new ItemOutcome.Refused(problem.code(), String.valueOf(problem.detail()))
                : new ItemOutcome.Refused("malformed", ItemSchemas.text(problem.errors()));
    }
}
