package io.oka.keycloak.common.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which paths are ours. Each floor names its roots when it starts, so that the filters below touch nothing of
 * Keycloak's own.
 */
public final class OkaPaths {

    private static final Pattern ROOT = Pattern.compile("/?(admin/)?realms/[^/]+/([^/]+)(?:/.*)?", Pattern.DOTALL);

    private static final Set<String> REALM_ROOTS = ConcurrentHashMap.newKeySet();
    private static final Set<String> ADMIN_ROOTS = ConcurrentHashMap.newKeySet();

    private OkaPaths() {}

    /** {@code /realms/{realm}/{root}} is ours. */
    public static void claimRealmRoot(String root) {
        REALM_ROOTS.add(root);
    }

    /** {@code /admin/realms/{realm}/{root}} is ours. */
    public static void claimAdminRoot(String root) {
        ADMIN_ROOTS.add(root);
    }

    /**
     * @param path relative to the server's base address
     */
    public static boolean isOurs(String path) {
        Matcher matcher = ROOT.matcher(path);
        return matcher.matches() && (matcher.group(1) == null ? REALM_ROOTS : ADMIN_ROOTS).contains(matcher.group(2));
    }
}
