// @ts-check
/**
 * The usual way: `pulumi.dynamic.Resource` with functions that the SDK serialises into the state, as in
 * https://www.pulumi.com/docs/iac/concepts/providers/dynamic-providers/.
 */
"use strict";

const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const url = process.env["BENCH_URL"];
const authorization = process.env["BENCH_AUTHORIZATION"] ?? "";

/** @typedef {Record<string, any>} Bag */
/** @typedef {{ kind: string, address: string, inputs: Bag, parent?: { address: string, field: string } }} Listed */

/** @param {string} method @param {string} path @param {Bag} [body] */
async function call(method, path, body) {
  const headers = { authorization, "content-type": "application/json" };
  const response = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** @param {string} path @param {string[]} fields @returns {pulumi.dynamic.ResourceProvider} */
const providerOf = (path, fields) => {
  /** @param {Bag} bag */
  const named = (bag) => Object.fromEntries(fields.flatMap((key) => (key in bag ? [[key, bag[key]]] : [])));
  return {
    async create(inputs) {
      const { id } = await call("POST", path, named(inputs));
      return { id, outs: inputs };
    },
    async read(id, props) {
      return { id, props: { ...props, ...named(await call("GET", `${path}/${id}`)) } };
    },
    async update(id, _olds, news) {
      await call("PUT", `${path}/${id}`, named(news));
      return { outs: news };
    },
    async delete(id) {
      await call("POST", `${path}/${id}/archive`);
    },
  };
};

const productProvider = providerOf("/products", ["name", "label"]);
const listPriceProvider = providerOf("/list-prices", [
  "productId",
  "name",
  "currency",
  "structure",
  "billingFrequency",
  "billingType",
  "integrationIds",
  "customMetricParameters",
]);

class Product extends pulumi.dynamic.Resource {
  /** @param {string} name @param {Bag} props */
  constructor(name, props) {
    super(productProvider, name, props);
  }
}

class ListPrice extends pulumi.dynamic.Resource {
  /** @param {string} name @param {Bag} props */
  constructor(name, props) {
    super(listPriceProvider, name, props);
  }
}

/** @type {Listed[]} */
const resources = JSON.parse(readFileSync("resources.json", "utf8"));
/** @type {Map<string, Product>} */
const products = new Map();
for (const { address, inputs, parent } of resources) {
  const { archived: _a, account: _b, address: _c, owner: _d, ...fields } = inputs;
  if (parent) {
    const lists = { integrationIds: [], customMetricParameters: [] };
    new ListPrice(address, { ...fields, ...lists, [parent.field]: products.get(parent.address)?.id });
  } else products.set(address, new Product(address, fields));
}
