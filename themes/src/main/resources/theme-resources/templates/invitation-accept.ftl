<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout; section>
<!-- template: invitation-accept.ftl -->
    <#if section = "header">
        ${msg("okaInvitationTitle")}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key="okaInvitationTitle"/>
    <#elseif section = "form">
        <@commons.styles/>
        <form id="kc-invitation-form" class="oka-tenants" action="${url.loginAction}" method="post">
            <p id="oka-invitation-prompt" class="oka-invitation-text"><#if okaNothingToGain>${msg("okaInvitationMember", okaTenantLabel, msg("okaTenantRole_" + okaPresentRole))}<#elseif okaPresentRole?has_content>${msg("okaInvitationRaise", okaTenantLabel, msg("okaTenantRole_" + okaPresentRole), msg("okaTenantRole_" + okaRole))}<#else>${msg("okaInvitationPrompt", okaTenantLabel, msg("okaTenantRole_" + okaRole))}</#if></p>
            <div class="oka-buttons">
                <button type="submit" id="kc-invitation-accept" name="accept" value="true"
                        class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg(okaNothingToGain?then("okaInvitationContinue", "okaInvitationAccept"))}</button>
                <#if !okaNothingToGain>
                    <button type="submit" id="kc-invitation-decline" name="decline" value="true"
                            class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("okaInvitationDecline")}</button>
                </#if>
            </div>
        </form>
    </#if>
</@layout.registrationLayout>
