package dev.herald.server.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of the code's shape, for all packages below a root. */
final class Rules {
    /** What each stage of the server may see of the others, besides itself. */
    private static final Map<String, List<String>> STAGES = Map.of(
            "metrics", List.of(),
            "log", List.of(),
            "hub", List.of("log", "metrics"),
            "session", List.of("log"),
            "stream", List.of("hub", "log", "session", "metrics"),
            "http", List.of("stream", "hub", "log", "session", "metrics"),
            "net", List.of("http", "metrics"),
            "nodes", List.of("stream", "session"));

    /** What is made once, in the composition root; an event log as well. */
    private static final Set<String> PARTS = Set.of(
            "hub.Hub",
            "stream.Streams",
            "session.SessionGate",
            "http.HttpStage",
            "net.EventLoops",
            "metrics.ServerMetrics",
            "nodes.SqlOtherNodes");

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** Every rule by its name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("modules", modules());
        rules.put("stages", stages());
        rules.put("wiring", wiring());
        rules.put("netty", netty());
        rules.put("jdbc", jdbc());
        rules.put("names", names());
        rules.put("abstract", noAbstractClasses());
        rules.put("final", finalClasses());
        rules.put("packages", packagesAreDescribed());
        return rules;
    }

    private ArchRule modules() {
        ArchRule protocol = noClasses()
                .that()
                .resideInAPackage(in("protocol"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("auth"), in("server"), in("loadtest"));
        ArchRule auth = noClasses()
                .that()
                .resideInAPackage(in("auth"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("server"), in("loadtest"));
        ArchRule server = noClasses()
                .that()
                .resideInAPackage(in("server"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("loadtest"));
        return CompositeArchRule.of(List.of(protocol, auth, server));
    }

    private ArchRule stages() {
        CompositeArchRule rule = null;
        for (Map.Entry<String, List<String>> stage : new TreeMap<>(STAGES).entrySet()) {
            String[] others = STAGES.keySet().stream()
                    .filter(other -> !other.equals(stage.getKey()))
                    .filter(other -> !stage.getValue().contains(other))
                    .map(other -> in("server." + other))
                    .toArray(String[]::new);
            ArchRule oneWay = noClasses()
                    .that()
                    .resideInAPackage(in("server." + stage.getKey()))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(root + ".server", in("server.config"), in("server.cli"))
                    .allowEmptyShould(true);
            rule = rule == null ? CompositeArchRule.of(oneWay) : rule.and(oneWay);
        }
        return rule;
    }

    private ArchRule wiring() {
        return classes()
                .that(new DescribedPredicate<>("are not the composition root") {
                    @Override
                    public boolean test(JavaClass one) {
                        return !one.getName().equals(root + ".server.HeraldServer");
                    }
                })
                .should(new ArchCondition<>("not make the server's parts") {
                    @Override
                    public void check(JavaClass one, ConditionEvents events) {
                        for (JavaConstructorCall call : one.getConstructorCallsFromSelf()) {
                            JavaClass made = call.getTargetOwner();
                            String name = made.getName().replace(root + ".server.", "");
                            boolean own = made.getPackageName().equals(one.getPackageName());
                            if ((PARTS.contains(name) || name.endsWith("EventLog")) && !own) {
                                events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                            }
                        }
                    }
                });
    }

    private ArchRule netty() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("protocol"), in("auth"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..");
    }

    private ArchRule jdbc() {
        return noClasses()
                .that()
                .resideInAPackage(in("server"))
                .and()
                .resideOutsideOfPackages(in("server.log.sql"), in("server.nodes"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb..");
    }

    /** A base URL is a thing of its own. */
    private static ArchRule names() {
        return noClasses()
                .should()
                .haveNameMatching(".*[.$](Base(?!Url)|Common)[^.$]*|.*[^.$](Utils?|Helpers?|Managers?|Impl)(\\$.*)?");
    }

    private static ArchRule noAbstractClasses() {
        return noClasses()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.ABSTRACT);
    }

    private static ArchRule finalClasses() {
        return classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and(new DescribedPredicate<>("are no constant's body") {
                    @Override
                    public boolean test(JavaClass one) {
                        return one.getRawSuperclass()
                                .map(parent -> !parent.isEnum())
                                .orElse(true);
                    }
                })
                .should()
                .haveModifier(JavaModifier.FINAL);
    }

    private static ArchRule packagesAreDescribed() {
        return classes().should(new ArchCondition<>("live in a package that is described and null-marked") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                if (!one.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(SimpleConditionEvent.violated(one, one.getPackageName() + " is not null-marked"));
                }
            }
        });
    }

    private String in(String packageName) {
        return root + "." + packageName + "..";
    }
}
