package io.oka.keycloak.common.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which paths are ours. Each floor names its roots when it starts, so that the filters below touch nothing of
 * Keycloak's own.
 */
public final class OkaPaths {

    private static final Pattern ROOT = Pattern.compile("/?(admin/)?realms/[^/]+/([^/]+)(?:/.*)?", Pattern.DOTALL);

    private static final Map<String, ErrorShape> REALM_ROOTS = new ConcurrentHashMap<>();
    private static final Map<String, ErrorShape> ADMIN_ROOTS = new ConcurrentHashMap<>();

    private OkaPaths() {}

    /** {@code /realms/{realm}/{root}} is ours, and refuses in this shape. */
    public static void claimRealmRoot(String root, ErrorShape errors) {
        REALM_ROOTS.put(root, errors);
    }

    /** {@code /admin/realms/{realm}/{root}} is ours. */
    public static void claimAdminRoot(String root) {
        ADMIN_ROOTS.put(root, ErrorShape.PROBLEM);
    }

    /**
     * @param path relative to the server's base address
     */
    public static boolean isOurs(String path) {
        return errors(path) != null;
    }

    /** How refusals are written there; null where the path is not ours. */
    static @Nullable ErrorShape errors(String path) {
        Matcher matcher = ROOT.matcher(path);
        return matcher.matches() ? (matcher.group(1) == null ? REALM_ROOTS : ADMIN_ROOTS).get(matcher.group(2)) : null;
    }
}
