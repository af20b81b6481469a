import assert from 'node:assert/strict';
import { filledForms } from '../../../src/core/scenario/filledForms';
import { SecretTexts } from '../../../src/core/scenario/secretTexts';
import { ShortSecrets } from '../../../src/core/scenario/shortSecrets';
import { FILTERS, filtered } from '../../../src/core/scenario/template';

const VALUES = ['Zx9hunter2Q', 'a b+c/d?e=f%', 'say "no"\\1', 'häßlich€😀', 48151623, -4815.1623, 1e21, '042'] as const;

describe('forms of a secret value', () => {
  const coveredBy = (text: string, value: string | number | object) =>
    new SecretTexts(filledForms(value as never), new ShortSecrets(true)).covered(text);

  for (const value of VALUES) {
    for (const filter of [undefined, ...FILTERS]) {
      it(`what a scenario makes of ${JSON.stringify(value)} ${filter ? `with the filter ${filter}` : 'without a filter'} is covered`, () => {
        const form = filtered(value, filter);
        assert.match(coveredBy(`code=${form}`, value), /^code="?•••"?$/);
        assert.match(coveredBy(`/nowhere?code=${form}&more=1`, value), /^\/nowhere\?code="?•••"?&more=1$/);
        if (filter) return;
        assert.equal(
          coveredBy(JSON.stringify({ code: value }), value),
          '{"code":"•••"}'.replace(/"•••"/, typeof value === 'string' ? '"•••"' : '•••'),
        );
      });
    }
  }

  for (const value of ['Zx9hunter2Q', 'häßlich€😀', 48151623]) {
    for (const user of ['', 'a', 'ad', 'ada', 'ada@example.com']) {
      it(`the Basic authorization of the user "${user}" with the password ${value} is covered as a whole`, () => {
        const pair = filtered(`${user}:${value}`, 'base64');
        for (const text of [
          pair,
          pair.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
          encodeURIComponent(pair),
        ]) {
          assert.equal(coveredBy(`Authorization: Basic ${text}`, value), 'Authorization: Basic •••');
        }
      });
    }
  }

  it('texts and numbers within a secret list or object are covered, and so is Base64 of the whole', () => {
    const value = { user: 'Zx9hunter2Q', pins: [48151623, '90210x7'] };
    for (const text of ['Zx9hunter2Q', '48151623', '90210x7', filtered(value, 'base64')]) {
      assert.equal(coveredBy(text, value), '•••', text);
    }
  });

  it('words and Base64 of other texts are no secrets', () => {
    const text = 'Authorization: Basic YWRhOmV4YW1wbGU= /mobileapp/sessions';
    assert.equal(coveredBy(text, 'Zx9hunter2Q'), text);
  });
});
