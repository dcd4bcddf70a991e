package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link Quotas}. */
public interface QuotasFactory extends ProviderFactory<Quotas> {}
