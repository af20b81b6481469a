import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FamilyGeneration, familyTree } from '../../../src/core/systems/tokens/familyTree';
import type { FamilyToken } from '../../../src/core/systems/tokens/tokenSession';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)).toISOString();
const refresh = (id: string, seconds: number, more: Partial<FamilyToken> = {}): FamilyToken => ({
  id,
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

/** `R1(A1) R2(A2)[R3(A3)]`: generations with their access tokens, and branches in brackets. */
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
    ['without a refresh', [refresh('R1', 0), access('A1', 0)], 'R1(A1)'],
    [
      'that was rotated twice',
      [
        refresh('R1', 0, { state: 'used', replacedBy: 'R2' }),
        access('A1', 0),
        refresh('R2', 10, { state: 'used', from: 'R1', replacedBy: 'R3' }),
        access('A2', 10, { from: 'R1' }),
        refresh('R3', 20, { from: 'R2' }),
        access('A3', 20, { from: 'R2' }),
      ],
      'R1(A1) R2(A2) R3(A3)',
    ],
    [
      'whose used token came again and got a successor of its own',
      [
        refresh('R1', 0, { state: 'used', replacedBy: 'R2', reusedAt: at(12) }),
        access('A1', 0),
        refresh('R2', 10, { from: 'R1' }),
        access('A2', 10, { from: 'R1' }),
        refresh('R3', 12, { from: 'R1' }),
        access('A3', 12, { from: 'R1' }),
      ],
      'R1(A1)[R3(A3)] R2(A2)',
    ],
    [
      'that keeps its refresh token',
      [refresh('R1', 0), access('A1', 0), access('A2', 10, { from: 'R1' }), access('A3', 20, { from: 'R1' })],
      'R1(A1,A2,A3)',
    ],
    [
      'whose oldest tokens are forgotten',
      [
        refresh('R8', 80, { from: 'R7', state: 'used', replacedBy: 'R9' }),
        access('A8', 80, { from: 'R7' }),
        refresh('R9', 90, { from: 'R8' }),
      ],
      'R8(A8) R9()',
    ],
    ['that names itself as its origin', [refresh('R1', 0, { from: 'R1' })], ''],
  ] as const) {
    it(`the tree of a family ${what} is “${expected}”`, () => {
      assert.equal(drawn(familyTree(family).generations), expected);
    });
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
        const { generations, others } = familyTree(family);
        const all = (each: readonly FamilyGeneration[]): string[] =>
          each.flatMap(({ token, access: companions, branches }) => [
            token.id,
            ...companions.map(({ id }) => id),
            ...branches.flatMap(all),
          ]);
        const found = [...all(generations), ...others.map(({ id }) => id)];
        assert.deepEqual([...found].sort(), family.map(({ id }) => id).sort());
      }),
    );
  });
});
