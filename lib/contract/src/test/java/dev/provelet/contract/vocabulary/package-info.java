/** The glossary, as the tests of public names read it. */
@NullMarked
package dev.provelet.contract.vocabulary;

import org.jspecify.annotations.NullMarked;
