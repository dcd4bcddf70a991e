<#-- What the tenant pages share, written for the classes of both of Keycloak's login themes. -->

<#macro styles>
    <link rel="stylesheet" href="${url.resourcesPath}/css/oka-tenants.css"/>
</#macro>

<#-- The old theme leaves the title out where it shows the username; keycloak.v2 shows both. -->
<#macro titleBesideUsername key>
    <#if !(properties.kcLoginMain??)><h1 id="kc-page-title">${msg(key)}</h1></#if>
</#macro>

<#-- In keycloak.v2 the class goes on a wrapper, in the old theme on the input itself. -->
<#macro input id extra...>
    <#if properties.kcLoginMain??>
        <span class="${properties.kcInputClass!}"><input id="${id}" <#list extra as attribute, value>${attribute}="${value}" </#list>/></span>
    <#else>
        <input id="${id}" class="${properties.kcInputClass!}" <#list extra as attribute, value>${attribute}="${value}" </#list>/>
    </#if>
</#macro>

<#macro field id name label hint value required>
    <#local error = messagesPerField.existsError(name)?then(messagesPerField.get(name), "")>
    <div class="${properties.kcFormGroupClass!} oka-tenant-field">
        <label for="${id}" class="oka-tenant-label">${label}</label>
        <@input id=id name=name type="text" value=value autocomplete="off" spellcheck="false"
            aria\-required=required?c aria\-invalid=error?has_content?c aria\-describedby="${id}-hint"/>
        <div id="${id}-hint">
            <#if error?has_content>
                <p id="input-error-${name}" class="oka-tenant-hint oka-tenant-error" aria-live="polite">${error}</p>
            <#else>
                <p class="oka-tenant-hint">${hint}</p>
            </#if>
        </div>
    </div>
</#macro>

<#macro otherAccount>
    <p class="oka-tenant-way-out"><a id="kc-tenant-other-account" href="${url.loginRestartFlowUrl}">${msg("okaTenantOtherAccount")}</a></p>
</#macro>
