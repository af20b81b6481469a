import { SecretShapes } from '../../../src/core/protocol/secretShapes';
import { withoutLooseSecrets } from '../../../src/core/redaction/looseSecrets';
import { NamedSecrets } from '../../../src/core/redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../../../src/core/redaction/redactMessage';
import { redactText } from '../../../src/core/redaction/redactText';
import { isScenario } from '../../../src/core/scenario/isScenario';

const NAMES = new NamedSecrets({ names: ['entry'], logins: ['/api/enter'], isLive: (word) => word === 'never' });
const FORM = 'application/x-www-form-urlencoded';
const ALL = Number.POSITIVE_INFINITY;

/** The ways by which foreign text comes into patterns of the house. */
export const FACES: Readonly<Record<string, (text: string) => unknown>> = {
  'a body': (text) => redactBody(text, '', ALL, NAMES),
  'a body that looks like JSON': (text) => redactBody(`{"v":${text}`, '', ALL, NAMES),
  'a text in JSON': (text) => redactBody(JSON.stringify({ v: text }), '', ALL, NAMES),
  'a form': (text) => redactBody(text, FORM, ALL, NAMES),
  'the body of a login': (text) => redactBody(`<${text}`, '', ALL, NAMES.asLogin()),
  'the path of a login': (text) => redactUrl(`/login/${text}`, NAMES),
  'an expression': (text) => redactUrl(`/x?$filter=password = ${text}`, NAMES),
  XML: (text) => redactBody(`<a>${text}`, '', ALL, NAMES),
  'a URL': (text) => redactUrl(`/x${text}`, NAMES),
  'a header': (text) => redactHeaders({ 'x-note': text, cookie: text, 'set-cookie': [text], authorization: text }),
  'a message': (text) => redactText(text, NAMES),
  'a loose text': (text) => withoutLooseSecrets(text),
  'a text with shapes': (text) => new SecretShapes([], () => false).in(text),
  'a scenario': (text) => isScenario(`{${text}`),
};

/** By which the counter itself is tried. */
export const PROBES: Readonly<Record<string, (text: string) => unknown>> = {
  'a pattern that goes back': (text) => /a+$/.test(text),
  'a pattern that does not go back': (text) => /(?<!a)a+$/.test(text),
  'a replacement': (text) => text.replace(/b/g, ''),
};
