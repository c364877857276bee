/** What is measured, by the names that dashboards use. */
@NullMarked
package dev.provelet.stage.metrics;

import org.jspecify.annotations.NullMarked;
