/**
 * What a run is told as: a line a second, a summary to read aloud, a JSON file, an HTML page with plots, and thresholds.
 * In comes an outcome; out goes text. No I/O, no threads.
 */
@NullMarked
package dev.herald.loadtest.report;

import org.jspecify.annotations.NullMarked;
