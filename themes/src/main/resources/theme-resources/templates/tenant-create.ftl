<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("name", "displayName"); section>
<!-- template: tenant-create.ftl -->
    <#if section = "header">
        ${msg("okaTenantCreateTitle")}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key="okaTenantCreateTitle"/>
    <#elseif section = "form">
        <@commons.styles/>
        <form id="kc-tenant-create-form" class="oka-tenants" action="${url.loginAction}" method="post"
              novalidate="novalidate">
            <p>${msg("okaTenantCreatePrompt")}</p>
            <@commons.field id="tenant-name" name="name" label=msg("okaTenantNameLabel")
                hint=msg("okaTenantNameRule") value=okaTenantName required=true/>
            <@commons.field id="tenant-display-name" name="displayName" label=msg("okaTenantDisplayNameLabel")
                hint=msg("okaTenantDisplayNameHint") value=okaTenantDisplayName required=false/>
            <div class="${properties.kcFormGroupClass!} oka-tenant-field">
                <button type="submit" id="kc-tenant-create" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("okaTenantCreateSubmit")}</button>
            </div>
        </form>
        <@commons.otherAccount/>
    </#if>
</@layout.registrationLayout>
