package io.oka.keycloak.tenants;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;
import org.keycloak.models.RealmModel;

/** What operators decide about tenants, per realm. */
public final class TenantSettings {

    /** The longest that anybody may let an invitation wait. */
    public static final int MOST_INVITATION_HOURS = 720;

    private static final int MOST_TENANTS = 10_000;
    private static final int LONGEST_CLIENT_ID = 255;
    private static final int MOST_PENDING = 10_000;

    public static final RealmSetting<Integer> MAX_TENANTS_PER_USER = new RealmSetting<>(
            "maxTenantsPerUser",
            new TypeReference<>() {},
            5,
            value -> value >= 0 && value <= MOST_TENANTS ? null : "must be 0 to " + MOST_TENANTS,
            "How many tenants one person may own");

    public static final RealmSetting<Boolean> DIRECT_ADD = new RealmSetting<>(
            "directAdd",
            new TypeReference<>() {},
            false,
            value -> null,
            "Whether tenant admins may add people without asking them: it tells who exists and pulls them in");

    /** The value of {@link #SESSIONS_PER_SERVICE} that ends an older session when a newer login comes. */
    private static final String ONE = "one";

    public static final RealmSetting<String> SESSIONS_PER_SERVICE = new RealmSetting<>(
            "sessionsPerService",
            new TypeReference<>() {},
            "many",
            value -> ONE.equals(value) || "many".equals(value) ? null : "must be one or many",
            "How many sessions a person may have at once of one service in one tenant");

    public static final RealmSetting<String> INVITATION_CLIENT = new RealmSetting<>(
            "invitationClient",
            new TypeReference<>() {},
            "account-console",
            value -> value.isBlank() || value.length() > LONGEST_CLIENT_ID
                    ? "must be the id of a client, at most " + LONGEST_CLIENT_ID + " characters"
                    : null,
            "Id of the client at whose base URL people end who have accepted an invitation");

    public static final RealmSetting<Integer> INVITATION_HOURS = new RealmSetting<>(
            "invitationHours",
            new TypeReference<>() {},
            72,
            value -> value >= 1 && value <= MOST_INVITATION_HOURS ? null : "must be 1 to " + MOST_INVITATION_HOURS,
            "How many hours an invitation is good for where whoever invites does not say");

    public static final RealmSetting<Integer> MAX_PENDING_INVITATIONS = new RealmSetting<>(
            "maxPendingInvitations",
            new TypeReference<>() {},
            200,
            value -> value >= 0 && value <= MOST_PENDING ? null : "must be 0 to " + MOST_PENDING,
            "How many invitations of one tenant may be waiting to be accepted");

    public static final RealmSetting<Integer> MAX_INVITATIONS_PER_HOUR = new RealmSetting<>(
            "maxInvitationsPerHour",
            new TypeReference<>() {},
            100,
            value -> value >= 1 && value <= MOST_PENDING ? null : "must be 1 to " + MOST_PENDING,
            "How many invitations one tenant may make in an hour");

    private TenantSettings() {}

    /** Whether a newer login to a service ends the older session of the same person, tenant and service. */
    public static boolean isOneSessionPerService(RealmModel realm) {
        return ONE.equals(SESSIONS_PER_SERVICE.in(realm));
    }
}
