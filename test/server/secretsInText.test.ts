import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redactBody } from '../../src/core/redaction/redactMessage';

describe('Redaction of texts that are no JSON', () => {
  const WRITTEN: Readonly<Record<string, (name: string, secret: string) => string>> = {
    'an object of a program': (name, secret) => `{action:'login',params:{${name}:'${secret}'}}`,
    'an object of a program with single quotes': (name, secret) => `{'user':'a','${name}':'it\\'s ${secret}','b':1}`,
    'an object with a comment': (name, secret) => `{"user":"a", ${name} /* x */ : /* y */ "${secret}"}`,
    'JSON with three dots': (name, secret) => `{action:"login",...${name}:"${secret}"}`,
    'an assignment': (name, secret) => `user = "a"\n${name} = "${secret}"\n`,
    'an assignment to a member': (name, secret) => `options.${name} = \`a ${secret}\`;`,
    'an assignment by name': (name, secret) => `options['${name}'] = "a\\"b ${secret}";`,
    'an assignment of Pascal': (name, secret) => `${name} := '${secret}';`,
    'a hash of Ruby': (name, secret) => `{ "${name}" => "${secret}", :${name} => '${secret}' }`,
    'a call': (name, secret) => `set("${name}", '${secret}')`,
    'a command of a language': (name, secret) => `${name} "${secret}"`,
    YAML: (name, secret) => `user: a\n${name}: "${secret}"\nb: 1\n`,
    'YAML with commas': (name, secret) => `user: a\n${name}: a, b, ${secret}\nb: 1\n`,
    'YAML with a block': (name, secret) => `${name}: |\n  ${secret}\n  more\n`,
    'YAML with a folded value': (name, secret) => `${name}: a\n  ${secret}\n`,
    'YAML with a list': (name, secret) => `${name}:\n- ${secret}\n`,
    'YAML in a list': (name, secret) => `- ${name}: a ${secret}, b\n`,
    'an assignment with words': (name, secret) => `user=a\n${name}=a ${secret}`,
    'broken JSON with an object': (name, secret) => `{"user":"a,"${name}":{"a":{"b":1},"c":"${secret}"}}`,
    'broken JSON with single quotes': (name, secret) => `{"user":"a,"${name}":'a\\'${secret}'}`,
  };
  for (const [what, write] of Object.entries(WRITTEN))
    it(`redaction keeps nothing of a secret in a text that is no JSON: ${what}`, () => {
      const names = fc.constantFrom('password', 'newPassword', 'access_token', 'client_secret', 'otp');
      const secrets = fc.stringMatching(/^[A-Z][A-Z0-9 ]{3,12}[A-Z]$/);
      fc.assert(
        fc.property(names, secrets, fc.constantFrom('', 'text ', '\n'), (name, secret, before) => {
          const body = before + write(name, secret);
          for (const type of ['application/json', 'text/plain', '']) {
            const shown = redactBody(body, type);
            assert.ok(!shown.includes(secret), shown);
            assert.ok(shown.includes('•••'), shown);
          }
        }),
      );
    });

  it('redaction leaves a text that only speaks of secrets', () => {
    for (const text of ['The password is wrong.', 'No token was sent (see the guide), so: none', 'password', 'tokens.'])
      assert.equal(redactBody(text, 'text/plain'), text);
  });
});
