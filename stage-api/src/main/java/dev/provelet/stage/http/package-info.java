/** The HTTP face: JSON and multipart in, JSON, problems and server-sent events out. */
@NullMarked
package dev.provelet.stage.http;

import org.jspecify.annotations.NullMarked;
