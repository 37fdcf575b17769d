/** How much of the random tests is run: `CATALOGUE_TEST_SHARE=0.1` is a tenth, for the inner loop; without it, all. */
const share = Number(process.env["CATALOGUE_TEST_SHARE"] ?? 1);

/** The part of a number of runs that is asked for, and at least one run. */
export const runs = (all: number): number => Math.max(1, Math.ceil(all * share));
