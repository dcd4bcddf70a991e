package io.oka.keycloak.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Refusals as another specification spells them. An operation all of whose refusals are such says so once, by the content
 * of its default answer: {@code @APIResponse(responseCode = "default", content = …)}.
 */
final class OwnShapes {

    private static final String DEFAULT = "default";

    private OwnShapes() {}

    /** Whether nothing that the operation answers is a problem. */
    static boolean hasNoProblems(Call call) {
        APIResponse other = answers(call).getDefaultValue();
        return other != null && other.getContent() != null;
    }

    /** Names the refusals that can always come, in the shape of the default answer. */
    static void answer(Call call) {
        APIResponses answers = answers(call);
        Content content = answers.getDefaultValue().getContent();
        always(call).forEach((status, description) -> {
            APIResponse answer = answers.getAPIResponse(status);
            if (answer == null) {
                answer = OASFactory.createAPIResponse().description(description);
                answers.addAPIResponse(status, answer);
            }
            if (answer.getContent() == null) {
                answer.setContent(content);
            }
        });
        answers.removeAPIResponse(DEFAULT);
    }

    /** Adds what is the same of refusals in any form. */
    static void complete(Call call) {
        answers(call).getAPIResponses().forEach((status, answer) -> {
            if (status.matches("[45]\\d\\d") && answer.getRef() == null && !Problems.isProblem(answer)) {
                answer.addHeader(AnswerHeaders.REQUEST_ID, AnswerHeaders.shared("RequestId"));
                if (status.equals("401")) {
                    answer.addHeader("WWW-Authenticate", AnswerHeaders.shared("WwwAuthenticate"));
                } else if (status.equals("429") || status.equals("503")) {
                    answer.addHeader("Retry-After", AnswerHeaders.shared("RetryAfter"));
                }
            }
        });
    }

    private static Map<String, String> always(Call call) {
        Map<String, String> always = new LinkedHashMap<>();
        always.put("400", "Malformed");
        always.put("401", "No token, or one that does not hold here");
        always.put("403", "The caller may not do this, or the realm's state does not allow it");
        always.put("404", "It is not there, or not for the caller to know of; or Oka is off in this realm");
        always.put("406", "Nothing that is given here is accepted");
        if (call.hasBody()) {
            always.put("413", "The body is larger than 1 MiB");
            // AuthZEN counts a body of another type among the malformed ones.
            if (!call.path().startsWith("/realms/{realm}/access/")) {
                always.put("415", "The body is not of a type that is read here");
            }
        }
        always.put("503", "The database is away");
        return always;
    }

    private static APIResponses answers(Call call) {
        return call.operation().getResponses();
    }
}
