package dev.atelier.studio.warm;

import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import dev.atelier.studio.reconcile.ReconcileLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of apps that wait for an owner. */
@ApplicationScoped
public class WarmApps {
    private final Database database;
    private final ReconcileLoop loop;

    WarmApps(Database database, ReconcileLoop loop) {
        this.database = database;
        this.loop = loop;
    }

    /**
     * Takes one that is ready, for good: the caller's transaction writes the app with this id, or gives it back by rolling back. Nobody
     * else gets the same one, and nobody waits for another's claim.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<String> claim(String image, String instanceType) {
        Optional<String> claimed = database.find("""
                delete from warm_app where app_id = (
                    select app_id from warm_app where image = ? and instance_type = ? and status = 'Ready'
                    order by app_id limit 1 for update skip locked)
                returning app_id""", row -> row.text("app_id"), image, instanceType);
        claimed.ifPresent(_ -> loop.wakeAfterCommit());
        return claimed;
    }

    /** The ids of all that wait. */
    public List<String> ids() {
        return database.list("select app_id from warm_app", row -> row.text("app_id"));
    }

    List<WarmApp> all() {
        return database.list("select * from warm_app order by app_id", WarmApps::map);
    }

    /** Locks it until the transaction ends; empty when it is being claimed, or was. */
    Optional<WarmApp> lock(String appId) {
        return database.find("select * from warm_app where app_id = ? for update skip locked", WarmApps::map, appId);
    }

    /** Whether this is the replica that fills the pool, until the transaction ends. */
    boolean lockPool() {
        return database.find(
                        "select pg_try_advisory_xact_lock(hashtextextended('warm-apps', 500)) as locked",
                        row -> row.flag("locked"))
                .orElse(false);
    }

    void insert(WarmApp app) {
        database.update(
                "insert into warm_app (app_id, image, instance_type, status, creation_time) values (?, ?, ?, 'Pending', ?)",
                app.appId(),
                app.kind().image(),
                app.kind().instanceType(),
                app.creationTime());
    }

    void ready(String appId) {
        database.update("update warm_app set status = 'Ready' where app_id = ?", appId);
    }

    void delete(String appId) {
        database.update("delete from warm_app where app_id = ?", appId);
    }

    private static WarmApp map(Row row) throws SQLException {
        return new WarmApp(
                row.text("app_id"),
                new WarmApp.Kind(row.text("image"), row.text("instance_type")),
                row.text("status").equals("Ready"),
                row.time("creation_time"));
    }
}
