import assert from 'node:assert/strict';
import { SentWords } from '../../src/scenario/batch/sentWords';

/** What is told of texts with the sent words `Summertime`, `correct horse` and `abc`. */
const TOLD: readonly (readonly [text: string, told: string])[] = [
  ['something that contains "Summertime"', 'something that contains "•••"'],
  ['"{\\"password\\":\\"Summertime\\",\\"user\\":\\"ada\\"}"', '"{\\"password\\":\\"•••\\",\\"user\\":\\"ada\\"}"'],
  ['"\\"{\\\\\\"p\\\\\\":\\\\\\"Summertime\\\\\\"}\\""', '"\\"{\\\\\\"p\\\\\\":\\\\\\"•••\\\\\\"}\\""'],
  ["log in with 'Summertime'", "log in with '•••'"],
  ['log in with “Summertime”', 'log in with “•••”'],
  ['"correct horse"', '"•••"'],
  ['"user=ada&password=Summertime&x=1"', '"user=ada&password=•••&x=1"'],
  ['p=correct+horse', 'p=•••'],
  ['p=correct%20horse&q', 'p=•••&q'],
  ['p=Summertime', 'p=•••'],
  ['p=Summertimes', 'p=Summertimes'],
  ['p=Summertime%41', 'p=Summertime%41'],
  ['"Summertime blues"', '"Summertime blues"'],
  ['in Summertime it is warm', 'in Summertime it is warm'],
  ['"summertime"', '"summertime"'],
  ['"abc"', '"abc"'],
];

describe('SentWords', () => {
  const words = new SentWords();
  for (const secret of ['ada","Summertime', 'correct horse', 'abc', 'Zx9hunter2Q']) words.add(secret);

  for (const [text, told] of TOLD) {
    it(`a report tells ${text} as ${told} where words of it were sent as secrets`, () => {
      assert.equal(words.covered(text), told);
    });
  }

  it('a report tells a text as it is where no word was sent as a secret', () => {
    for (const [text] of TOLD) assert.equal(new SentWords().covered(text), text);
  });
});
