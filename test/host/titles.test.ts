import assert from 'node:assert/strict';
import { type TestTitle, wrongTitles } from '../support/testTitles';

describe('titles of tests inside VS Code', () => {
  it('every title of test/host begins a sentence that reads without its describe, and no two are the same', function () {
    let all = this.test?.parent;
    while (all?.parent) all = all.parent;
    const titles: Omit<TestTitle, 'file'>[] = [];
    all?.eachTest((test) => titles.push({ title: test.title, fullTitle: test.fullTitle() }));
    assert.ok(titles.length > 1);
    assert.deepEqual(wrongTitles(titles), []);
  });
});
