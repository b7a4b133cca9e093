package dev.atelier.studio.app;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of scripts that run before apps start. */
@ApplicationScoped
class ScriptStore {
    private final Database database;

    ScriptStore(Database database) {
        this.database = database;
    }

    void insert(AppScript script) {
        database.update(
                "insert into app_lifecycle (app_id, lifecycle_config, script, log) values (?, ?, ?, '')",
                script.appId(),
                script.config(),
                script.script());
    }

    Optional<AppScript> find(String appId) {
        return database.find(
                "select * from app_lifecycle where app_id = ?",
                row -> new AppScript(
                        row.text("app_id"),
                        row.text("lifecycle_config"),
                        row.text("script"),
                        row.timeOrNull("start_time"),
                        row.timeOrNull("end_time"),
                        row.textOrNull("exit_code") == null ? null : (int) row.number("exit_code"),
                        row.textOrNull("failure"),
                        row.text("log")),
                appId);
    }

    /** It runs; the first time counts. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void started(String appId, Instant time) {
        database.update("update app_lifecycle set start_time = ? where app_id = ? and start_time is null", time, appId);
    }

    /** It ended, or was ended; the first time counts. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void ended(String appId, Instant time, @Nullable Integer exitCode, @Nullable String failure, String log) {
        database.update(
                """
                update app_lifecycle set start_time = coalesce(start_time, ?), end_time = ?, exit_code = ?, failure = ?, log = ?
                where app_id = ? and end_time is null""",
                time,
                time,
                exitCode,
                failure,
                // no row can hold a zero byte
                log.replace("\0", ""),
                appId);
    }
}
