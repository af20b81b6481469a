import type { ReasonCodes, ReasonKind } from '../../src/core/protocol/reasonCode';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import { SYSTEMS } from '../../src/server/systems';

const KINDS: Readonly<Record<ReasonKind, string>> = {
  decided: 'a rule that the answer follows from',
  changed: 'something is different now',
  refused: 'what was asked for is not done, or not given',
  noted: 'worth knowing, and no reason for the answer',
};

/** The page with all reason codes, generated from their declarations. */
export function reasonCodesPage(): string {
  const parts: [title: string, codes: ReasonCodes][] = [
    ['The server itself', SERVER_REASONS.codes],
    ...SYSTEMS.map(({ name, reasonCodes }): [string, ReasonCodes] => [`The system ${name}`, reasonCodes.codes]),
  ];
  return [
    '# Reason codes',
    'Every answer is in the journal with the reasons that led to it, first to last. Each reason has a code and a kind. Scenarios compare codes (`expect.cause`). This page is made from the code: `npm run docs` writes it anew.',
    table(
      ['Kind', 'Meaning'],
      Object.entries(KINDS).map(([kind, meaning]) => [`\`${kind}\``, meaning]),
    ),
    ...parts.flatMap(([title, codes]) => [
      `## ${title}`,
      table(
        ['Code', 'Kind', 'Meaning'],
        Object.entries(codes)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([code, { kind, sentence }]) => [`\`${code}\``, kind, sentence]),
      ),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
