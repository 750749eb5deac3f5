package dev.herald.server.program;

import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides on {@link NeedsProgram}. Immutable. */
final class NeedsProgramCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (NeedsProgram needed : findRepeatableAnnotations(context.getElement(), NeedsProgram.class)) {
            if (Programs.find(needed.value()).isEmpty()) {
                return MissingPart.leaveOut("no " + needed.value() + " on this machine: apt-get install "
                        + needed.debianPackage() + " runs this test");
            }
        }
        return ConditionEvaluationResult.enabled("every program is there");
    }
}
