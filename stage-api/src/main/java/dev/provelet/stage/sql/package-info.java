/** Plain JDBC: transactions, and the one place where they are tried again. */
@NullMarked
package dev.provelet.stage.sql;

import org.jspecify.annotations.NullMarked;
