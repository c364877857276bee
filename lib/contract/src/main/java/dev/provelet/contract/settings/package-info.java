/** What the settings of all services have in common: secrets, and checks at start-up. */
@NullMarked
package dev.provelet.contract.settings;

import org.jspecify.annotations.NullMarked;
