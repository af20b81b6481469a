import assert from 'node:assert/strict';
import fc from 'fast-check';
import { urlEncoded } from '../../../src/core/base/urlText';
import { fillText } from '../../../src/core/scenario/template';
import { MENDIX_CALLS } from '../../../src/core/systems/mendix/mendixCalls';

describe('A text in a URL', () => {
  it('every text, also with half of a surrogate pair, is written as the URL standard writes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800', '\udc00'), (text, half) => {
        const all = `${half}${text}${half}`;
        assert.equal(decodeURIComponent(urlEncoded(all)), all.toWellFormed());
      }),
    );
  });

  it('a scenario with half of a surrogate pair in a URL asks for another name, and does not end the run', () => {
    assert.equal(
      fillText('/x/{{name|url}}', () => '\ud800'),
      '/x/%EF%BF%BD',
    );
    assert.equal(MENDIX_CALLS.changeUser('\ud800', { blocked: true }).path, '/mendix/users/%EF%BF%BD');
  });
});
