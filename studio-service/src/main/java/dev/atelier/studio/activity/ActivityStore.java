package dev.atelier.studio.activity;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** What billing was told of the apps that are in service. */
@ApplicationScoped
class ActivityStore {
    private final Database database;

    ActivityStore(Database database) {
        this.database = database;
    }

    /** By app. */
    Map<String, Told> all() {
        record Row(String appId, Told told) {}
        Map<String, Told> all = new HashMap<>();
        database.list(
                        "select app_id, busy, since from app_activity",
                        row -> new Row(row.text("app_id"), new Told(row.flag("busy"), row.time("since"))))
                .forEach(row -> all.put(row.appId(), row.told()));
        return all;
    }

    /** Notes what billing is told first. False when the app has ended, or somebody else has told it; else the app goes on until the commit. */
    boolean begin(String appId, Told told) {
        return lock(appId)
                && database.update(
                                "insert into app_activity (app_id, busy, since) values (?, ?, ?) on conflict do nothing",
                                appId,
                                told.busy(),
                                told.since())
                        == 1;
    }

    /** Notes what billing is told next. False when the app has ended, or somebody else has told it; else the app goes on until the commit. */
    boolean change(String appId, Told before, Told told) {
        return lock(appId)
                && database.update(
                                "update app_activity set busy = ?, since = ? where app_id = ? and busy = ? and since = ?",
                                told.busy(),
                                told.since(),
                                appId,
                                before.busy(),
                                before.since())
                        == 1;
    }

    /** Forgets the apps that have ended. */
    void purge() {
        database.update("""
                delete from app_activity t
                where not exists (select from app where app.app_id = t.app_id and app.status = 'InService')""");
    }

    /** Billing must not hear of an app after that has left its instance. */
    private boolean lock(String appId) {
        return database.find(
                        "select app_id from app where app_id = ? and status = 'InService' for share",
                        row -> row.text("app_id"),
                        appId)
                .isPresent();
    }
}
