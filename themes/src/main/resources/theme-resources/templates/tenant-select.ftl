<#import "template.ftl" as layout>
<#import "tenant-commons.ftl" as commons>
<@layout.registrationLayout; section>
<!-- template: tenant-select.ftl -->
    <#if section = "header">
        ${msg("okaTenantSelectTitle")}
    <#elseif section = "show-username">
        <@commons.titleBesideUsername key="okaTenantSelectTitle"/>
    <#elseif section = "form">
        <@commons.styles/>
        <form id="kc-tenant-select-form" class="oka-tenants" action="${url.loginAction}" method="post">
            <p id="oka-tenant-prompt">${msg("okaTenantSelectPrompt")}</p>
            <#if okaTenantFilter>
                <#-- Of no use without the script, which shows it. -->
                <div id="oka-tenant-filter-area" class="${properties.kcFormGroupClass!} oka-tenant-field" hidden>
                    <label for="oka-tenant-filter" class="oka-tenant-label">${msg("okaTenantFilterLabel")}</label>
                    <@commons.input id="oka-tenant-filter" type="search"
                        autocomplete="off" spellcheck="false" aria\-controls="oka-tenant-list"/>
                    <p id="oka-tenant-count" class="oka-tenant-hint" role="status" aria-live="polite"
                       data-none="${msg("okaTenantFilterNone")}"></p>
                </div>
            </#if>
            <ul id="oka-tenant-list" class="oka-tenant-list<#if okaTenantFilter> oka-tenant-list-long</#if>"
                aria-labelledby="oka-tenant-prompt">
                <#list okaTenants as tenant>
                    <li data-search="${tenant.label?lower_case} ${tenant.name?lower_case}">
                        <button type="submit" id="tenant-${tenant.id}" name="tenant" value="${tenant.id}"
                                class="oka-tenant">
                            <span class="oka-tenant-name" dir="auto">${tenant.label}</span>
                            <span class="oka-tenant-detail">
                                <#if tenant.label != tenant.name><bdi>${tenant.name}</bdi> &middot; </#if>${msg("okaTenantRole_" + tenant.role)}<#if tenant.suspended> &middot; <strong class="oka-tenant-suspended">${msg("okaTenantSuspended")}</strong></#if>
                            </span>
                        </button>
                    </li>
                </#list>
            </ul>
            <#if okaTenantsCut>
                <p id="oka-tenants-cut" class="oka-tenant-hint">${msg("okaTenantsCut")}</p>
            </#if>
        </form>
        <@commons.otherAccount/>
        <#if okaTenantFilter>
            <script type="module" src="${url.resourcesPath}/js/oka-tenant-filter.js"></script>
        </#if>
    </#if>
</@layout.registrationLayout>
