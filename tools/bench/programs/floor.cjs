// @ts-check
/** The floor: declares the resources of a list with the SDK alone, and with a provider that does nothing. */
"use strict";

const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

/** @typedef {{ kind: string, address: string, inputs: object, parent?: { address: string, field: string } }} Listed */

/** @param {string} kind */
const provider = (kind) =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/x")("billing-catalogue/dynamic")("${kind}")`;

class Resource extends pulumi.CustomResource {}

module.exports = async () => {
  /** @type {Listed[]} */
  const resources = JSON.parse(readFileSync("resources.json", "utf8"));
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = () => "Error";
  const component = new pulumi.ComponentResource("catalogue:index:Catalogue", "catalogue");
  /** @type {Map<string, Resource>} */
  const made = new Map();
  for (const { kind, address, inputs, parent } of resources) {
    const above = made.get(parent?.address ?? "");
    const given = { ...inputs, ...(parent ? { [parent.field]: above?.id } : {}), __provider: provider(kind) };
    const options = { parent: above ?? component };
    made.set(address, new Resource(`pulumi-nodejs:dynamic/${kind}`, address, given, options));
  }
};
