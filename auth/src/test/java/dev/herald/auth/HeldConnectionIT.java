package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Dialect.class)
class HeldConnectionIT {
    private static final String INSERT = "INSERT INTO ended_tokens VALUES ('u', ?, 1)";

    @RegisterExtension
    final TestDatabase testDatabase;

    private Database database;
    private HeldConnection held;

    HeldConnectionIT(Dialect dialect) {
        this.testDatabase = new TestDatabase(dialect);
    }

    @BeforeEach
    void open() {
        database = Database.open(testDatabase.config());
        held = database.hold();
    }

    @AfterEach
    void close() {
        held.close();
        database.close();
    }

    @Test
    void keepsWhatWasPreparedFromOneTransactionToTheNext() throws Exception {
        PreparedStatement insert = held.write(connection -> connection.prepareStatement(INSERT));
        for (int i = 0; i < 5; i++) {
            String jti = "j" + i;
            held.write(connection -> execute(insert, jti));
            assertThat(tokens()).isEqualTo(i + 1); // for another connection to see
        }
    }

    @Test
    void takesAnotherAfterAFailure() throws Exception {
        Connection first = held.write(connection -> connection);
        assertThat(held.<Connection>write(connection -> connection)).isSameAs(first);
        assertThatThrownBy(() -> held.write(connection -> {
                    execute(connection.prepareStatement(INSERT), "j");
                    throw new SQLException("broken");
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("broken");
        assertThat(first.isClosed()).isTrue();
        assertThat(tokens()).isZero();
        assertThat(held.<Connection>write(connection -> connection)).isNotSameAs(first);
        held.write(connection -> execute(connection.prepareStatement(INSERT), "j"));
        assertThat(tokens()).isEqualTo(1);
    }

    @Test
    void takesAnotherAfterABug() {
        Connection first = held.write(connection -> connection);
        assertThatThrownBy(() -> held.write(connection -> {
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        assertThat(held.<Connection>write(connection -> connection)).isNotSameAs(first);
    }

    @Test
    void givesItBackWhenClosed() throws Exception {
        Connection first = held.write(connection -> connection);
        held.close();
        assertThat(first.isClosed()).isTrue();
        assertThat(held.<Connection>write(connection -> connection)).isNotSameAs(first);
    }

    private long tokens() throws Exception {
        return Sql.number(database, "SELECT COUNT(*) FROM ended_tokens");
    }

    private static int execute(PreparedStatement insert, String jti) throws SQLException {
        insert.setString(1, jti);
        return insert.executeUpdate();
    }
}
