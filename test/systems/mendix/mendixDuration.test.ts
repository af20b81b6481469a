import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { durationMs } from '../../../src/core/systems/mendix/mendixDuration';

interface Part {
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
}

const optionsSchema: unknown = JSON.parse(
  fs.readFileSync(path.resolve(__dirname, '../../../../src/server/systems/mendix/options.schema.json'), 'utf8'),
);

describe('A duration of Mendix', () => {
  for (const [text, ms] of [
    ['600000', 600_000],
    ['PT10M', 600_000],
    ['PT1H30M', 5_400_000],
    ['P1DT1S', 86_401_000],
    ['PT0.5S', 500],
    ['10 minutes', 600_000],
    ['10m', 600_000],
    ['1 minute', 60_000],
    ['30s', 30_000],
    ['7 days', 604_800_000],
    ['500ms', 500],
    ['2 hours', 7_200_000],
    ['PT', undefined],
    ['P', undefined],
    ['', undefined],
    ['10 weeks', undefined],
    ['-5', undefined],
    ['1.5.2', undefined],
  ] as const) {
    it(`the duration “${text}” is ${ms === undefined ? 'none' : `${ms} ms`}`, () => {
      assert.equal(durationMs(text), ms);
    });
  }

  it('the schema of the options takes as a duration what the runtime reads as one, and nothing else', () => {
    const { definitions } = optionsSchema as { definitions: { mendixSettings: { properties: Record<string, Part> } } };
    const parts = Object.values(definitions.mendixSettings.properties).filter(({ type = [] }) =>
      type.includes('string'),
    );
    const patterns = [...new Set(parts.flatMap(({ pattern = '', minimum }) => (minimum === undefined ? [] : pattern)))];
    assert.equal(patterns.length, 1);
    const pattern = new RegExp(patterns.join());
    const letters = [...'PTDHMS0123456789. msecondinuthrayl'];
    const almost = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((each) => each.join(''));
    const pieces = ['P', 'T', '1D', '2H', '30M', '0.5S', '4', ' ', 'ms', 'millis', 'second', 's', 'm', 'hours', 'days'];
    const likely = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, almost, fc.string()), (text) => {
        assert.equal(pattern.test(text), durationMs(text) !== undefined, text);
      }),
      { numRuns: 2000 },
    );
  });
});
