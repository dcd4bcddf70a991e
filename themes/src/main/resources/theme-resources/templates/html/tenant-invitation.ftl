<#-- Everything is escaped here, names above all: whoever names a tenant writes no HTML into this. -->
<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("okaInvitationMailGreeting")}</p>
<p>${msg("okaInvitationMailText", okaTenantName, realmName, msg("okaTenantRole_" + okaRole))}</p>
<p>${msg("okaInvitationMailPrompt")}</p>
<p><a href="${okaLink}" rel="noreferrer">${msg("okaInvitationMailAccept")}</a></p>
<p>${msg("okaInvitationMailCopy")}<br>${okaLink}</p>
<p>${msg("okaInvitationMailExpiry", okaExpiresAt)}</p>
<p>${msg("okaInvitationMailIgnore")}</p>
</@layout.emailLayout>
