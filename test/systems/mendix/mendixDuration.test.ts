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
    ['P1W', 604_800_000],
    ['P1W1D', 691_200_000],
    ['PT0.5H', 1_800_000],
    ['PT1H0,5M', 3_630_000],
    ['pt10m', 600_000],
    ['0.5 hours', 1_800_000],
    ['1.5 h', 5_400_000],
    ['.5h', 1_800_000],
    ['1e3', 1000],
    ['1000000 us', 1000],
    ['2000000 micros', 2000],
    ['1 microsecond', 0],
    ['600000000000ns', 600_000],
    ['3000000000 nanoseconds', 3000],
    [' 10 minutes ', 600_000],
    ['+5 s', 5000],
    ['1 milli', 1],
    ['P1Y', undefined],
    ['P1M', undefined],
    ['PT0.5H1M', undefined],
    ['P1DT', undefined],
    ['10 Minutes', undefined],
    ['5 mins', undefined],
    ['1,5 h', undefined],
    ['.', undefined],
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
    const letters = [...'PTWDHMSptdm0123456789.,+e msecondinuthrayl'];
    const almost = fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((each) => each.join(''));
    const pieces = [
      ...['P', 'T', 'p', 't', '1W', '1D', '2H', '0.5H', '30M', '0,5m', '0.5S', '4', '1.5', '.5', 'e3', '+', ' ', '\n'],
      ...['ms', 'millis', 'second', 's', 'm', 'hours', 'days', 'us', 'micros', 'ns', 'nanosecond'],
    ];
    const likely = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((each) => each.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, almost, fc.string()), (text) => {
        assert.equal(pattern.test(text), durationMs(text) !== undefined, text);
      }),
      { numRuns: 2000 },
    );
  });
});
