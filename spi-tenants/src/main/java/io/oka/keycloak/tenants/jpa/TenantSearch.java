package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Locale;
import org.keycloak.models.RealmModel;

/** Finds tenants for operators. */
record TenantSearch(EntityManager em, RealmModel realm, TenantQuery wanted) {

    List<TenantModel> page(int first, int max) {
        return query("select t", " order by t.createdAt, t.id", TenantEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .<TenantModel>map(row -> new TenantAdapter(realm, row))
                .toList();
    }

    long count() {
        return query("select count(t)", "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> query(String select, String order, Class<T> type) {
        String text = select + " from TenantEntity t where t.realmId = :realmId and t.deletedAt is "
                + (wanted.deleted() ? "not null" : "null")
                + (wanted.ownerless()
                        ? " and not exists (select m.userId from TenantMemberEntity m where m.tenantId = t.id"
                                + " and m.role = 'owner')"
                        : "")
                + (wanted.search() == null
                        ? ""
                        : " and (lower(t.name) like :pattern escape '!' or lower(t.displayName) like :pattern escape '!')");
        TypedQuery<T> query = em.createQuery(text + order, type).setParameter("realmId", realm.getId());
        if (wanted.search() != null) {
            query.setParameter("pattern", pattern(wanted.search()));
        }
        return query;
    }

    static String pattern(String search) {
        String literal = search.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return "%" + literal + "%";
    }
}
