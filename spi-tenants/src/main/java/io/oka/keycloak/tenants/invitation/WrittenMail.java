package io.oka.keycloak.tenants.invitation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * A mail that has been written and not been sent. Keycloak's e-mail templates write and send in one breath, and can write
 * only where there is a transaction: they are given a sender that keeps what it gets, so that the mail server is talked to
 * afterwards, with nothing held.
 *
 * @param realm whose secrets the mail server may want
 * @param smtp what the realm says of its mail server
 */
public record WrittenMail(
        RealmModel realm, Map<String, String> smtp, String address, String subject, String text, String html) {

    /** Hands it to the mail server; needs no transaction. */
    public void send(KeycloakSessionFactory factory) throws EmailException {
        try (KeycloakSession session = factory.create()) {
            session.getContext().setRealm(realm);
            session.getProvider(EmailSenderProvider.class).send(smtp, address, subject, text, html);
        }
    }

    /** Never shows the link. */
    @Override
    public String toString() {
        return "WrittenMail[" + subject + "]";
    }

    /** How a mail is written with Keycloak's templates. */
    interface Writing {

        void with(EmailTemplateProvider templates) throws EmailException;
    }

    static WrittenMail write(KeycloakSession session, RealmModel realm, Writing writing) throws EmailException {
        Keeper keeper = new Keeper(realm);
        EmailTemplateProvider templates = (EmailTemplateProvider) session.getKeycloakSessionFactory()
                .getProviderFactory(EmailTemplateProvider.class)
                .create(withSender(session, keeper));
        try {
            writing.with(templates.setRealm(realm));
        } finally {
            templates.close();
        }
        if (keeper.kept == null) {
            throw new EmailException("The e-mail templates have written nothing");
        }
        return keeper.kept;
    }

    /** The session, but for whom it says sends its mails. */
    private static KeycloakSession withSender(KeycloakSession session, EmailSenderProvider sender) {
        return (KeycloakSession) Proxy.newProxyInstance(
                WrittenMail.class.getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getProvider") && arguments[0] == EmailSenderProvider.class) {
                        return sender;
                    }
                    try {
                        return method.invoke(session, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class Keeper implements EmailSenderProvider {

        private final RealmModel realm;

        private @Nullable WrittenMail kept;

        Keeper(RealmModel realm) {
            this.realm = realm;
        }

        @Override
        public void send(Map<String, String> smtp, String address, String subject, String text, String html) {
            kept = new WrittenMail(realm, Map.copyOf(smtp), address, subject, text, html);
        }

        @Override
        public void validate(Map<String, String> smtp) {}

        @Override
        public void close() {}
    }
}
