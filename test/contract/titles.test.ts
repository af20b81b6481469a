import assert from 'node:assert/strict';
import { filesIn } from '../support/filesIn';
import { beginsSentence, titlesIn, wrongTitles } from '../support/testTitles';

describe('titles of tests', () => {
  it('every title begins a sentence that reads without its describe, and no two tests have the same', async () => {
    // Those of test/host need VS Code even to be read: test/host/titles.test.ts looks at them.
    const files = filesIn('test', /^test\/(?!host\/).*\.test\.ts$/).map((file) => file.slice('test/'.length));
    const titles = await titlesIn(files);
    assert.deepEqual([...new Set(titles.map(({ file }) => file))].sort(), files.sort());
    assert.deepEqual(wrongTitles(titles), []);
  });

  for (const title of ['is refused', 'Has a name', 'they are sorted', 'and a second', 'nor a third', 'that: is gone'])
    it(`the title “${title}” is no whole sentence`, () => assert.ok(!beginsSentence(title)));

  for (const title of ['a token is refused', 'changes are kept', '“is” is a word', '1 is a number'])
    it(`the title “${title}” may be a whole sentence`, () => assert.ok(beginsSentence(title)));

  it('a full title that two tests have is told', () => {
    const one = { title: 'a token is refused', fullTitle: 'login a token is refused' };
    assert.deepEqual(wrongTitles([one, { ...one, fullTitle: one.title }]), []);
    assert.deepEqual(wrongTitles([one, one]), [`two tests have it: ${one.fullTitle}`]);
  });
});
