package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link QuotaTerms}. */
public interface QuotaTermsFactory extends ProviderFactory<QuotaTerms> {}
