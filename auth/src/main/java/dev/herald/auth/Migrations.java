package dev.herald.auth;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings tables up to date with Flyway. Immutable. */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    static void apply(Database database, String shownUrl, String location, String historyTable) {
        try {
            MigrateResult result = Flyway.configure()
                    .dataSource(database.dataSource())
                    .locations("classpath:" + location)
                    .failOnMissingLocations(true)
                    .table(historyTable)
                    // The schema may hold other tables: another module's, or another application's.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info(
                        "database migrated url={} history={} from={} to={} applied={}",
                        shownUrl,
                        historyTable,
                        result.initialSchemaVersion,
                        result.targetSchemaVersion,
                        result.migrationsExecuted);
            }
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "cannot bring the tables at " + shownUrl + " up to date (history in " + historyTable
                            + "); its user must be allowed to create tables, and no newer version of Herald may have"
                            + " been here",
                    e);
        }
    }
}
