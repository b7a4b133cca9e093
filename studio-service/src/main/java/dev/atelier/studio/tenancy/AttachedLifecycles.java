package dev.atelier.studio.tenancy;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where lifecycle configurations are attached. */
@ApplicationScoped
public class AttachedLifecycles {
    private final Database database;

    AttachedLifecycles(Database database) {
        this.database = database;
    }

    /** In words, what has this one in its settings; empty when nothing has. */
    public Optional<String> where(String name) {
        return database.find("""
                select who from (
                    select 'the domain ' || domain_id as who, settings from domain
                    union all select 'the user profile ' || domain_id || '/' || user_profile_name, settings from user_profile
                    union all select 'the space ' || domain_id || '/' || space_name, settings from space) as attached
                where jsonb_path_exists(settings, '$.lifecycleConfigs.** ? (@ == $name)', jsonb_build_object('name', ?::text))
                order by who limit 1""", row -> row.text("who"), name);
    }
}
