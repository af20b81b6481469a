import type { Check, Unmet } from './unmet';

/** A list of texts that are judged one by one, and of which those that fail are told together: they are about one value. */
export interface ExpectedList {
  /** Relative to `expect`. */
  readonly pointer: string;
  /** What is expected of these texts. */
  readonly words: (texts: readonly string[]) => string;
  /** What is wrong with so many of them, two or more: `3 texts are missing`. */
  readonly trouble: (count: number) => string;
}

/** Marks a check as that of one text of a list. */
export function ofList(check: Check, list: ExpectedList, text: string): Check {
  return { ...check, listed: { list, text } };
}

/** The same, with one for each list in the place of one for each of its texts, so that the value is told once. */
export function unmetTogether(all: readonly Unmet[]): Unmet[] {
  const groups: [Unmet, ...Unmet[]][] = [];
  for (const unmet of all) {
    const group = groups.at(-1);
    if (group && areTogether(group[0], unmet)) group.push(unmet);
    else groups.push([unmet]);
  }
  return groups.map(([first, ...others]) => (others.length > 0 ? joined([first, ...others]) : first));
}

/** What took too many steps is told by itself, with the limit. */
function areTogether(a: Unmet, b: Unmet): boolean {
  return a.listed !== undefined && a.listed.list === b.listed?.list && !a.isUnjudged && !b.isUnjudged;
}

function joined(group: readonly [Unmet, ...Unmet[]]): Unmet {
  const [first] = group;
  const texts = group.flatMap(({ listed }) => (listed ? [listed.text] : []));
  const { list } = first.listed ?? {};
  if (!list) return first;
  return {
    pointer: list.pointer,
    subject: first.subject,
    expected: list.words(texts),
    actual: first.actual,
    trouble: list.trouble(texts.length),
  };
}
