package io.oka.it.tenants;

import java.util.EnumMap;
import java.util.Map;

/**
 * One way to call something below {@code /realms/{realm}/tenants}, and what each of the eight is answered.
 *
 * @param path below the realm; {@code {tenant}}, {@code {member}} (of the tenant) and {@code {any}} (an id of nothing)
 *     are filled in
 * @param body JSON; {@code {tenant}}, {@code {fresh}} (a name that nobody has) are filled in; empty for none
 * @param statuses what each is answered
 */
record TenantCall(String method, String path, String body, Map<Who, Integer> statuses) {

    /** A call that is served: what owner, admin and member are answered. Nobody else gets to know of the tenant. */
    static TenantCall built(String call, String body, int owner, int admin, int member) {
        Map<Who, Integer> statuses = unknownToAll();
        statuses.put(Who.OWNER, owner);
        statuses.put(Who.ADMIN, admin);
        statuses.put(Who.MEMBER, member);
        return of(call, body, statuses);
    }

    /** A call without a body that is served. */
    static TenantCall built(String call, int owner, int admin, int member) {
        return built(call, "", owner, admin, member);
    }

    /** A call of the contract that nothing serves yet. */
    static TenantCall planned(String call) {
        return of(call, call.startsWith("GET") || call.startsWith("DELETE") ? "" : "{}", unknownToAll());
    }

    /** The same for every person of the realm, members or not: what belongs to the caller and to no tenant. */
    static TenantCall ofThePerson(String call, String body, int person) {
        TenantCall made = built(call, body, person, person, person);
        made.statuses.put(Who.STRANGER, person);
        return made.services(403, 403);
    }

    /** Where services have something to do: what one with the role and one without are answered. */
    TenantCall services(int withRole, int withoutRole) {
        Map<Who, Integer> changed = new EnumMap<>(statuses);
        changed.put(Who.SERVICE_WITH_ROLE, withRole);
        changed.put(Who.SERVICE_WITHOUT_ROLE, withoutRole);
        return new TenantCall(method, path, body, changed);
    }

    /** Whether the callers' tokens are no good any more. */
    boolean endsLogins() {
        return method.equals("DELETE") && path.equals("/tenants/sessions");
    }

    boolean namesTenant() {
        return path.contains("{tenant}") || body.contains("{tenant}");
    }

    /** Whether members may change something by it, so that each needs a tenant of its own. */
    boolean changes() {
        return !method.equals("GET")
                && statuses.entrySet().stream().anyMatch(entry -> entry.getKey().isMember() && entry.getValue() < 300);
    }

    private static TenantCall of(String call, String body, Map<Who, Integer> statuses) {
        String[] parts = call.split(" ", 2);
        return new TenantCall(parts[0], "/tenants" + parts[1], body, statuses);
    }

    private static Map<Who, Integer> unknownToAll() {
        Map<Who, Integer> statuses = new EnumMap<>(Who.class);
        for (Who who : Who.values()) {
            statuses.put(who, 404);
        }
        statuses.put(Who.OTHER_REALM, 401);
        statuses.put(Who.NOBODY, 401);
        return statuses;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
