package io.oka.it.invitations;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no invitation, and what no mail server is to be given. */
@OkaServer
final class InvitationInputIT extends InvitingTenant {

    InvitationInputIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "@example.com",
                "a@b@",
                "x@example.com\r\nBcc: y@example.com",
                "x@example.com\nSubject: hello",
                "x\u0007@example.com",
                "x@example.com,y@example.com",
                "<x@example.com>",
                "X <x@example.com>",
                "x y@example.com",
                "\u00fcmlaut@example.com"
            })
    void addressThatNoMailServerIsToBeGivenIsRefused(String email) {
        assertInvalid(invite(email), "email");

        assertThat(list("").json()).isEmpty();
    }

    @Test
    void addressIsOfASizeThatMailKnows() {
        assertInvalid(invite("a".repeat(65) + "@example.com"), "email");
        assertInvalid(invite("a@" + "b".repeat(60) + ("." + "c".repeat(60)).repeat(4)), "email");
        invite("a".repeat(64) + "@example.com").expect(201);
    }

    @ParameterizedTest
    @CsvSource({
        "expiresInHours,0",
        "expiresInHours,721",
        "expiresInHours,-1",
        "expiresInHours,1.5",
        "expiresInHours,\"5\"",
        "role,\"king\"",
        "role,\"OWNER\"",
        "email,5",
        "email,null"
    })
    void memberThatDoesNotFitIsNamed(String member, String json) {
        String other = member.equals("email") ? "" : ", \"email\": \"x@example.com\"";

        assertInvalid(
                realm.as("alice")
                        .post(invitations())
                        .body("application/json", "{\"" + member + "\": " + json + other + "}")
                        .send(),
                member);
    }

    @Test
    void unknownMemberIsRefused() {
        Map<String, Object> body = new HashMap<>(Map.of("email", "x@example.com"));
        body.put("link", "https://example.com");

        assertProblem(realm.as("alice").post(invitations()).json(body).send(), 400, "unknown_member");
    }
}
