package dev.atelier.studio.app;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.store.Listing;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of apps. */
@ApplicationScoped
class AppStore {
    private static final String LIVE = "status in ('Pending', 'InService', 'Deleting')";

    private static final ListQuery.Columns LISTED = new ListQuery.Columns(
            "app_name", "creation_time", "coalesce(end_time, in_service_time, creation_time)", "app_id");

    private final Database database;

    AppStore(Database database) {
        this.database = database;
    }

    void insert(App app) {
        database.update(
                """
                insert into app (app_id, domain_id, user_profile_name, app_type, app_name, image, instance_type, instance_id,
                                 status, failure_reason, end_reason, creation_time, in_service_time, end_time,
                                 lifecycle_config)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                app.appId(),
                app.owner().domainId(),
                app.owner().key(),
                app.type().wireName(),
                app.appName(),
                app.image(),
                app.instanceType(),
                app.instanceId(),
                app.state().status(),
                app.state().failureReason(),
                app.state().endReason(),
                app.creationTime(),
                app.state().inServiceTime(),
                app.state().endTime(),
                app.lifecycleConfig());
        database.update("insert into reconcile_claim (resource_id) values (?)", app.appId());
    }

    void setState(String appId, AppState state) {
        database.update(
                "update app set status = ?, failure_reason = ?, end_reason = ?, in_service_time = ?, end_time = ? where app_id = ?",
                state.status(),
                state.failureReason(),
                state.endReason(),
                state.inServiceTime(),
                state.endTime(),
                appId);
    }

    Optional<App> find(String appId) {
        return database.find("select * from app where app_id = ?", AppStore::app, appId);
    }

    /** The live app of this name, or else the latest that had it and is still listed. */
    Optional<App> find(AppKey key, Instant goneSince) {
        return database.find(
                """
                select * from app
                where domain_id = ? and user_profile_name = ? and app_type = ? and app_name = ?
                  and (end_time is null or end_time > ?)
                order by (end_time is null) desc, end_time desc limit 1""",
                AppStore::app,
                key.owner().domainId(),
                key.owner().key(),
                key.type().wireName(),
                key.appName(),
                goneSince);
    }

    /** The live apps of an owner, locked or not. */
    List<App> live(Owner owner) {
        return database.list(
                "select * from app where domain_id = ? and user_profile_name = ? and " + LIVE + " order by app_id",
                AppStore::app,
                owner.domainId(),
                owner.key());
    }

    /** The live apps of an instance. */
    List<App> onInstance(String instanceId) {
        return database.list(
                "select * from app where instance_id = ? and " + LIVE + " order by app_id", AppStore::app, instanceId);
    }

    /** The live apps of an image. */
    List<App> onImage(String image) {
        return database.list(
                "select * from app where image = ? and " + LIVE + " order by app_id", AppStore::app, image);
    }

    /** Every live app by its instance. */
    Map<String, List<App>> live() {
        return database.list("select * from app where " + LIVE + " order by app_id", AppStore::app).stream()
                .collect(Collectors.groupingBy(App::instanceId));
    }

    List<App> inService() {
        return database.list("select * from app where status = 'InService' order by app_id", AppStore::app);
    }

    Map<String, List<String>> liveNames(Collection<String> instanceIds) {
        return database
                .list(
                        "select * from app where instance_id = any (string_to_array(?, ',')) and " + LIVE
                                + " order by app_id",
                        AppStore::app,
                        String.join(",", instanceIds))
                .stream()
                .collect(Collectors.groupingBy(App::instanceId, Collectors.mapping(App::appName, Collectors.toList())));
    }

    /** Apps in the order asked for, ended ones as long as they are listed. */
    Page<App> list(Scope scope, AppFilter filter, Instant goneSince, PageRequest page) {
        Sort sort = filter.query().sort();
        return Listing.of("app")
                .where("(end_time is null or end_time > ?)", goneSince)
                .whereGiven("domain_id = ?", scope.domainId())
                .whereGiven("user_profile_name = ?", scope.ownerKey())
                .whereGiven("app_type = ?", filter.appType())
                .whereGiven("status = ?", filter.status())
                .whereGiven("image = ?", filter.image())
                .whereGiven("instance_type = ?", filter.instanceType())
                .matching(filter.query(), LISTED)
                .page(
                        database,
                        AppStore::app,
                        Listing.Order.of(sort, LISTED),
                        page,
                        app -> sort.value(app.appName(), app.creationTime(), app.modifiedTime()),
                        App::appId);
    }

    /** Claims a resource until the transaction ends; false when another worker has it or it is at its end. */
    boolean claim(String resourceId) {
        return database.find(
                        "select resource_id from reconcile_claim where resource_id = ? for update skip locked",
                        row -> row.text("resource_id"),
                        resourceId)
                .isPresent();
    }

    /** Takes away the claims of what has ended, unless somebody still works under one. */
    void purgeClaims() {
        database.update("""
                delete from reconcile_claim where resource_id in (
                    select resource_id from reconcile_claim
                    where not exists (select from app where app_id = resource_id and end_time is null)
                      and not exists (select from instance where instance_id = resource_id
                                      and status in ('Pending', 'Running', 'Stopping'))
                    for update skip locked)""");
    }

    private static App app(Row row) throws SQLException {
        String type = row.text("app_type");
        return new App(
                row.text("app_id"),
                Owner.ofKey(row.text("domain_id"), row.text("user_profile_name")),
                AppType.ofWireName(type).orElseThrow(() -> new IllegalStateException("unknown app type " + type)),
                row.text("app_name"),
                row.text("image"),
                row.text("instance_type"),
                row.text("instance_id"),
                AppState.of(
                        row.text("status"),
                        row.timeOrNull("in_service_time"),
                        row.timeOrNull("end_time"),
                        row.textOrNull("failure_reason"),
                        row.textOrNull("end_reason")),
                row.time("creation_time"),
                row.textOrNull("lifecycle_config"));
    }
}
