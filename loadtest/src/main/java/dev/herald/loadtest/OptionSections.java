package dev.herald.loadtest;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Shows the options of each mixin under that mixin's own heading. Picocli does so for argument groups only; but when an
 * option of a group is repeated, even of one without validation, picocli begins all groups anew with their defaults,
 * and says nothing. Immutable.
 */
final class OptionSections implements IHelpSectionRenderer {
    private OptionSections() {}

    static CommandLine in(CommandLine commandLine) {
        // A mixin's heading is also the command's, if that has none: it would be shown twice.
        commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING);
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionSections());
        return commandLine;
    }

    @Override
    public String render(Help help) {
        return help.commandSpec().mixins().values().stream()
                .map(mixin -> help.createHeading(heading(mixin)) + help.optionListExcludingGroups(mixin.options()))
                .collect(Collectors.joining());
    }

    /** Picocli's own mixin, --help and --version, has none and stands apart. */
    private static String heading(CommandSpec mixin) {
        String heading = mixin.usageMessage().optionListHeading();
        return heading.isEmpty() ? "%n" : heading;
    }
}
