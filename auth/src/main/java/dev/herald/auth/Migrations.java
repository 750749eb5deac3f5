package dev.herald.auth;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings tables up to date with Flyway. Immutable. */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /**
     * Processes may start together, and Flyway's locks do not cover all: SQLite has none for it, and on PostgreSQL the
     * first look comes before the lock. Whoever comes late to a step fails, is rolled back, and finds the step done when
     * it looks again; so every failure but the last was another's progress.
     */
    private static final int TRIES = 5;

    private Migrations() {}

    static void apply(Database database, String shownUrl, String location, String historyTable) {
        Flyway flyway = flyway(database.dataSource(), location, historyTable);
        for (int triesLeft = TRIES - 1; ; triesLeft--) {
            try {
                log(flyway.migrate(), shownUrl, historyTable);
                return;
            } catch (FlywayException e) {
                if (triesLeft == 0) {
                    throw failed(shownUrl, historyTable, e);
                }
            }
        }
    }

    private static DatabaseException failed(String shownUrl, String historyTable, FlywayException e) {
        return new DatabaseException(
                "cannot bring the tables at " + shownUrl + " up to date (history in " + historyTable
                        + "); its user must be allowed to create tables, and no newer version of Herald may have been"
                        + " here",
                e);
    }

    private static Flyway flyway(DataSource source, String location, String historyTable) {
        return Flyway.configure()
                .loggers(MigrationLog.class.getName())
                .dataSource(source)
                .locations("classpath:" + location)
                .failOnMissingLocations(true)
                .table(historyTable)
                // The schema may hold other tables: another module's, or another application's.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    private static void log(MigrateResult result, String shownUrl, String historyTable) {
        if (result.migrationsExecuted > 0) {
            LOG.info(
                    "database migrated url={} history={} to={} applied={}",
                    shownUrl,
                    historyTable,
                    result.targetSchemaVersion,
                    result.migrationsExecuted);
        }
    }
}
