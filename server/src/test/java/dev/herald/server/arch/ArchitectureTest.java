package dev.herald.server.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The code keeps to its rules, and each rule notices a class that was planted to break it. */
class ArchitectureTest {
    private static final String PLANTED = "dev.herald.server.arch.planted";

    /** A class below {@link #PLANTED}, or a part of what is said of it, for the rule that it breaks. */
    private static final Map<String, String[]> BREAKERS = Map.of(
            "modules", new String[] {"protocol.KnowsAuth", "auth.KnowsServer"},
            "stages", new String[] {"hub.LooksBack", "log.LooksAside", "stream.KnowsTheRoot"},
            "wiring", new String[] {"http.WiresForItself"},
            "netty", new String[] {"protocol.SpeaksNetty", "auth.SpeaksNetty"},
            "jdbc", new String[] {"hub.SpeaksSql"},
            "names",
                    new String[] {
                        "TopicUtil",
                        "TopicUtils",
                        "TopicHelper",
                        "TopicManager",
                        "TopicImpl",
                        "BaseTopic",
                        "CommonTopic"
                    },
            "abstract", new String[] {"hub.HalfDone"},
            "final", new String[] {"hub.OpenToAll", "hub.OpenToAll$Inside"},
            "packages", new String[] {"planted.server.bare"});

    @TestFactory
    Stream<DynamicTest> theCodeKeepsTheRules() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.herald");
        assertThat(classes.contain("dev.herald.server.HeraldServer")).isTrue();
        assertThat(classes.contain("dev.herald.protocol.Topic")).isTrue();
        assertThat(classes.contain("dev.herald.auth.Auth")).isTrue();
        return new Rules("dev.herald")
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(classes)));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleNoticesWhoBreaksIt() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        Rules rules = new Rules(PLANTED);
        assertThat(BREAKERS).containsOnlyKeys(rules.all().keySet());
        return new TreeMap<>(BREAKERS)
                .entrySet().stream()
                        .map(breakers -> DynamicTest.dynamicTest(breakers.getKey(), () -> {
                            EvaluationResult result =
                                    rules.all().get(breakers.getKey()).evaluate(planted);
                            String report = result.getFailureReport().toString();
                            assertThat(report).contains(breakers.getValue()).doesNotContain("HeraldServer.innocent");
                        }));
    }

    /** The load test is a black box: it could only see the server if its module depended on it. */
    @Test
    void theLoadTestDoesNotSeeTheServer() throws IOException {
        String pom = Files.readString(Path.of("..", "loadtest", "pom.xml"));
        assertThat(pom).contains("herald-protocol").doesNotContain("herald-server");
    }
}
