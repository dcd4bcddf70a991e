package io.oka.server;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets people log in to a realm with Google, if the environment holds what Google gave out for that: {@value #CLIENT_ID}
 * and {@value #CLIENT_SECRET}. Without both the login is off, also one that an earlier start had switched on. Realm files
 * cannot say this: they are read at the first start only, and their placeholders know values and no conditions.
 *
 * @param clientId null for off
 * @param clientSecret null for off
 */
public record GoogleLogin(
        @Nullable String clientId, @Nullable String clientSecret) {

    static final String CLIENT_ID = "OKA_GOOGLE_CLIENT_ID";
    static final String CLIENT_SECRET = "OKA_GOOGLE_CLIENT_SECRET";

    private static final String ALIAS = "google";

    /** As these environment variables say. */
    public static GoogleLogin of(Map<String, String> environment) {
        return new GoogleLogin(environment.get(CLIENT_ID), environment.get(CLIENT_SECRET));
    }

    boolean isOn() {
        return clientId != null && !clientId.isBlank() && clientSecret != null && !clientSecret.isBlank();
    }

    /** Brings the realm to this; may run at each start. */
    public void apply(AdminApi api, String realm) {
        String instances = "/admin/realms/" + realm + "/identity-provider/instances";
        boolean present = api.find(instances + "/" + ALIAS).isPresent();
        if (isOn() && !present) {
            api.post(instances, representation());
        } else if (present) {
            api.send("PUT", instances + "/" + ALIAS, representation(), Set.of(200, 204));
        }
    }

    private Map<String, Object> representation() {
        String none = "none";
        return Map.of(
                "alias",
                ALIAS,
                "providerId",
                "google",
                "enabled",
                isOn(),
                "trustEmail",
                true,
                "config",
                Map.of(
                        "clientId",
                        isOn() ? String.valueOf(clientId) : none,
                        "clientSecret",
                        isOn() ? String.valueOf(clientSecret) : none,
                        "syncMode",
                        "IMPORT"));
    }
}
