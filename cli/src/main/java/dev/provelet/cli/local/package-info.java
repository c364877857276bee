/** The whole platform on one machine: database, object store and services under one supervisor. */
@NullMarked
package dev.provelet.cli.local;

import org.jspecify.annotations.NullMarked;
