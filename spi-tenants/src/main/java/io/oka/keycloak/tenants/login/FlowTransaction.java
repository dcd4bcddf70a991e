package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.change.Acting;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a person does in a flow in a transaction of its own: what breaks it does not break the login's. */
public final class FlowTransaction {

    private FlowTransaction() {}

    /** What is done there, with that session's own view of the realm and the person. */
    @FunctionalInterface
    public interface Work<T> {

        T on(KeycloakSession session, RealmModel realm, UserModel user);
    }

    /**
     * @param name for traces
     */
    public static <T> T run(
            KeycloakSession session,
            AuthenticationSessionModel authentication,
            UserModel person,
            String name,
            Work<T> work) {
        String realmId = authentication.getRealm().getId();
        String userId = person.getId();
        String clientId = authentication.getClient().getClientId();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> {
                    RealmModel realm = own.realms().getRealm(realmId);
                    UserModel user = own.users().getUserById(realm, userId);
                    Acting.asUserInFlow(own, userId, clientId);
                    return work.on(own, realm, user);
                },
                name);
    }
}
