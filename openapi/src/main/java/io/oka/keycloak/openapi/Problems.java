package io.oka.keycloak.openapi;

import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds the refusals. Those that are the same wherever they occur are shared; those whose codes differ stand with their
 * operation, which names the codes that are its own as the description of an answer: {@code @APIResponse(responseCode =
 * "409", description = "name_taken, tenant_limit_reached")}. An answer that has a content of its own is left alone, and
 * so is an operation whose every refusal has: see {@link OwnShapes}.
 */
final class Problems {

    private static final Pattern CODES = Pattern.compile("[a-z]+(_[a-z]+)*(, [a-z]+(_[a-z]+)*)*");

    private final SharedProblems shared;

    Problems(OpenAPI document) {
        this.shared = new SharedProblems(document);
    }

    void answer(List<Call> calls) {
        shared.addUsual();
        calls.forEach(this::answer);
    }

    private void answer(Call call) {
        if (OwnShapes.hasNoProblems(call)) {
            OwnShapes.answer(call);
        } else {
            addProblems(call);
        }
        OwnShapes.complete(call);
    }

    private void addProblems(Call call) {
        badRequest(call);
        unauthorized(call);
        forbidden(call);
        refer(call, "404", "NotFound");
        refer(call, "406", "NotAcceptable");
        if (call.changesSomething()) {
            conflict(call);
        }
        if (call.answers("412")) {
            refer(call, "412", "PreconditionFailed");
        }
        if (call.hasBody()) {
            refer(call, "413", "PayloadTooLarge");
            refer(call, "415", "UnsupportedMediaType");
        }
        if (call.isCreation()) {
            refer(call, "422", "IdempotencyKeyReused");
        }
        if (call.isSigned()) {
            refer(call, "429", "RateLimited");
        }
        refer(call, "503", "Unavailable");
        others(call);
    }

    private static void unauthorized(Call call) {
        List<String> own = hasItsOwnShape(call, "401") ? List.of() : declared(call, "401");
        if (own.isEmpty()) {
            refer(call, "401", call.isSigned() ? "UnknownAgent" : "Unauthorized");
        } else {
            answers(call)
                    .addAPIResponse(
                            "401",
                            ProblemAnswers.of(
                                            "The caller is not known",
                                            quoted(own.stream()),
                                            Problem.of(401, own.get(0), "The caller is not known", null))
                                    .addHeader("WWW-Authenticate", AnswerHeaders.shared("WwwAuthenticate")));
        }
    }

    static boolean isProblem(APIResponse answer) {
        return answer.getContent() != null && answer.getContent().hasMediaType(Problem.MEDIA_TYPE);
    }

    /** What only this operation answers, such as 429. */
    private static void others(Call call) {
        new TreeMap<>(answers(call).getAPIResponses()).forEach((status, answer) -> {
            if (status.matches("[45]\\d\\d") && answer.getRef() == null && answer.getContent() == null) {
                List<String> own = declared(call, status);
                if (own.isEmpty()) {
                    throw new IllegalStateException(call + ": the description of its " + status
                            + " must be its problem codes, separated by commas");
                }
                APIResponse problem = ProblemAnswers.of(
                        "The request is refused",
                        quoted(own.stream()),
                        Problem.of(Integer.parseInt(status), own.get(0), "The request is refused", null));
                if (status.equals("429")) {
                    problem.addHeader("Retry-After", AnswerHeaders.shared("RetryAfter"));
                }
                answers(call).addAPIResponse(status, problem);
            }
        });
    }

    private void badRequest(Call call) {
        boolean validates = call.hasBody() || call.hasQuery();
        List<String> codes = new ArrayList<>();
        if (call.hasBody()) {
            codes.addAll(List.of("malformed_json", "duplicate_member", "unknown_member"));
        }
        if (validates) {
            codes.add("validation_failed");
        }
        if (call.isCreation()) {
            codes.add("invalid_idempotency_key");
        }
        codes.addAll(List.of("malformed_address", "bad_request"));
        describe(
                call,
                "400",
                call.isCreation()
                        ? "BadCreation"
                        : call.hasBody() ? "BadBody" : validates ? "BadParameters" : "BadRequest",
                "Malformed" + (validates ? ", or with members that are not known or not acceptable" : ""),
                codes,
                validates
                        ? Problem.invalid(List.of(new FieldError(call.hasBody() ? "name" : "max", "is not acceptable")))
                        : Problem.badRequest("bad_request", "The request is not well-formed"));
    }

    private void forbidden(Call call) {
        Problem suspended =
                Problem.forbidden("tenant_suspended", "The tenant is suspended: it can be read, not changed");
        Problem role = Problem.forbidden("insufficient_role", "This needs the role admin in the tenant");
        if (call.isForOperators()) {
            describe(
                    call,
                    "403",
                    "OperatorForbidden",
                    "The operator may not do this",
                    List.of("forbidden"),
                    Problem.of(403, "forbidden", "The caller may not do this", null));
        } else if (call.isBelowTenant()) {
            boolean changes = call.changesSomething();
            describe(
                    call,
                    "403",
                    changes ? "ChangeForbidden" : "ReadForbidden",
                    "The caller's role does not allow it, or the state of tenant or realm",
                    changes
                            ? List.of("insufficient_role", "tenant_suspended", "realm_disabled", "https_required")
                            : List.of("insufficient_role", "realm_disabled", "https_required"),
                    changes ? suspended : role);
        } else {
            describe(
                    call,
                    "403",
                    "RealmForbidden",
                    "The caller may not do this, or the realm's state does not allow it",
                    List.of("realm_disabled", "https_required"),
                    Problem.forbidden("realm_disabled", "This realm is disabled"));
        }
    }

    private void conflict(Call call) {
        if (hasItsOwnShape(call, "409")) {
            return;
        }
        List<String> own = declared(call, "409");
        describe(
                call,
                "409",
                "Conflict",
                "The present state does not allow it",
                List.of("conflict"),
                Problem.conflict(
                        own.isEmpty() ? "conflict" : own.get(0),
                        "The change conflicts with the present state or with another change"));
    }

    /** The codes that the operation names as its own for this status. */
    private static List<String> declared(Call call, String status) {
        String description = Optional.ofNullable(answers(call).getAPIResponse(status))
                .map(APIResponse::getDescription)
                .orElse(null);
        if (description == null) {
            return List.of();
        }
        if (!CODES.matcher(description).matches()) {
            throw new IllegalStateException(call + ": the description of its " + status
                    + " must be its problem codes, separated by commas, and is: " + description);
        }
        return List.of(description.split(", "));
    }

    /** Shared under the name, unless the operation has codes of its own. */
    private void describe(Call call, String status, String name, String what, List<String> common, Problem example) {
        if (hasItsOwnShape(call, status)) {
            return;
        }
        List<String> own = declared(call, status);
        String codes = quoted(Stream.concat(own.stream(), common.stream()));
        if (own.isEmpty()) {
            shared.share(name, what, codes, example);
            refer(call, status, name);
        } else {
            answers(call).addAPIResponse(status, ProblemAnswers.of(what, codes, example));
        }
    }

    private static String quoted(Stream<String> codes) {
        return codes.distinct().map(code -> "`" + code + "`").collect(Collectors.joining(", "));
    }

    private static void refer(Call call, String status, String name) {
        if (!hasItsOwnShape(call, status)) {
            answers(call).addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    private static boolean hasItsOwnShape(Call call, String status) {
        APIResponse answer = answers(call).getAPIResponse(status);
        return answer != null && answer.getContent() != null;
    }

    private static APIResponses answers(Call call) {
        return call.operation().getResponses();
    }
}
