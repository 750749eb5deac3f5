package dev.herald.server.program;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs a program of the system. On a developer's machine without it the test is left out and says which
 * package to install; in CI (environment variable {@code CI=true}) the test fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NeedsPrograms.class)
@ExtendWith(NeedsProgramCondition.class)
public @interface NeedsProgram {
    /** The program's name, looked up on the path and where Debian puts servers. */
    String value();

    /** The Debian package that has it. */
    String debianPackage();
}
