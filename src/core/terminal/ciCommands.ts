/**
 * Where a line has to be broken so that no CI server takes it for a command: the offsets of single characters, in order.
 * GitHub ignores white space before its commands. Others look for theirs anywhere in the line.
 */
export function ciCommandsIn(line: string): number[] {
  const first = AT_START.exec(line);
  if (!first && line.search(ANYWHERE) < 0) return [];
  const offsets = [...line.matchAll(ANYWHERE)].map(({ index }) => index);
  return first ? [first[0].length - 1, ...offsets.filter((at) => at >= first[0].length)] : offsets;
}

/** A text with the characters at some offsets replaced. */
export function replacedAt(text: string, offsets: readonly number[], how: (char: string) => string): string {
  if (offsets.length === 0) return text;
  const begins = [0, ...offsets.map((at) => at + 1)];
  const kept = begins.map((begin, index) => text.slice(begin, offsets[index]));
  return kept.map((part, index) => (index === 0 ? part : how(text.charAt(offsets[index - 1] ?? 0)) + part)).join('');
}

/**
 * GitHub Actions: `::error::…`, also `::stop-commands::…`. Buildkite: `--- a group`, and `+++`, `~~~`, `^^^`.
 * A match ends with the character to be replaced.
 */
const AT_START = /^\s*(?::(?=:)|([-+~^])(?=\1\1(?:\s|$)))/;

/**
 * `##[group]` (GitHub Actions, Azure Pipelines), `##vso[…]` (Azure Pipelines), `##teamcity[…]`; `section_start:…` (GitLab)
 * and `travis_fold:…`.
 */
const ANYWHERE = /#(?=#[\w.-]*\[)|(?<=section_(?:start|end)|travis_(?:fold|time)):/g;
