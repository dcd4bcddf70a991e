<#ftl output_format="plainText">
${msg("okaInvitationMailGreeting")}

${msg("okaInvitationMailText", okaTenantName, realmName, msg("okaTenantRole_" + okaRole))}

${msg("okaInvitationMailPrompt")}

${okaLink}

${msg("okaInvitationMailExpiry", okaExpiresAt)}

${msg("okaInvitationMailIgnore")}
