package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a request, so that the caller is told all of it at once. */
public final class Validation {

    private final List<FieldError> errors = new ArrayList<>();

    public Validation check(boolean holds, String field, String message) {
        if (!holds) {
            errors.add(new FieldError(field, message));
        }
        return this;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 if anything was wrong
     */
    public void orRefuse() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors).asException();
        }
    }
}
