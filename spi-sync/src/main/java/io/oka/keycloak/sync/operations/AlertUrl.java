package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.secret.Sealer;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The address of the alert webhook: whoever has it can write there, so that it is kept as a secret is. */
public final class AlertUrl {

    private static final String PLACE = "alert-url";

    private AlertUrl() {}

    public static byte[] seal(Sealer sealer, String realmId, String url) {
        return sealer.seal(realmId, PLACE, url.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalStateException if it does not open, or its key is not there
     */
    public static String open(Sealer sealer, String realmId, int version, byte[] sealed) {
        return new String(sealer.open(realmId, version, PLACE, sealed), StandardCharsets.UTF_8);
    }

    /** Where it leads, without the part that is secret. */
    public static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
