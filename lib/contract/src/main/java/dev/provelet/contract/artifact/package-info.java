/** Names of things in the object store, built in this one place from validated parts. */
@NullMarked
package dev.provelet.contract.artifact;

import org.jspecify.annotations.NullMarked;
