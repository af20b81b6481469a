import { visibleLines } from '../base/visibleText';
import type { Diagram, DiagramRow } from './diagram';
import { answerWords } from './exchangeWords';

/** The diagram as Mermaid text. Answers are dashed arrows, as in 4D's documentation. */
export function mermaidOf({ title, lifelines, rows }: Diagram): string {
  const alias = (name: string) => `P${lifelines.findIndex((each) => each.name === name)}`;
  const lines = [
    'sequenceDiagram',
    `  title ${escaped(title)}`,
    ...lifelines.map(
      ({ name, role }) => `  ${role === 'person' ? 'actor' : 'participant'} ${alias(name)} as ${escaped(name)}`,
    ),
    ...atOnce(rows).flatMap((steps) => parallel(steps.map((each) => each.flatMap((row) => rowLines(row, alias))))),
  ];
  return `${lines.join('\n')}\n`;
}

/** The rows of each step, together with those of the steps whose requests are sent at the same moment. */
function atOnce(rows: readonly DiagramRow[]): DiagramRow[][][] {
  const groups: DiagramRow[][][] = [];
  for (const row of rows) {
    const steps = groups.at(-1);
    const last = steps?.at(-1);
    if (steps && row.alongside) steps.push([row]);
    else if (last && row.step >= 0 && last.at(-1)?.step === row.step) last.push(row);
    else groups.push([[row]]);
  }
  return groups;
}

/** @param steps the lines of each */
function parallel(steps: readonly (readonly string[])[]): string[] {
  if (steps.length < 2) return steps.flat().map((line) => `  ${line}`);
  const blocks = steps.map((lines, at) => [at === 0 ? '  par' : '  and', ...lines.map((line) => `    ${line}`)]);
  return [...blocks.flat(), '  end'];
}

function rowLines(
  { kind, text, from = '', to = '', over, answer, words, outcome, state, failures }: DiagramRow,
  alias: (name: string) => string,
): string[] {
  if (kind !== 'message') {
    const where = [...new Set([over[0], over.at(-1)])].filter((name) => name !== undefined).map(alias);
    const mark = kind === 'event' ? '⚙ ' : '';
    return where.length === 0
      ? []
      : [
          `Note over ${where.join(',')}: ${mark}${escaped([text, outcome].filter(Boolean).join('\n'))}`,
          ...failureNotes(failures, where),
        ];
  }
  const ends = [alias(from), alias(to)];
  const { target, heldBack, says = [] } = words ?? {};
  const arrow = state === 'unanswered' ? '-x' : '->>';
  return [
    `${ends[0]}${arrow}${ends[1]}: ${escaped(linesOf(text, target, heldBack))}`,
    ...(state === 'answered' && answer !== undefined
      ? [`${ends[1]}-->>${ends[0]}: ${escaped(linesOf(answerWords(answer, words), ...says))}`]
      : []),
    ...failureNotes(failures, [...new Set(ends)] as string[]),
  ];
}

/** Texts below each other. */
function linesOf(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('\n');
}

function failureNotes(failures: readonly string[], where: readonly string[]): string[] {
  return failures.map((failure) => `Note over ${where.join(',')}: ✖ ${escaped(failure)}`);
}

/** Replaces characters that would end a line or begin a comment, a tag or a keyword with Mermaid's entities. */
function escaped(text: string): string {
  const safe = visibleLines(text)
    .replace(/[#;<>%{}\\]/g, (char) => `#${char.codePointAt(0)};`)
    .replace(/\s*[\r\n]+\s*/g, '<br/>')
    .trim();
  return /^end$/i.test(safe) ? `#${safe.codePointAt(0)};${safe.slice(1)}` : safe;
}
