// @ts-check
/** The provider of the floor: it accepts everything and sends nothing. */
"use strict";

const { randomUUID } = require("node:crypto");

/** @typedef {Record<string, unknown>} Bag */

const provider = {
  check: async (/** @type {Bag} */ _olds, /** @type {Bag} */ news) => ({ inputs: news }),
  diff: async (/** @type {string} */ _id, /** @type {Bag} */ olds, /** @type {Bag} */ news) =>
    isSame(olds, news) ? { changes: false } : {},
  create: async (/** @type {Bag} */ inputs) => ({ id: randomUUID(), outs: inputs }),
  read: async (/** @type {string} */ id, /** @type {Bag} */ props) => ({ id, props }),
  update: async (/** @type {string} */ _id, /** @type {Bag} */ _olds, /** @type {Bag} */ news) => ({ outs: news }),
  delete: async () => {},
};

/** @param {Bag} olds @param {Bag} news */
const isSame = (olds, news) =>
  Object.keys(news).every((key) => JSON.stringify(olds[key]) === JSON.stringify(news[key]));

module.exports = () => provider;
