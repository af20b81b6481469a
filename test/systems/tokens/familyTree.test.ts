import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FamilyGeneration, familyTree, numberRanges } from '../../../src/core/systems/tokens/familyTree';
import type { FamilyToken } from '../../../src/core/systems/tokens/tokenSession';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)).toISOString();
const refresh = (id: string, seconds: number, more: Partial<FamilyToken> = {}): FamilyToken => ({
  id,
  number: Number(/\d+/.exec(id)?.[0]),
  kind: 'refresh',
  issuedAt: at(seconds),
  expiresAt: at(seconds + 900),
  state: 'live',
  ...more,
});
const access = (id: string, seconds: number, more: Partial<FamilyToken> = {}): FamilyToken => ({
  ...refresh(id, seconds, more),
  kind: 'access',
});

/** `r1(a1) r2(a2)[r3(a3)]`: generations with their access tokens, and branches in brackets. */
function drawn(generations: readonly FamilyGeneration[]): string {
  return generations
    .map(
      ({ token, access: all, branches }) =>
        `${token.id}(${all.map(({ id }) => id).join(',')})${branches.map((each) => `[${drawn(each)}]`).join('')}`,
    )
    .join(' ');
}

describe('the tree of a token family', () => {
  for (const [what, family, expected] of [
    ['without a refresh', [refresh('r1', 0), access('a1', 0)], 'r1(a1)'],
    [
      'that was rotated twice',
      [
        refresh('r1', 0, { state: 'used', replacedBy: 'r2' }),
        access('a1', 0),
        refresh('r2', 10, { state: 'used', from: 'r1', replacedBy: 'r3' }),
        access('a2', 10, { from: 'r1' }),
        refresh('r3', 20, { from: 'r2' }),
        access('a3', 20, { from: 'r2' }),
      ],
      'r1(a1) r2(a2) r3(a3)',
    ],
    [
      'whose used token came again and got a successor of its own',
      [
        refresh('r1', 0, { state: 'used', replacedBy: 'r2', reusedAt: at(12) }),
        access('a1', 0),
        refresh('r2', 10, { from: 'r1' }),
        access('a2', 10, { from: 'r1' }),
        refresh('r3', 12, { from: 'r1' }),
        access('a3', 12, { from: 'r1' }),
      ],
      'r1(a1)[r2(a2)][r3(a3)]',
    ],
    [
      'that keeps its refresh token',
      [refresh('r1', 0), access('a1', 0), access('a2', 10, { from: 'r1' }), access('a3', 20, { from: 'r1' })],
      'r1(a1,a2,a3)',
    ],
    [
      'whose oldest tokens are forgotten',
      [
        refresh('r8', 80, { from: 'r7', state: 'used', replacedBy: 'r9' }),
        access('a8', 80, { from: 'r7' }),
        refresh('r9', 90, { from: 'r8' }),
      ],
      'r8(a8) r9()',
    ],
    [
      'whose used token came again at the same moment, and is followed by what came of both',
      [
        refresh('r1', 0, { state: 'used', replacedBy: 'r2', reusedAt: at(10), reusedInGrace: true }),
        access('a1', 0),
        refresh('r2', 10, { from: 'r1', state: 'used', replacedBy: 'r4' }),
        access('a2', 10, { from: 'r1' }),
        refresh('r3', 10, { from: 'r1' }),
        access('a3', 10, { from: 'r1' }),
        refresh('r4', 20, { from: 'r2' }),
        access('a4', 20, { from: 'r2' }),
      ],
      'r1(a1)[r2(a2) r4(a4)][r3(a3)]',
    ],
    ['that names itself as its origin', [refresh('r1', 0, { from: 'r1' })], ''],
  ] as const) {
    it(`the tree of a family ${what} is “${expected}”`, () => {
      assert.equal(drawn(familyTree(family).lines.flat()), expected);
    });
  }

  it('access tokens whose refresh tokens are forgotten hang below no other, and it is known how many are forgotten', () => {
    const { lines, others, forgotten } = familyTree([
      access('a7', 70, { from: 'r6' }),
      access('a8', 80, { from: 'r7' }),
      refresh('r9', 90, { from: 'r8' }),
      access('a9', 90, { from: 'r8' }),
    ]);
    assert.equal(drawn(lines.flat()), 'r9(a9)');
    assert.deepEqual(
      others.map(({ id }) => id),
      ['a7', 'a8'],
    );
    assert.deepEqual(forgotten, { access: 6, refresh: 8 });
  });

  for (const [numbers, expected] of [
    [[2], '2'],
    [[3, 2], '2, 3'],
    [Array.from({ length: 30 }, (_, at) => at + 2), '2…31'],
    [[2, 5, 6, 7, 9], '2, 5…7, 9'],
    [[2, 4, 6, 8, 10, 12], '2, 4, 6 … 12'],
  ] as const) {
    it(`the numbers of successors are told as “${expected}”`, () => assert.equal(numberRanges(numbers), expected));
  }

  it('the tree of any family has each of its tokens at most once, and all of a family that has a beginning', () => {
    const arbitrary = fc
      .array(fc.record({ parent: fc.nat(), kind: fc.constantFrom('access', 'refresh'), late: fc.nat(2) }), {
        maxLength: 30,
      })
      .map((steps) => {
        const family: FamilyToken[] = [refresh('0', 0), access('a0', 0)];
        for (const [step, { parent, kind, late }] of steps.entries()) {
          const parents = family.filter((each) => each.kind === 'refresh');
          const from = parents[parent % parents.length]?.id as string;
          const made = kind === 'refresh' ? refresh : access;
          family.push(made(String(step + 1), step + 1 + late, { from }));
        }
        return family;
      });
    fc.assert(
      fc.property(arbitrary, (family) => {
        const { lines, others } = familyTree(family);
        const all = (each: readonly FamilyGeneration[]): string[] =>
          each.flatMap(({ token, access: companions, branches }) => [
            token.id,
            ...companions.map(({ id }) => id),
            ...branches.flatMap(all),
          ]);
        const found = [...lines.flatMap(all), ...others.map(({ id }) => id)];
        assert.deepEqual([...found].sort(), family.map(({ id }) => id).sort());
      }),
    );
  });
});
