package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantNames;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.FormMessage;

/** What somebody without a tenant enters to make the first one. */
record NewTenantForm(String name, String displayName) {

    static final String NAME_FIELD = "name";
    static final String DISPLAY_NAME_FIELD = "displayName";

    private static final int LONGEST_DISPLAY_NAME = 255;

    static NewTenantForm of(MultivaluedMap<String, String> form) {
        return new NewTenantForm(strip(form.getFirst(NAME_FIELD)), strip(form.getFirst(DISPLAY_NAME_FIELD)));
    }

    List<FormMessage> faults() {
        List<FormMessage> faults = new ArrayList<>();
        if (!TenantNames.isAcceptable(name)) {
            faults.add(new FormMessage(NAME_FIELD, "okaTenantNameRule"));
        }
        if (displayName.length() > LONGEST_DISPLAY_NAME || displayName.chars().anyMatch(Character::isISOControl)) {
            faults.add(new FormMessage(DISPLAY_NAME_FIELD, "okaTenantDisplayNameRule", LONGEST_DISPLAY_NAME));
        }
        return faults;
    }

    /** Why the tenant could not be made, for the person who wanted it. */
    static FormMessage fault(ConflictException conflict) {
        return switch (conflict.code()) {
            case "name_taken" -> new FormMessage(NAME_FIELD, "okaTenantNameTaken");
            case "tenant_limit_reached" -> new FormMessage(null, "okaTenantLimitReached");
            default -> new FormMessage(null, "okaTenantNotCreated");
        };
    }

    TenantStep.Create again(List<FormMessage> faults) {
        return new TenantStep.Create(name, displayName, faults);
    }

    NewTenant toTenant() {
        return new NewTenant(name, displayName.isEmpty() ? null : displayName, Map.of(), null);
    }

    private static String strip(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
