package dev.provelet.stage.task;

/**
 * How far a long attempt says that it is.
 *
 * @param phase what it does now, for people
 * @param done phases that are finished
 * @param total phases that there are
 */
public record Working(String phase, int done, int total) {}
