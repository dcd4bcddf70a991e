package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.theme.beans.LocaleBean;

/** Shows what people see of an invitation; the templates are in the themes. */
final class InvitationPages {

    private static final String NOTICE = "invitation-notice.ftl";

    private final LoginFormsProvider form;
    private final @Nullable String application;

    /**
     * @param application where the way back leads; null if there is none
     */
    InvitationPages(LoginFormsProvider form, @Nullable String application) {
        this.form = form;
        this.application = application;
    }

    /**
     * The question.
     *
     * @param present what they are in this tenant already; null for somebody who is no member yet
     */
    Response question(TenantModel tenant, TenantRole role, @Nullable TenantRole present) {
        boolean nothingToGain = present != null && present.isAtLeast(role);
        return form.setAttribute("okaTenantLabel", InvitationMail.displayName(tenant))
                .setAttribute("okaRole", role.wireName())
                .setAttribute("okaPresentRole", present == null ? "" : present.wireName())
                .setAttribute("okaNothingToGain", nothingToGain)
                .createForm("invitation-accept.ftl");
    }

    /** For a page outside of any login: a choice of languages there would lead to an address without the link. */
    InvitationPages inOneLanguage() {
        form.setAttributeMapper(attributes -> {
            if (attributes.get("locale") instanceof LocaleBean locale) {
                attributes.put("locale", Map.of("supported", List.of(), "rtl", locale.isRtl()));
            }
            return attributes;
        });
        return this;
    }

    Response refused(InvitationRefusal refusal) {
        return notice("okaInvitationRefusedTitle", refusal.message(), "", "", false, refusal.status());
    }

    /** Says which address was invited, and who is signed in instead; the button signs out and begins anew. */
    Response wrongAccount(PendingInvitation invitation, UserModel user) {
        return notice(
                "okaInvitationWrongAccountTitle",
                InvitationRefusal.WRONG_ACCOUNT.message(),
                invitation.maskedEmail(),
                user.getUsername(),
                true,
                InvitationRefusal.WRONG_ACCOUNT.status());
    }

    Response declined(TenantModel tenant) {
        return notice(
                "okaInvitationDeclinedTitle",
                "okaInvitationDeclined",
                InvitationMail.displayName(tenant),
                "",
                false,
                Response.Status.OK);
    }

    /** The end for realms that name no application to go on to. */
    Response joined(TenantModel tenant) {
        return notice(
                "okaInvitationJoinedTitle",
                "okaInvitationJoined",
                InvitationMail.displayName(tenant),
                "",
                false,
                Response.Status.OK);
    }

    private Response notice(
            String title, String text, String first, String second, boolean again, Response.Status status) {
        return form.setStatus(status)
                .setAttribute("okaNoticeTitle", title)
                .setAttribute("okaNoticeText", text)
                .setAttribute("okaNoticeFirst", first)
                .setAttribute("okaNoticeSecond", second)
                .setAttribute("okaNoticeAgain", again)
                .setAttribute("okaApplication", application == null ? "" : application)
                .createForm(NOTICE);
    }
}
