<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout; section>
<!-- template: tenant-none.ftl -->
    <#if section = "header">
        ${msg("okaTenantNoneTitle")}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key="okaTenantNoneTitle"/>
    <#elseif section = "form">
        <@commons.styles/>
        <div id="kc-tenant-none" class="oka-tenants">
            <p id="oka-tenant-none-text" role="alert">${msg("okaTenantNoneText")}</p>
            <form id="kc-tenant-retry-form" action="${url.loginAction}" method="post">
                <div class="${properties.kcFormGroupClass!} oka-tenant-field">
                    <button type="submit" id="kc-tenant-retry" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("okaTenantRetry")}</button>
                </div>
            </form>
        </div>
        <@commons.otherAccount/>
        <#if client?? && client.baseUrl?has_content>
            <p class="oka-tenant-way-out"><a id="backToApplication" href="${client.baseUrl}">${msg("backToApplication")}</a></p>
        </#if>
    </#if>
</@layout.registrationLayout>
