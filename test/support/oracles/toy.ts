/** What the objects of the vendor of test/toy hold. */
import { asIs, decimal, type FieldOracle, field, type KindOracle, map, set, words } from "./forms.js";

/** Two of its keys are the catalogue's own. */
const notes: FieldOracle = { form: map({ without: ["_address", "_owner"] }), resting: null, byMember: true };

export const toyOracles: Readonly<Record<string, KindOracle>> = {
  "toy:Gadget": {
    fields: { title: field(), remark: field(words), colour: field(), sealed: field(asIs, false) },
  },
  "toy:Tariff": {
    parent: "gadget",
    fields: {
      gadget: field(),
      label: field(),
      rate: field(decimal),
      minutes: field(asIs, 0),
      steps: field(set(map({ of: { rate: decimal } })), []),
      notes,
    },
  },
  "toy:Badge": { fields: { motto: field(), metal: field(), notes } },
};
