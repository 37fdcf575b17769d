// @ts-check
/**
 * What the engine's provider process loads, by the text in every row of every state. Its name and its form are
 * released API: a function from a kind's name to its provider.
 */
"use strict";

const { nodeProblem } = require("./node-version.cjs");

const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  const error = new Error(problem);
  error.stack = problem;
  throw error;
}

module.exports = require("./provider-process.js").provider;
