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

/**
 * What somebody without a tenant enters to make the first one.
 *
 * @param fields what the page calls the two
 */
public record NewTenantForm(Fields fields, String name, String displayName) {

    /** Names of form fields. */
    public record Fields(String name, String displayName) {}

    /** On the page that asks for nothing else. */
    static final Fields OWN_PAGE = new Fields("name", "displayName");

    private static final int LONGEST_DISPLAY_NAME = 255;

    public static NewTenantForm of(MultivaluedMap<String, String> form, Fields fields) {
        return new NewTenantForm(
                fields, strip(form.getFirst(fields.name())), strip(form.getFirst(fields.displayName())));
    }

    public boolean isEmpty() {
        return name.isEmpty() && displayName.isEmpty();
    }

    /** What is wrong with it; empty if nothing is. */
    public List<FormMessage> faults() {
        List<FormMessage> faults = new ArrayList<>();
        if (!TenantNames.isAcceptable(name)) {
            faults.add(new FormMessage(fields.name(), "okaTenantNameRule"));
        }
        if (displayName.length() > LONGEST_DISPLAY_NAME || displayName.chars().anyMatch(Character::isISOControl)) {
            faults.add(new FormMessage(fields.displayName(), "okaTenantDisplayNameRule", LONGEST_DISPLAY_NAME));
        }
        return faults;
    }

    /** Why the tenant could not be made, for the person who wanted it. */
    public FormMessage fault(ConflictException conflict) {
        return switch (conflict.code()) {
            case "name_taken" -> nameTaken();
            case "tenant_limit_reached" -> new FormMessage(null, "okaTenantLimitReached");
            default -> new FormMessage(null, "okaTenantNotCreated");
        };
    }

    public FormMessage nameTaken() {
        return new FormMessage(fields.name(), "okaTenantNameTaken");
    }

    TenantStep.Create again(List<FormMessage> faults) {
        return new TenantStep.Create(name, displayName, faults);
    }

    public NewTenant toTenant() {
        return new NewTenant(name, displayName.isEmpty() ? null : displayName, Map.of(), null);
    }

    private static String strip(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
