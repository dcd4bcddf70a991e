package io.oka.keycloak.entitlements.authzen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import io.oka.keycloak.tenants.TenantRole;
import org.junit.jupiter.api.Test;

final class QuestionTest {

    private static final String WHOLE = """
            {"subject": {"type": "user", "id": "carol"},
             "action": {"name": "documents:read"},
             "resource": {"type": "service", "id": "documents", "properties": {"tenantId": "acme"}},
             "context": {"requiredFeature": "export", "requiredRole": "admin", "quantity": 3, "sessionId": "s"}}
            """;

    @Test
    void requestIsReadInOurTerms() {
        Question question = read(WHOLE, Open.NOTHING);

        assertThat(question.request())
                .isEqualTo(new DecisionRequest("documents:read", "acme", "documents", "export", TenantRole.ADMIN, 3));
        assertThat(question.subjectType()).isEqualTo(SubjectType.USER);
        assertThat(question.sessionId()).isEqualTo("s");
        assertThat(question.isOfKnownTypes()).isTrue();
    }

    @Test
    void tenantMayStandInTheContext() {
        Question question = read("""
                {"subject": {"type": "api_key", "id": "k"}, "action": {"name": "a"},
                 "resource": {"type": "service", "id": "documents"}, "context": {"tenantId": "acme"}}
                """, Open.NOTHING);

        assertThat(question.tenantId()).isEqualTo("acme");
        assertThat(question.request().quantity()).isEqualTo(1);
    }

    @Test
    void tenantThatIsTheSubjectNeedNotBeNamedTwice() {
        Question question = read("""
                {"subject": {"type": "tenant", "id": "acme"}, "action": {"name": "a"},
                 "resource": {"type": "service", "id": "documents"}}
                """, Open.NOTHING);

        assertThat(question.tenantId()).isEqualTo("acme");
    }

    @Test
    void typesThatAreNotKnownNeedNoTenant() {
        Question question = read("""
                {"subject": {"type": "user", "id": "alice"}, "action": {"name": "read"},
                 "resource": {"type": "record", "id": "record-1"}}
                """, Open.NOTHING);

        assertThat(question.isOfKnownTypes()).isFalse();
    }

    @Test
    void whatIsSearchedForIsNotHeard() {
        assertThat(read(WHOLE.replace("\"carol\"", "5"), Open.SUBJECT).subject().id())
                .isEmpty();
        assertThat(read(WHOLE, Open.RESOURCE).resource().id()).isEmpty();
        assertThat(read(WHOLE.replace("\"documents:read\"", "5"), Open.ACTION).action())
                .isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read("""
                        {"subject": {"type": 5}, "action": "read",
                         "resource": {"type": "service", "id": "d", "properties": []},
                         "context": {"quantity": 0, "requiredRole": "king"}}
                        """, Open.NOTHING))
                .isInstanceOfSatisfying(
                        ProblemException.class, refusal -> assertThat(ErrorMessages.of(refusal.problem()))
                                .contains(
                                        "subject.type must be a string",
                                        "subject.id is needed",
                                        "action must be an object",
                                        "resource.properties must be an object",
                                        "context.requiredRole must be member, admin or owner",
                                        "context.quantity must be a whole number, at least 1"));
    }

    @Test
    void twoTenantsAreOneTooMany() {
        assertThatThrownBy(() -> read(WHOLE.replace("\"quantity\": 3", "\"tenantId\": \"globex\""), Open.NOTHING))
                .isInstanceOf(ProblemException.class);
    }

    static Question read(String text, Open open) {
        return Question.read(object(text), open);
    }

    static ObjectNode object(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
