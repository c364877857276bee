/** Public downloads: what a finished proof offers to anyone who knows its id. */
@NullMarked
package dev.provelet.files.download;

import org.jspecify.annotations.NullMarked;
