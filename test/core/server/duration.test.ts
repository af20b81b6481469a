import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { durationFault, durationFaultPhrase, durationParts, parseDuration } from '../../../src/core/server/duration';

describe('a length of time', () => {
  for (const [text, ms] of [
    ['90', 90_000],
    ['1.5', 1500],
    ['250ms', 250],
    ['90s', 90_000],
    [' 5 min ', 300_000],
    ['5m', 300_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['2D', 172_800_000],
    ['0', 0],
    ['1:30:00', 5_400_000],
    ['100:00:09', 360_009_000],
    ['1:30', 5_400_000],
    ['1h30', 5_400_000],
    ['2 hours', 7_200_000],
    ['90 minutes', 5_400_000],
    ['1 day 2h', 93_600_000],
    ['1 day, 2 hours and 5 secs', 93_605_000],
    ['2 weeks', 1_209_600_000],
    ['1e3s', 1_000_000],
    ['2 heures', 7_200_000],
    ['1,5 h', 5_400_000],
    ['30 j', 2_592_000_000],
    ['30 jours', 2_592_000_000],
    ['1 heure et 5 minutes', 3_900_000],
    ['2時間', 7_200_000],
    ['２時間３０分', 9_000_000],
    ['1日と2時間', 93_600_000],
    ['500ミリ秒', 500],
  ] as const) {
    it(`a length of time is read from "${text}"`, () => assert.equal(parseDuration(text), ms));
  }

  for (const text of [
    '',
    'soon',
    '-5m',
    '5 parsecs',
    '1h half',
    '40000d',
    '1e9d',
    '1e99999',
    '99999999999999',
    '1,000 s',
    '1:60',
    '1:60:00',
    '1:00:00:00',
    '5 minutes and',
    '1 month',
  ]) {
    it(`no length of time is read from "${text}"`, () => assert.equal(parseDuration(text), undefined));
  }

  for (const [text, fault] of [
    ['2h 30 parsecs', { kind: 'unit', unit: 'parsecs' }],
    ['40000d', { kind: 'long' }],
    ['1e9d', { kind: 'long' }],
    ['1e9 months', { kind: 'unit', unit: 'months' }],
    ['2時', { kind: 'unit', unit: '時' }],
    ['99999999999999', { kind: 'long' }],
    ['soon', { kind: 'form' }],
    ['-5m', { kind: 'form' }],
    ['2h 30m', undefined],
  ] as const) {
    it(`what is wrong with the length of time "${text}" is ${fault?.kind ?? 'nothing'}`, () =>
      assert.deepEqual(durationFault(text), fault));
  }

  it('what is wrong with a length of time is said with the way out', () => {
    const said = (text: string) => {
      const words = durationFaultPhrase(text);
      return words && phraseText(words);
    };
    assert.equal(said('1e9d'), '“1e9d” is longer than a hundred years (36500d).');
    assert.equal(said(' soon '), '“soon” is no length of time, such as 90s, 5 min or 1h 30m.');
    assert.equal(said('2 months'), '“months” is no unit: w, d, h, m, s and ms are.');
    assert.equal(said('36500d'), undefined);
    assert.ok((said('x'.repeat(5000)) ?? '').length < 120);
  });

  it('a text that could be read in many ways is refused at once', () =>
    assert.deepEqual(durationFault(`${'1e1'.repeat(5000)}!`), { kind: 'form' }));

  it('a length of time is said by its two largest parts', () => {
    const said = (ms: number) =>
      durationParts(ms)
        .map(({ unit, value }) => `${value} ${unit}`)
        .join(' ');
    assert.equal(said(0), '0 millisecond');
    assert.equal(said(999), '999 millisecond');
    assert.equal(said(61_000), '1 minute 1 second');
    assert.equal(said(-3_600_000), '1 hour');
    assert.equal(said(90_061_000), '1 day 1 hour');
    assert.equal(said(86_400_000 + 60_000), '1 day');
  });
});
