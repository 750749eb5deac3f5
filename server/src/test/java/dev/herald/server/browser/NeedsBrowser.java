package dev.herald.server.browser;

import dev.herald.server.program.NeedsProgram;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test needs Chromium and its driver, both from the system. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NeedsProgram(value = "chromium", debianPackage = "chromium")
@NeedsProgram(value = "chromedriver", debianPackage = "chromium-driver")
@interface NeedsBrowser {}
