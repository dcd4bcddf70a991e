package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.Invitation;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;
import org.keycloak.utils.SMTPUtil;

/**
 * The mail that an invitation is: written by the realm's e-mail theme, in the language of whoever has the address or else
 * the realm's.
 */
public final class InvitationMail {

    private static final String TEMPLATE = "tenant-invitation.ftl";
    private static final String SUBJECT = "okaInvitationMailSubject";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT);

    private final KeycloakSession session;

    public InvitationMail(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @throws ConflictException {@code email_not_configured} if the realm knows of no mail server
     */
    public static void requireSender(RealmModel realm) {
        Map<String, String> smtp = realm.getSmtpConfig();
        if (smtp == null || isBlank(smtp.get("host")) || isBlank(smtp.get("from"))) {
            throw new ConflictException(
                    "email_not_configured", "This realm sends no e-mail: an operator sets up its mail server first");
        }
    }

    /** Whether Keycloak could hand a mail to this address to the realm's mail server: some take ASCII only. */
    public static boolean reaches(RealmModel realm, String email) {
        String ascii = SMTPUtil.convertIDNEmailAddress(email);
        return "true".equals(realm.getSmtpConfig().get(EmailSenderProvider.CONFIG_ALLOW_UTF8))
                || (ascii != null && ascii.chars().allMatch(c -> c < 128));
    }

    /**
     * Writes it, if there is still somebody to write it for. In a transaction, which reads and no more, but for a directory
     * that brings people along.
     *
     * @param base where people reach the server
     * @return null where the realm or the tenant is not in use
     */
    public @Nullable WrittenMail write(String realmId, Invitation invitation, URI base) throws EmailException {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null || !realm.isEnabled() || !OkaRealm.isOn(realm)) {
            return null;
        }
        session.getContext().setRealm(realm);
        TenantModel tenant = session.getProvider(TenantProvider.class).getTenant(realm, invitation.tenantId());
        if (tenant == null) {
            return null;
        }
        UserModel reader = reader(realm, invitation.email());
        Locale locale = session.getContext().resolveLocale(reader, true);
        String name = displayName(tenant);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("okaTenantName", name);
        attributes.put("okaRole", invitation.role().wireName());
        attributes.put(
                "okaExpiresAt",
                TIME.withLocale(locale).format(invitation.expiresAt().atOffset(ZoneOffset.UTC)));
        attributes.put(
                "okaLink",
                InvitationLinks.linkTo(session, realm, invitation, base).toString());
        attributes.put(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, "true");
        return WrittenMail.write(session, realm, templates -> templates
                .setUser(reader)
                .send(SUBJECT, List.of(name), TEMPLATE, attributes, invitation.email()));
    }

    /** In one line: it stands in the mail's head. Invisible characters could make it read as something else. */
    public static String displayName(TenantModel tenant) {
        String shown = tenant.getDisplayName();
        String line = shown == null
                ? ""
                : shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
        return line.isEmpty() ? tenant.getName() : line;
    }

    /** Nobody but an address and a language: what else the realm knows of whoever has it is not for templates. */
    private UserModel reader(RealmModel realm, String email) {
        InMemoryUserAdapter reader = new InMemoryUserAdapter(session, realm, null);
        reader.setEmail(email);
        reader.setUsername(email);
        UserModel user =
                realm.isDuplicateEmailsAllowed() ? null : session.users().getUserByEmail(realm, email);
        String language = user == null ? null : user.getFirstAttribute(UserModel.LOCALE);
        if (language != null) {
            reader.setSingleAttribute(UserModel.LOCALE, language);
        }
        return reader;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
