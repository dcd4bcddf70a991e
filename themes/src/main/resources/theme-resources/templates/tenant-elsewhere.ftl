<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout; section>
<!-- template: tenant-elsewhere.ftl -->
    <#if section = "header">
        ${msg("okaElsewhereTitle")}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key="okaElsewhereTitle"/>
    <#elseif section = "form">
        <@commons.styles/>
        <form id="kc-tenant-elsewhere-form" class="oka-tenants" action="${url.loginAction}" method="post">
            <p id="oka-elsewhere-text">${msg("okaElsewhereText", advancedMsg(okaService), okaTenant.label)}</p>
            <p class="oka-tenant-hint">${msg("okaElsewhereHint")}</p>
            <div class="${properties.kcFormGroupClass!} oka-tenant-field">
                <button type="submit" id="kc-tenant-continue" name="continue" value="${okaTenant.id}" aria-describedby="oka-elsewhere-text"
                        class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("okaElsewhereContinue")}</button>
            </div>
        </form>
        <@commons.otherAccount/>
        <#if client?? && client.baseUrl?has_content>
            <p class="oka-tenant-way-out"><a id="backToApplication" href="${client.baseUrl}">${msg("backToApplication")}</a></p>
        </#if>
    </#if>
</@layout.registrationLayout>
