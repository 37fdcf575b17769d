/** The seeded source of numbers of the sandboxes. */
export { Random } from "../../sandboxes/random.ts";
