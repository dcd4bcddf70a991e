<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout displayMessage=false; section>
<!-- template: invitation-notice.ftl -->
    <#if section = "header">
        ${msg(okaNoticeTitle)}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key=okaNoticeTitle/>
    <#elseif section = "form">
        <@commons.styles/>
        <div id="kc-invitation-notice" class="oka-tenants">
            <p id="oka-invitation-text" class="oka-invitation-text" role="status">${msg(okaNoticeText, okaNoticeFirst, okaNoticeSecond)}</p>
            <#if okaNoticeAgain>
                <form id="kc-invitation-again-form" class="oka-buttons" action="${url.loginAction}" method="post">
                    <button type="submit" id="kc-invitation-again" name="again" value="true"
                            class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("okaInvitationAgain")}</button>
                </form>
            </#if>
        </div>
        <#if okaApplication?has_content>
            <p class="oka-tenant-way-out"><a id="backToApplication" href="${okaApplication}">${msg("okaInvitationApplication")}</a></p>
        </#if>
    </#if>
</@layout.registrationLayout>
