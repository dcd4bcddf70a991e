package io.oka.it.invitations;

import static io.oka.it.support.Tenants.createWithTeam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Inbox;
import io.oka.it.support.Inbox.Mail;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mail that an invitation is, at a real mail server. */
@OkaServer
final class InvitationMailIT {

    private static final String MAIL = "oka-mail-invitations";

    private final Oka oka;
    private final TestRealm realm;
    private final Inbox inbox;
    private String tenant = "";

    InvitationMailIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.inbox = Inbox.of(realm);
    }

    @BeforeEach
    void tenantWithTeam() {
        tenant = createWithTeam(realm);
        name("Acme");
    }

    @AfterEach
    void closeInbox() {
        realm.update(Map.of("internationalizationEnabled", false));
        inbox.close();
    }

    @Test
    void mailSaysWhereToAndHasTheLinkInBothParts() {
        String address = freshAddress();

        String id = Invitations.invite(realm, tenant, address);

        Mail mail = inbox.await(address, 1);
        assertThat(mail.from()).isEqualTo("oka@example.org");
        assertThat(mail.subject()).isEqualTo("Invitation to join Acme");
        assertThat(mail.text()).contains("\"Acme\"").contains("Member").contains("(UTC)");
        assertThat(mail.link()).startsWith(realm.issuer() + "/login-actions/action-token?");
        assertThat(mail.html())
                .contains("Acme")
                .contains("href=\"" + mail.link().replace("&", "&amp;"));
        await().until(() -> !sentAt(id).isEmpty());
        assertThat(mailDue(id)).isFalse();
    }

    @Test
    void mailIsWrittenInTheRealmsLanguageOrTheReaders() {
        realm.update(Map.of(
                "internationalizationEnabled", true, "supportedLocales", List.of("en", "de"), "defaultLocale", "de"));
        String address = freshAddress();

        Invitations.invite(realm, tenant, address);

        Mail german = inbox.await(address, 1);
        assertThat(german.subject()).isEqualTo("Einladung zu Acme");
        assertThat(german.text())
                .contains("\u201eAcme\u201c")
                .contains("Mitglied")
                .contains("m\u00f6chten");
        assertThat(german.html()).contains("lang=\"de\"").contains("Einladung annehmen");
        oka.admin()
                .put(
                        realm.adminPath("/users/" + realm.userId("erin")),
                        Map.of("attributes", Map.of("locale", List.of("en")), "email", "erin@example.com"));
        Invitations.invite(realm, tenant, "erin@example.com");
        assertThat(inbox.await("erin@example.com", 1).subject()).isEqualTo("Invitation to join Acme");
    }

    @Test
    void hostileNameOfATenantWritesNeitherHtmlNorHead() {
        name("</p><a href=\"https://evil.example\">click</a>${okaLink}{0}'");
        String address = freshAddress();

        Invitations.invite(realm, tenant, address);

        Mail mail = inbox.await(address, 1);
        assertThat(mail.html()).doesNotContain("<a href=\"https://evil").contains("&lt;a href=");
        assertThat(mail.html().split("<a ", -1)).hasSize(2);
        assertThat(mail.subject()).contains("</p><a href=").doesNotContain("\n");
    }

    @Test
    void lineBreakInANameThatCameAroundOurChecksWritesNoHead() {
        oka.rows(
                "UPDATE oka_tenant SET display_name = ? WHERE id = ? RETURNING id",
                "Acme\r\nBcc: victim@example.com\u202eevil",
                tenant);
        String address = freshAddress();

        Invitations.invite(realm, tenant, address);

        Mail mail = inbox.await(address, 1);
        assertThat(mail.subject()).contains("Acme  Bcc: victim@example.com evil");
        assertThat(mail.head().lines()).noneMatch(line -> line.startsWith("Bcc"));
        assertThat(inbox.mails("victim@example.com")).isEmpty();
    }

    @Test
    void mailIsSentOnceTheMailServerIsBackAndOnlyOnce() {
        inbox.stop();
        String address = freshAddress();
        String id = Invitations.invite(realm, tenant, address);
        await().until(() -> attempts(id) == 1 && !leased(id));
        assertThat(sentAt(id)).isEmpty();

        sweep();
        assertThat(attempts(id)).as("not before its time").isEqualTo(1);
        oka.moveClock(Duration.ofMinutes(2));
        sweep();
        await().until(() -> attempts(id) == 2 && !leased(id));
        inbox.start();
        oka.moveClock(Duration.ofMinutes(10));
        sweep();
        sweep();

        inbox.await(address, 1);
        await().until(() -> !sentAt(id).isEmpty());
        sweep();
        await().during(Duration.ofSeconds(1)).until(() -> inbox.mails(address).size() == 1);
    }

    @Test
    void leaseOfADeadProcessRunsOut() {
        String address = freshAddress();
        String id = Invitations.invite(realm, tenant, address);
        inbox.await(address, 1);
        await().until(() -> !sentAt(id).isEmpty());
        oka.rows(
                "UPDATE oka_invitation SET mail_lease = 'of the dead', sent_at = null,"
                        + " mail_due_at = now() + interval '5 minutes' WHERE id = ? RETURNING id",
                id);
        sweep();
        assertThat(inbox.mails(address)).hasSize(1);

        oka.moveClock(Duration.ofMinutes(6));
        sweep();

        assertThat(inbox.await(address, 2).link()).isNotEmpty();
    }

    @Test
    void revokedInvitationIsMailedNoMore() {
        inbox.stop();
        String address = freshAddress();
        String id = Invitations.invite(realm, tenant, address);
        await().until(() -> attempts(id) == 1 && !leased(id));

        realm.as("bob")
                .delete("/tenants/" + tenant + "/invitations/" + id)
                .send()
                .expect(204);

        assertThat(mailDue(id)).isFalse();
    }

    @Test
    void mailOfASuspendedTenantWaits() {
        inbox.stop();
        String address = freshAddress();
        String id = Invitations.invite(realm, tenant, address);
        await().until(() -> attempts(id) == 1 && !leased(id));
        Tenants.suspend(realm, tenant);
        inbox.start();
        oka.moveClock(Duration.ofMinutes(2));
        sweep();
        assertThat(attempts(id)).isEqualTo(1);

        realm.operator().post("/tenants/" + tenant + "/resume").send().expect(200);
        sweep();

        inbox.await(address, 1);
    }

    @Test
    void resendMailsANewLink() {
        String address = freshAddress();
        String id = Invitations.invite(realm, tenant, address);
        Mail first = inbox.await(address, 1);
        await().until(() -> !sentAt(id).isEmpty());

        realm.as("bob")
                .post("/tenants/" + tenant + "/invitations/" + id + "/resend")
                .send()
                .expect(200);

        assertThat(inbox.await(address, 2).link()).isNotEqualTo(first.link());
    }

    @Test
    void replayMailsNobodyTwice() {
        String address = freshAddress();
        for (int i = 0; i < 2; i++) {
            realm.as("bob")
                    .post("/tenants/" + tenant + "/invitations")
                    .header("Idempotency-Key", "mail-once")
                    .json(Map.of("email", address))
                    .send()
                    .expect(201);
        }

        inbox.await(address, 1);
        sweep();

        await().during(Duration.ofSeconds(1)).until(() -> inbox.mails(address).size() == 1);
    }

    private void sweep() {
        oka.runTask(MAIL);
    }

    private void name(String displayName) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("displayName", displayName))
                .send()
                .expect(200);
    }

    private String sentAt(String id) {
        return realm.operator()
                .get("/tenants/" + tenant + "/invitations/" + id)
                .send()
                .expect(200)
                .json()
                .path("sentAt")
                .asText();
    }

    private int attempts(String id) {
        return ((Number) value(id, "mail_attempts")).intValue();
    }

    private boolean leased(String id) {
        return (boolean) value(id, "mail_lease IS NOT NULL");
    }

    private boolean mailDue(String id) {
        return (boolean) value(id, "mail_due_at IS NOT NULL");
    }

    private Object value(String id, String expression) {
        return Objects.requireNonNull(
                oka.rows("SELECT " + expression + " AS value FROM oka_invitation WHERE id = ?", id)
                        .get(0)
                        .get("value"));
    }

    private static String freshAddress() {
        return "p" + UUID.randomUUID() + "@example.com";
    }
}
