package io.oka.keycloak.common.problem;

import java.io.Serial;

/**
 * Ends a request with a problem document. The request's transaction is rolled back: nothing refused leaves a trace.
 */
public final class ProblemException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        // A refusal is an answer, not a defect: its stack trace would be cost without use.
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
