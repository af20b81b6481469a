import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SentRequest } from '../../../src/core/scenario/runEvents';
import type { Step } from '../../../src/core/scenario/scenario';
import { tampered, withoutParts } from '../../../src/core/scenario/tamper';
import { missingParts } from '../../../src/scenario/missingParts';
import { countSteps } from '../../support/steps';

const names = (n: number) => Array.from({ length: n }, (_, at) => `a${at}`);

function requestOf(n: number): SentRequest {
  return {
    method: 'GET',
    url: `/?${names(n)
      .map((name) => `${name}=1`)
      .join('&')}`,
    headers: [
      ...names(n).map((name) => [name, '1'] as const),
      [
        'Cookie',
        names(n)
          .map((name) => `${name}=1`)
          .join('; '),
      ],
    ],
  };
}

describe('Parts of a request that are left out or altered', () => {
  const lists: Record<string, (n: number) => { missing: readonly string[] }> = {
    'headers that are left out': (n) => withoutParts(requestOf(n), names(n)),
    'cookies that are left out': (n) =>
      withoutParts(
        requestOf(n),
        names(n).map((name) => `cookie:${name}`),
      ),
    ...Object.fromEntries(
      ['cookie', 'header', 'query'].map((kind) => [
        `parts of the kind "${kind}" that are altered`,
        (n: number) =>
          tampered(
            requestOf(n),
            names(n).map((name) => `${kind}:${name}`),
          ),
      ]),
    ),
    'parts that are not there': (n) => {
      const parts = names(n).map((name) => `cookie:other${name}`);
      const { missing } = withoutParts(requestOf(n), parts);
      const step = { source: { request: { url: '/', drop: parts } }, placeOf: () => ({}) } as unknown as Step;
      assert.equal(missingParts(step, missing).length, n);
      return { missing: [] };
    },
  };
  for (const [what, change] of Object.entries(lists)) {
    it(`twice as many take twice as many steps: ${what}`, async () => {
      const stepsFor = async (n: number) => (await countSteps(() => assert.deepEqual(change(n).missing, []))).all;
      await stepsFor(20);
      const [some, twice] = [await stepsFor(500), await stepsFor(1000)];
      assert.ok(twice < 2.3 * some, `${some} steps, then ${twice}`);
    });
  }

  it('each of many parts is changed as it is alone, whatever the order of the list', () => {
    const request = { ...requestOf(6), headers: [...requestOf(6).headers, ['Authorization', 'Bearer abc'] as const] };
    const kinds = ['header', 'cookie', 'query'].flatMap((kind) => names(8).map((name) => `${kind}:${name}`));
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('token', ...kinds)), (parts) => {
        const inTurn = (change: typeof tampered, all: readonly string[]) => {
          let now: SentRequest = request;
          const missing: string[] = [];
          for (const part of all) {
            const next = change(now, [part]);
            now = next.request;
            missing.push(...next.missing);
          }
          return { request: now, missing };
        };
        assert.deepEqual(tampered(request, parts), inTurn(tampered, parts));
        const left = parts.map((part) => part.replace('header:', ''));
        assert.deepEqual(withoutParts(request, left), inTurn(withoutParts, left));
      }),
    );
  });

  it('what is named as a whole and by its name is altered once, and was there', () => {
    const request: SentRequest = { method: 'GET', url: '/', headers: [['cookie', 'a=1;b=2; c']] };
    const both = tampered(request, ['cookie', 'cookie:b', 'cookie:none']);
    assert.deepEqual(both, { request: { ...request, headers: [['cookie', 'a=2; b=3; d']] }, missing: ['cookie:none'] });
    assert.deepEqual(withoutParts(request, ['cookie', 'cookie:b', 'cookie:none']), {
      request: { ...request, headers: [] },
      missing: ['cookie:none'],
    });
    assert.deepEqual(withoutParts(request, ['cookie:none']), { request, missing: ['cookie:none'] });
  });

  it('a query in the fragment is not sent, so that nothing of it is altered', () => {
    const request: SentRequest = { method: 'GET', url: '/x#/y?a=1', headers: [] };
    assert.deepEqual(tampered(request, ['query:a']), { request, missing: ['query:a'] });
  });
});
