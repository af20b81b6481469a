import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { redact } from '../../../src/cli/formats/redactSession';
import { contentText } from '../../../src/core/compliance/contentText';
import { coveredSentence } from '../../../src/scenario/batch/coveredSentence';
import { IN_DOUBT, PLAIN, TALK } from './plainTexts';
import { SECRET_PLACES } from './secretPlaces';

const ALL_PLAIN = [...PLAIN, ...TALK];

const SECRETS = ['hunter2PASSx', 'S3cretValue', 'qz9-xW_7'];
const AROUND: readonly (readonly [begin: string, end: string])[] = [
  ['', ''],
  ['It is “', '” and so on.'],
  ['(', ')'],
  ['status is "', '"'],
  ['see ', ' and so on'],
];
describe('What a loose text shows', () => {
  const faces: Readonly<Record<string, (text: string) => string>> = {
    'a message of check': (text) => contentText(text),
    'an excerpt of check': (text) => {
      const source = JSON.stringify({ status: text });
      const shown = redact(source);
      assert.equal(shown.length, source.length);
      return shown;
    },
    'a text of run': coveredSentence,
  };
  for (const [face, cover] of Object.entries(faces)) {
    for (const [kind, places] of Object.entries(SECRET_PLACES)) {
      it(`${face} shows no secret that ${kind} tells, whatever stands around it`, () => {
        for (const place of places) {
          for (const secret of SECRETS) {
            for (const [begin, end] of AROUND) {
              const text = begin + place.replaceAll('X', () => secret) + end;
              const shown = cover(text);
              assert.ok(!shown.includes(secret.slice(1)), `${text} is shown as ${shown}`);
              assert.ok(shown.includes('•••'), shown);
            }
          }
        }
      });
    }

    it(`${face} leaves what is no secret as it is`, () => {
      // An excerpt has no long run of Base64 either, and the slash of a path is a sign of it.
      const plain = face === 'an excerpt of check' ? ALL_PLAIN.filter((text) => !/[\w/]{41}/.test(text)) : ALL_PLAIN;
      const covered: string[] = [];
      for (const text of plain) {
        const shown = cover(text);
        if (shown.replaceAll(text, '').includes('•')) covered.push(`${text} is shown as ${shown}`);
      }
      assert.deepEqual(covered, []);
    });
  }

  it('what could be a secret is covered, also where others tell of one', () => {
    for (const text of IN_DOUBT) assert.match(coveredSentence(text), /[:=] ?•••$/, text);
  });

  it('each sentence that the editor has, in each language, is shown as it is', () => {
    const folder = path.resolve(__dirname, '../../../../media/l10n');
    const sentences = fs.readdirSync(folder).flatMap((name) => {
      const translations: Record<string, string> = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
      return Object.entries(translations).flat();
    });
    // What is put into a place may be a secret.
    const whole = sentences.filter((sentence) => !/\{\d+\}/.test(sentence));
    assert.ok(whole.length > 1000);
    assert.deepEqual(
      whole.filter((sentence) => coveredSentence(sentence) !== sentence),
      [],
    );
  });

  it('what stands before and behind a secret is shown', () => {
    for (const [text, shown] of [
      ['Log in with password=S3cretValue and go on', 'Log in with password=••• and go on'],
      ['password: S3cretValue, status: open', 'password: •••, status: open'],
      ['curl -u ada:S3cretValue https://h', 'curl -u ada:••• https://h'],
      ['<password>S3cretValue</password>', '<password>•••</password>'],
      ['Server=h;Password=S3cretValue;Encrypt=yes', 'Server=h;Password=•••;Encrypt=yes'],
      ['Hawk id="a1", ts="13", mac="S3cret/Value="', 'Hawk id="•••", ts="13", mac="•••"'],
      ['https://a.example/reset/S3cretValue?a=b', 'https://a.example/reset/•••?a=b'],
      ['a%26password%3DS3cretValue', 'a%26password%3D•••'],
      ['ada:S3cretValue@h', 'ada:•••@h'],
    ] as const) {
      assert.equal(contentText(text), shown);
      assert.equal(coveredSentence(text), shown);
    }
  });
});
