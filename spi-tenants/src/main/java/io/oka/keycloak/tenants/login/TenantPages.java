package io.oka.keycloak.tenants.login;

import io.oka.keycloak.tenants.Membership;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.forms.login.LoginFormsProvider;

/** Shows what a login needs to know before it has a tenant; the templates are in the themes. */
final class TenantPages {

    static final int MOST_SHOWN = 500;

    /** With more than this, finding a name by eye takes too long. */
    private static final int MOST_WITHOUT_FILTER = 20;

    private TenantPages() {}

    static Response show(LoginFormsProvider form, TenantStep step) {
        if (step instanceof TenantStep.Choose choose) {
            return choose(form, choose);
        }
        if (step instanceof TenantStep.Create create) {
            return create(form, create);
        }
        if (step instanceof TenantStep.Elsewhere elsewhere) {
            return elsewhere(form, elsewhere);
        }
        return form.createForm("tenant-none.ftl");
    }

    private static Response elsewhere(LoginFormsProvider form, TenantStep.Elsewhere step) {
        String name = step.client().getName();
        return form.setAttribute("okaTenant", TenantOption.of(step.membership()))
                .setAttribute(
                        "okaService",
                        name == null || name.isBlank() ? step.client().getClientId() : name)
                .createForm("tenant-elsewhere.ftl");
    }

    private static Response choose(LoginFormsProvider form, TenantStep.Choose step) {
        List<Membership> all = step.memberships();
        if (!step.notice().isEmpty()) {
            form.setError(step.notice());
        }
        return form.setAttribute(
                        "okaTenants",
                        all.stream().limit(MOST_SHOWN).map(TenantOption::of).toList())
                .setAttribute("okaTenantFilter", all.size() > MOST_WITHOUT_FILTER)
                .setAttribute("okaTenantsCut", all.size() > MOST_SHOWN)
                .createForm("tenant-select.ftl");
    }

    private static Response create(LoginFormsProvider form, TenantStep.Create step) {
        if (!step.faults().isEmpty()) {
            form.setErrors(step.faults());
        }
        return form.setAttribute("okaTenantName", step.name())
                .setAttribute("okaTenantDisplayName", step.displayName())
                .createForm("tenant-create.ftl");
    }
}
