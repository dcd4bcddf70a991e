package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.lazy.Lazy;
import io.oka.keycloak.common.option.DurationOption;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Counts on this node. Options: {@code patience}, how long a request waits at the most, as a duration such as {@code
 * PT0.9S}; {@code threads}, for how many tenants it counts at the same time (8), each with a connection of the server's
 * pool; {@code partition}, whether usage events are kept by {@code month} or {@code day}; {@code retention}, for how long
 * they are kept, as a period such as {@code P400D}.
 */
public final class CountingQuotasFactory implements QuotasFactory {

    private static final String OPTION = "spi-oka-quotas--counting--";
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final int THREADS = 8;
    private static final int MOST_THREADS = 64;
    private static final Period RETENTION = Period.ofDays(400);

    private Duration patience = PATIENCE;
    private int threads = THREADS;
    private QuotaWindow partition = QuotaWindow.MONTH;
    private Period retention = RETENTION;
    private final Lazy<QuotaEngine> engine = new Lazy<>();

    @Override
    public Quotas create(KeycloakSession session) {
        return new CountingQuotas(session, engine(session.getKeycloakSessionFactory()));
    }

    @Override
    public void init(Config.Scope config) {
        patience = DurationOption.of(OPTION + "patience", config.get("patience"), PATIENCE, "PT0.1S", "PT30S");
        threads = config.getInt("threads", THREADS);
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(OPTION + "threads must be 1 to " + MOST_THREADS + ", and is " + threads);
        }
        partition = partition(config.get("partition"));
        retention = retention(config.get("retention"));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> onEvent(factory, event));
    }

    QuotaEngine engine(KeycloakSessionFactory factory) {
        return engine.get(() -> new QuotaEngine(factory, patience, threads));
    }

    private void onEvent(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            QuotaEngine counting = engine(factory);
            new QuotaTasks(counting, new UsagePartitions(counting.connections(), partition, retention), retention)
                    .start(factory);
        } else if (event instanceof TenantModel.TenantPurgedEvent purged) {
            cleanup(factory, purged.getSession()).forgetTenant(purged.getTenant());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            cleanup(factory, removed.getKeycloakSession())
                    .forgetRealm(removed.getRealm().getId());
        }
    }

    private QuotaCleanup cleanup(KeycloakSessionFactory factory, KeycloakSession session) {
        return new QuotaCleanup(session, engine(factory).connections());
    }

    /** Whoever ordered something before is still served. */
    @Override
    public void close() {
        QuotaEngine made = engine.peek();
        if (made != null) {
            made.close();
        }
    }

    @Override
    public String getId() {
        return "counting";
    }

    static QuotaWindow partition(@Nullable String option) {
        return switch (Objects.requireNonNullElse(option, "month")) {
            case "month" -> QuotaWindow.MONTH;
            case "day" -> QuotaWindow.DAY;
            default -> throw new IllegalArgumentException(OPTION + "partition must be month or day, and is " + option);
        };
    }

    static Period retention(@Nullable String option) {
        String objection = OPTION + "retention must be a period of at least P62D, such as P400D, and is " + option;
        try {
            Period wanted = option == null ? RETENTION : Period.parse(option);
            // What the limits of this month and the reservations of the last stand on must be there.
            if (wanted.toTotalMonths() * 28 + wanted.getDays() >= 62) {
                return wanted;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(objection, e);
        }
        throw new IllegalArgumentException(objection);
    }
}
