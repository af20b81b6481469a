import fc from 'fast-check';
import type { Diagram, DiagramRow } from '../../../src/core/scenario/diagram';

/** Texts as people write them, and as they do not: long, wide, from right to left, of many parts. */
const aWord = fc.oneof(
  fc.constantFrom(
    'OTP',
    'Validate()',
    'W',
    '認証サーバー',
    '인증',
    'שלום',
    'مرحبا',
    '﷽',
    '👩‍👩‍👧‍👦',
    '🇫🇷',
    'e\u0301\u0302\u0303',
    'ஔ',
    '…',
    '\u202eabc',
  ),
  fc.nat({ max: 120 }).map((length) => 'W'.repeat(length)),
  fc.nat({ max: 120 }).map((length) => '漢'.repeat(length)),
  fc.nat({ max: 60 }).map((length) => 'مرحبا'.repeat(length)),
  fc.nat({ max: 40 }).map((length) => '👩‍👩‍👧‍👦'.repeat(length)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
export const aText = fc.array(aWord, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

const common = { step: 0, causes: [] } as const;

function aRow(names: readonly string[]): fc.Arbitrary<DiagramRow> {
  const name = fc.constantFrom(...names);
  const failures = fc.oneof(fc.constant([]), fc.array(aText, { maxLength: 2 }));
  const verdict = fc.constantFrom('passed', 'failed', 'skipped', undefined);
  const message = fc
    .record({
      text: aText,
      from: name,
      to: name,
      answer: fc.option(aText),
      failures,
      verdict,
      isSelf: fc.boolean(),
      state: fc.constantFrom('planned', 'drawn', 'answered', 'unanswered'),
    })
    .map(
      ({ answer, verdict, isSelf, ...rest }): DiagramRow => ({
        ...common,
        ...rest,
        kind: 'message',
        ...(isSelf && { to: rest.from }),
        over: [],
        ...(answer !== null && { answer }),
        ...(verdict && { verdict }),
      }),
    );
  const note = fc
    .record({
      kind: fc.constantFrom('note', 'event', 'device'),
      text: aText,
      outcome: fc.option(aText),
      over: fc.subarray([...names]),
      failures,
      state: fc.constantFrom('planned', 'drawn', 'done'),
    })
    .map(({ outcome, ...rest }): DiagramRow => ({ ...common, ...rest, ...(outcome !== null && { outcome }) }));
  return fc.oneof(message, note);
}

/** A diagram of one to six actors, with any texts at any of them. */
export const aDiagram: fc.Arbitrary<Diagram> = fc.uniqueArray(aText, { minLength: 1, maxLength: 6 }).chain((names) =>
  fc.record({
    title: aText,
    description: aText,
    lifelines: fc.constant(
      names.map((name, at) => ({ name, role: at === 0 ? ('person' as const) : ('server' as const) })),
    ),
    rows: fc.array(aRow(names), { maxLength: 6 }),
  }),
);
