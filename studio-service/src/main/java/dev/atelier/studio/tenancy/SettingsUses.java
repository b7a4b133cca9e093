package dev.atelier.studio.tenancy;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which domains and user profiles name something in their settings, as texts for people; ten of them at most. */
@ApplicationScoped
public class SettingsUses {
    private static final String IMAGE = "split_part(settings ->> 'image', ':', 1) = ?";
    private static final String CUSTOM =
            "exists (select from jsonb_array_elements(settings -> 'customImages') c where %s)";

    private final Database database;

    SettingsUses(Database database) {
        this.database = database;
    }

    /** Whose settings name the image, whatever version. */
    public List<String> ofImage(String imageName) {
        return where("(" + IMAGE + " or " + CUSTOM.formatted("c ->> 'imageName' = ?") + ")", imageName, imageName);
    }

    /** Whose settings name exactly this version of the image, by its number or an alias. */
    public List<String> ofImageVersion(String imageName, int version, List<String> aliases) {
        return where(
                "(" + IMAGE + " and (split_part(settings ->> 'image', ':', 2) = ? or "
                        + "split_part(settings ->> 'image', ':', 2) = any (?)) or "
                        + CUSTOM.formatted("c ->> 'imageName' = ? and (c ->> 'imageVersionNumber')::integer = ?") + ")",
                imageName,
                String.valueOf(version),
                aliases.toArray(String[]::new),
                imageName,
                version);
    }

    /** Whose settings name the app image config. */
    public List<String> ofAppImageConfig(String name) {
        return where(CUSTOM.formatted("c ->> 'appImageConfigName' = ?"), name);
    }

    private List<String> where(String condition, Object... values) {
        Object[] twice = new Object[values.length * 2];
        System.arraycopy(values, 0, twice, 0, values.length);
        System.arraycopy(values, 0, twice, values.length, values.length);
        return database.list("""
                select 'the domain ' || domain_id as who from domain where %s
                union all
                select 'the user profile ' || domain_id || '/' || user_profile_name from user_profile where %s
                order by who limit 10""".formatted(condition, condition), row -> row.text("who"), twice);
    }
}
