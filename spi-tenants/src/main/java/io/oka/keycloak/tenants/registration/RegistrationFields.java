package io.oka.keycloak.tenants.registration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.keycloak.forms.login.freemarker.model.AbstractUserProfileBean;

/**
 * What the registration page lists as fields. The page of every theme draws what the user profile names; this stands in
 * its place, so that fields of ours look like the others and no template has to be replaced. Public, because templates
 * reach nothing else.
 */
public final class RegistrationFields {

    private static final String PROFILE = "profile";

    private final AbstractUserProfileBean profile;
    private final List<Object> fields;

    private RegistrationFields(AbstractUserProfileBean profile, List<Object> fields) {
        this.profile = profile;
        this.fields = fields;
    }

    /**
     * Has the page list its fields differently.
     *
     * @param attributes what its template knows
     */
    static void change(Map<String, Object> attributes, UnaryOperator<List<Object>> change) {
        if (attributes.get(PROFILE) instanceof AbstractUserProfileBean profile) {
            attributes.put(
                    PROFILE, new RegistrationFields(profile, change.apply(new ArrayList<>(profile.getAttributes()))));
        }
    }

    /**
     * A line of text to be entered.
     *
     * @param label as the user profile writes it: {@code ${key}} for a message
     * @param hint likewise
     */
    static Map<String, Object> text(String name, String label, String hint, String value, boolean required) {
        Map<String, Object> field = new HashMap<>();
        field.put("name", name);
        field.put("displayName", label);
        field.put("required", required);
        field.put("readOnly", false);
        field.put("multivalued", false);
        field.put("value", value);
        field.put("values", List.of(value));
        field.put("autocomplete", "off");
        field.put("annotations", hint.isEmpty() ? Map.of() : Map.of("inputHelperTextAfter", hint));
        field.put("html5DataAnnotations", Map.of());
        field.put("validators", Map.of());
        return field;
    }

    /** The same, to be read only; it is sent along all the same, and whoever receives it must look whether it changed. */
    static Map<String, Object> fixedText(String name, String label, String hint, String value) {
        Map<String, Object> field = text(name, label, hint, value, true);
        // A field that is not to be written would be disabled, and not sent. The templates write these pairs as
        // data-{name}="{value}": so this makes the attributes data-oka, readonly and data-oka-fixed.
        field.put("html5DataAnnotations", Map.of("oka readonly data-oka-fixed", "true"));
        return field;
    }

    public List<Object> getAttributes() {
        return fields;
    }

    public Map<String, Object> getHtml5DataAnnotations() {
        return profile.getHtml5DataAnnotations();
    }

    public Map<String, ?> getAttributesByName() {
        return profile.getAttributesByName();
    }

    public String getContext() {
        return profile.getContext();
    }
}
