/**
 * Takes a proof in: checks it, stores what the client sent, inserts the proof and its first task.
 */
@NullMarked
package dev.provelet.stage.submit;

import org.jspecify.annotations.NullMarked;
