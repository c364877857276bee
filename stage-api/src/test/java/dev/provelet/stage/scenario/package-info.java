/** One disaster each: the whole stage over real parts, with functions that go as scripted. */
@NullMarked
package dev.provelet.stage.scenario;

import org.jspecify.annotations.NullMarked;
