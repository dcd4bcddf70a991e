package io.oka.it.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A year in an ERP: what happens to its customers, in order, and what comes of it. The same seed makes the same year.
 */
final class ErpYear {

    static final String PLAN = "PLAN-";

    /** Plans whose codes nobody has mapped when the year begins. */
    private static final List<String> LATE_TIERS = List.of("late-one", "late-two", "late-three");

    private static final List<String> TIERS = List.of("free", "pro", "enterprise");

    private final Random random;
    private final List<Customer> customers = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> malformed = new TreeSet<>();

    /** What one message says. */
    record Change(
            String type, @Nullable String code, @Nullable Object version, Map<String, Object> data) {

        Map<String, Object> item() {
            Map<String, Object> item = new LinkedHashMap<>();
            if (code != null) {
                item.put("externalCode", code);
            }
            if (version != null) {
                item.put("version", version);
            }
            item.put("data", data);
            return item;
        }
    }

    /** A customer as the ERP has it when the year is over. */
    static final class Customer {

        private final String code;
        private final String name;
        private long version;
        private long subscriptionVersion;
        private String displayName;
        private @Nullable Long quotaLimit;
        private boolean suspended;
        private String tier = "free";
        private String status = "active";
        private boolean subscribed;
        private long used;

        private Customer(int number) {
            this.code = "C-" + String.format("%04d", number);
            this.name = "customer-" + number;
            this.displayName = "Customer " + number;
        }

        String code() {
            return code;
        }

        String name() {
            return name;
        }

        long version() {
            return version;
        }

        long subscriptionVersion() {
            return subscriptionVersion;
        }

        String displayName() {
            return displayName;
        }

        @Nullable
        Long quotaLimit() {
            return quotaLimit;
        }

        boolean suspended() {
            return suspended;
        }

        String tier() {
            return tier;
        }

        String status() {
            return status;
        }

        long used() {
            return used;
        }
    }

    /**
     * @param wanted how many well-formed messages
     */
    ErpYear(long seed, int customers, int wanted, double unmapped, double malformedShare) {
        this.random = new Random(seed);
        for (int i = 0; i < customers; i++) {
            Customer customer = new Customer(i);
            this.customers.add(customer);
            change(customer);
        }
        for (int i = customers; i < wanted; i++) {
            happen(this.customers.get(random.nextInt(customers)), unmapped);
        }
        this.customers.forEach(this::settle);
        for (int i = 0; i < wanted * malformedShare; i++) {
            malform(i);
        }
    }

    private void happen(Customer customer, double unmapped) {
        int what = random.nextInt(100);
        if (what < 40) {
            change(customer);
        } else if (what < 82) {
            subscribe(customer, unmapped);
        } else if (what < 88) {
            cancel(customer);
        } else {
            use(customer);
        }
    }

    private void change(Customer customer) {
        customer.version++;
        customer.displayName = "Customer of " + customer.code + ", as of " + customer.version;
        customer.quotaLimit =
                random.nextInt(3) == 0 ? Long.valueOf(1_000L + random.nextInt(9_000)) : customer.quotaLimit;
        customer.suspended = random.nextInt(10) == 0;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", customer.name);
        data.put("displayName", customer.displayName);
        data.put("suspended", customer.suspended);
        if (customer.quotaLimit != null) {
            data.put("quotaLimit", customer.quotaLimit);
        }
        changes.add(new Change("tenant.upsert", customer.code, customer.version, data));
    }

    private void subscribe(Customer customer, double unmapped) {
        customer.subscriptionVersion++;
        customer.subscribed = true;
        // Two in five of all messages name a plan, and the share is of all.
        boolean late = random.nextDouble() < unmapped / 0.42;
        List<String> tiers = late ? LATE_TIERS : TIERS;
        customer.tier = tiers.get(random.nextInt(tiers.size()));
        customer.status = "active";
        String code = PLAN + customer.tier;
        changes.add(new Change(
                "subscription.upsert",
                customer.code,
                customer.subscriptionVersion,
                Map.of("plan", code, "status", customer.status)));
    }

    private void cancel(Customer customer) {
        if (!customer.subscribed) {
            subscribe(customer, 0);
            return;
        }
        customer.subscriptionVersion++;
        customer.status = "cancelled";
        changes.add(new Change(
                "subscription.cancel", customer.code, customer.subscriptionVersion, Map.of("atPeriodEnd", false)));
    }

    /** A cancellation does not say what was cancelled; what the ERP says last of each customer says all. */
    private void settle(Customer customer) {
        customer.subscriptionVersion++;
        changes.add(new Change(
                "subscription.upsert",
                customer.code,
                customer.subscriptionVersion,
                Map.of("plan", PLAN + customer.tier, "status", customer.status)));
    }

    private void use(Customer customer) {
        long quantity = 1 + random.nextInt(50);
        customer.used += quantity;
        String key = "use-" + changes.size();
        changes.add(new Change(
                "usage.import",
                customer.code,
                changes.size(),
                Map.of("serviceCode", "SKU-DOC", "action", "import", "quantity", quantity, "idempotencyKey", key)));
    }

    /** Wrong in one of many ways; its code is told by no other message. */
    private void malform(int number) {
        String code = "BROKEN-" + String.format("%04d", number);
        malformed.add(code);
        Map<String, Object> good = Map.of("name", "broken-" + number, "displayName", "Broken");
        changes.add(
                switch (number % 8) {
                    case 0 -> new Change("tenant.upsert", code, null, good);
                    case 1 -> new Change("tenant.upsert", code, -1, good);
                    case 2 -> new Change("tenant.upsert", code, 1, Map.of("displayName", List.of("no text")));
                    case 3 -> new Change("tenant.upsert", code, "one", good);
                    case 4 -> new Change("subscription.upsert", code, 1, Map.of("status", "asleep", "tier", "pro"));
                    case 5 -> new Change("subscription.upsert", code, 1, Map.of());
                    case 6 -> new Change("usage.import", code, 1, Map.of("quantity", -3, "idempotencyKey", "x"));
                    default -> new Change("tenant.upsert", code, 1, Map.of("name", "UPPER CASE", "unknown", true));
                });
    }

    /** All of it as it is delivered: in any order, some of it twice. */
    List<Change> delivered(double twice) {
        List<Change> all = new ArrayList<>(changes);
        for (Change change : changes) {
            if (random.nextDouble() < twice) {
                all.add(change);
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    List<Customer> customers() {
        return customers;
    }

    Set<String> malformed() {
        return malformed;
    }

    int size() {
        return changes.size();
    }

    static List<String> tiers() {
        return TIERS;
    }

    static List<String> lateTiers() {
        return LATE_TIERS;
    }
}
