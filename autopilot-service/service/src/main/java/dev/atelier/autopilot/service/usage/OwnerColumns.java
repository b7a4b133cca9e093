package dev.atelier.autopilot.service.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An {@link Owner} as columns of the table that it owns rows of. */
@Embeddable
public class OwnerColumns {
    @Column(name = "domain_id")
    String domainId = "";

    @Column(name = "user_profile_name")
    String userProfileName = "";

    @Column(name = "team")
    String team = "";

    @Column(name = "project")
    String project = "";

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "tags")
    Map<String, String> tags = new HashMap<>();

    /** For Hibernate. */
    protected OwnerColumns() {}

    /** The columns of an owner. */
    public static OwnerColumns of(Owner owner) {
        OwnerColumns columns = new OwnerColumns();
        columns.domainId = owner.domainId();
        columns.userProfileName = owner.userProfileName();
        columns.team = owner.team();
        columns.project = owner.project();
        columns.tags = new HashMap<>(owner.tags());
        return columns;
    }

    /** The owner in these columns. */
    public Owner toOwner() {
        return new Owner(domainId, userProfileName, team, project, tags);
    }
}
