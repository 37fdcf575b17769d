/** What the places that show a review as Markdown allow. */

export interface Forge {
  readonly title: string;
  /** The comment has at most this many bytes of UTF-8. */
  readonly bytes: number;
  /** `<details>` is rendered. */
  readonly folds: boolean;
  /** `> [!CAUTION]` is rendered as an alert. */
  readonly alerts: boolean;
}

export type ForgeName = "github" | "gitlab" | "azure" | "bitbucket";

export const FORGES: Readonly<Record<ForgeName, Forge>> = {
  /** The API refuses comments of more than 262,144 bytes (github.com/dead-claudia/github-limits/pull/13). */
  github: { title: "GitHub", bytes: 200_000, folds: true, alerts: true },
  /** Notes have at most 1,000,000 characters; alerts since 17.10 (docs.gitlab.com/user/markdown). */
  gitlab: { title: "GitLab", bytes: 1_000_000, folds: true, alerts: true },
  /** Comments have at most 150,000 characters. */
  azure: { title: "Azure DevOps", bytes: 140_000, folds: true, alerts: false },
  /** Comments have at most 32,768 characters, and HTML is shown as text. */
  bitbucket: { title: "Bitbucket", bytes: 32_768, folds: false, alerts: false },
};

/** What is read without unfolding has about this many characters at most. */
export const READING_TARGET = 8_000;
