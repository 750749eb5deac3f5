package dev.herald.server.cli;

import dev.herald.auth.Auth;
import dev.herald.auth.DatabaseException;
import dev.herald.auth.Principal;
import dev.herald.auth.SessionCheck;
import dev.herald.protocol.Names;
import dev.herald.protocol.Text;
import dev.herald.server.HeraldConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The user whom a person names on the command line: by the id, or by the address that the account logs in with.
 * Immutable.
 *
 * @param jti what a token of theirs must carry to stand
 */
record NamedUser(String userId, String jti) {
    private static final String SQLITE = "jdbc:sqlite:";

    /** Looks the user up as far as there is an account; without one, the name is the id. */
    static NamedUser find(String name, HeraldConfig config, Shell shell) {
        checkName(name);
        return hasDatabase(config)
                ? asking(config, name, shell, auth -> {
                    String userId = isAddress(name) ? userId(auth, name, shell) : name;
                    return new NamedUser(userId, jti(auth, userId, shell));
                })
                : new NamedUser(name, anyJti());
    }

    /** The id alone, for which an id need not be looked up. */
    static String findId(String name, HeraldConfig config, Shell shell) {
        checkName(name);
        return isAddress(name) && hasDatabase(config)
                ? asking(config, name, shell, auth -> new NamedUser(userId(auth, name, shell), anyJti()))
                        .userId()
                : name;
    }

    private static String jti(Auth auth, String userId, Shell shell) {
        Optional<String> required = auth.sessions().requiredJti(userId);
        required.ifPresent(jti -> shell.note(
                stands(auth, userId, jti)
                        ? "the account has logged in, and may have one session (auth.single-device): the token joins"
                                + " that login, and ends with it"
                        : "the account's latest login has ended, and with auth.single-device no other counts: the"
                                + " token will be refused"));
        return required.orElseGet(NamedUser::anyJti);
    }

    private static boolean stands(Auth auth, String userId, String jti) {
        Principal principal = new Principal(userId, jti, Instant.now(), Set.of(), List.of());
        return auth.sessions().check(principal) instanceof SessionCheck.Current;
    }

    private static void checkName(String name) {
        Names.fault("user", name).ifPresent(fault -> {
            throw new CommandFailure(fault);
        });
    }

    private static boolean isAddress(String name) {
        return name.indexOf('@') > 0;
    }

    /** Looking must not make an empty database where there is none. */
    private static boolean hasDatabase(HeraldConfig config) {
        String url = config.database().url();
        return !url.startsWith(SQLITE) || Files.exists(Path.of(url.substring(SQLITE.length())));
    }

    private static String userId(Auth auth, String address, Shell shell) {
        Optional<String> userId = auth.accounts().userId(address);
        if (userId.isEmpty()) {
            shell.note("no account has the address " + Text.quoted(address) + ", so it is taken for a user id");
        }
        return userId.orElse(address);
    }

    private static NamedUser asking(HeraldConfig config, String name, Shell shell, Function<Auth, NamedUser> question) {
        try (Auth auth = Auth.open(config.database(), config.auth(), Clock.systemUTC())) {
            return question.apply(auth);
        } catch (DatabaseException e) {
            if (isAddress(name)) {
                throw e;
            }
            shell.note("the accounts cannot be read (" + e.getMessage() + "); if " + Text.quoted(name)
                    + " is an account that has logged in, the token will be refused");
            return new NamedUser(name, anyJti());
        }
    }

    private static String anyJti() {
        return UUID.randomUUID().toString();
    }
}
