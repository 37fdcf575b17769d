/**
 * What a program imports to review a change: `review`, and the forms in which a review is shown. Reads the files of the
 * catalogue, and nothing else. Everything that is exported here is listed in tools/check/api/review.api.md.
 */
import { DEFAULT_DIRECTORY, readConfig } from "./accounts/config.js";
import { loadCatalogue } from "./catalogue/load.js";
import { isObject, type Json, type JsonObject } from "./fields/shape.js";
import type { Review } from "./review/digest.js";
import type { ReadCatalogue } from "./review/make-review.js";
import { parsePreview, previewOfEvents } from "./review/preview.js";
import { reviewFiles } from "./review/review-files.js";
import { reviewPreview } from "./review/review-preview.js";
import type { PreviewSource, TreesSource } from "./review/sources.js";
import type { Problem } from "./validation/problem.js";
import { registry } from "./vendors/registry.js";
import { credentialsOf, withoutSecrets } from "./without-secrets.js";

export type { Json, JsonObject } from "./fields/shape.js";
export type { ImpactCount } from "./kinds/impact-count.js";
export type {
  Curve,
  Direction,
  MoneyChange,
  PriceChange,
  SampleBill,
  StatedPrice,
  Totals,
  TotalsRow,
} from "./money/change.js";
export type {
  Action,
  Change,
  FieldChange,
  Finding,
  FindingSeverity,
  ListedPrice,
  ListedProduct,
  Message,
  OtherChange,
  Review,
  ReviewedAccount,
  ReviewedRequest,
  ReviewSource,
  SourcePlace,
} from "./review/digest.js";
export { REVIEW_VERSION } from "./review/digest.js";
export type { ForgeName } from "./review/render/forges.js";
export { html } from "./review/render/html.js";
export { reviewJson } from "./review/render/json.js";
export { type MarkdownOptions, markdown } from "./review/render/markdown.js";
export { type TerminalOptions, terminal } from "./review/render/terminal.js";
export type { PreviewSource, TreesSource } from "./review/sources.js";

/**
 * The review of a preview of the engine, or of two folders with catalogues.
 *
 * @throws an Error that says what to do when the preview or the configuration cannot be read; problems of the catalogue
 * and errors of the preview are part of the review
 */
export function review(source: PreviewSource | TreesSource): Review {
  return "preview" in source ? ofPreview(source) : ofTrees(source);
}

function ofPreview({ preview: given, stack, directory, failed = false }: PreviewSource): Review {
  const preview = typeof given === "string" ? parsePreview(given) : previewOfEvents(given);
  const { "catalogue:directory": configured, "catalogue:values": values } = preview.config;
  const folder = directory ?? configured ?? DEFAULT_DIRECTORY;
  const made = reviewPreview({
    registry,
    preview,
    ...(stack === undefined ? {} : { stack }),
    failed,
    catalogue: read(folder, folder, mapOf(values)),
  });
  return withoutSecrets(made, registry, credentialsOf(preview.config));
}

function ofTrees(source: TreesSource): Review {
  const {
    before,
    after,
    base = before ?? "",
    commit = "",
    directory = after,
    config,
    configBefore = config,
    stack,
  } = source;
  const now = config && readConfig(config, registry);
  const earlier = configBefore && readConfig(configBefore, registry);
  const made = reviewFiles({
    ...(before === undefined ? {} : { before: read(before, directory, earlier?.values) }),
    after: read(after, directory, now?.values),
    base,
    commit,
    ...(now ? { stack: { name: stack ?? "", config: now } } : {}),
  });
  return withoutSecrets(made, registry, [...credentialsOf(config), ...credentialsOf(configBefore)]);
}

/** `path`: where the files are. `directory`: how their folder is called. */
function read(path: string, directory: string, values: JsonObject | undefined): ReadCatalogue {
  const { entries, problems } = loadCatalogue(path, { registry, values, mayBeEmpty: () => true });
  return { entries, problems: problems.map((problem) => ofFolder(problem, path)), directory };
}

/** A problem of the folder itself has the folder as its file. Places are below the folder. */
const ofFolder = (problem: Problem, path: string): Problem =>
  problem.place.file === path ? { ...problem, place: { ...problem.place, file: "" } } : problem;

function mapOf(text: string | undefined): JsonObject {
  try {
    const value = JSON.parse(text ?? "{}") as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
