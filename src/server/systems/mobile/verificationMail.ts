import { html as escaped } from '../../../core/base/html';
import type { Mail } from '../../../core/protocol/mail';
import type { VerificationOptions } from './mobileOptions';

const SUBJECT = 'Verify your email address';

const MESSAGES = {
  link: 'Please confirm your e-mail address by opening the link below, then log in again in the app.',
  code: 'Please confirm your e-mail address by typing the code below in the app.',
};

const HTML = {
  link: '<p>{{message}}</p>\n<p><a href="{{url}}">Activate your session</a></p>\n<p>The link is good for {{expirationminutes}} minutes.</p>\n',
  code: '<p>{{message}}</p>\n<p><strong>{{code}}</strong></p>\n<p>The code is good for {{expirationminutes}} minutes.</p>\n',
};

const TEXT = {
  link: '{{message}}\n\n{{url}}\n\nThe link is good for {{expirationminutes}} minutes.\n',
  code: '{{message}}\n\n{{code}}\n\nThe code is good for {{expirationminutes}} minutes.\n',
};

/**
 * Writes the verification mail. The tags in the templates are those of the component 4D Mobile App Server, and
 * `{{code}}`.
 */
export class VerificationMail {
  /** Path of the activation link, with a leading slash. */
  readonly path: string;

  /** @throws when the path is invalid */
  constructor(
    private readonly options: VerificationOptions,
    private readonly minutes: number,
  ) {
    this.path = activationPath(options.path);
  }

  compose(to: string, proof: { link: string } | { code: string }): Omit<Mail, 'id' | 'at' | 'session' | 'expiresAt'> {
    const kind = 'link' in proof ? 'link' : 'code';
    const { subject = SUBJECT, html = HTML[kind], text = TEXT[kind] } = this.options;
    const values = { url: '', code: '', message: MESSAGES[kind], expirationminutes: String(this.minutes) };
    const filled = 'link' in proof ? { ...values, url: proof.link } : { ...values, code: proof.code };
    return {
      to,
      subject: fill(subject, filled),
      html: fill(html, filled, (value) => String(escaped`${value}`)),
      text: fill(text, filled),
      ...proof,
    };
  }
}

/**
 * The path of the activation link with a leading slash. It must be valid in every address, because it becomes a route
 * and part of a link.
 * @throws when it is not
 */
export function activationPath(given = 'activation'): string {
  const path = given.replace(/^\/+|\/+$/g, '');
  if (!/^[\w.~-]+(\/[\w.~-]+)*$/.test(path)) {
    throw new TypeError(`verification.path “${given}” is no path of letters, digits, "-", "_", "." and "~".`);
  }
  return `/${path}`;
}

function fill(template: string, values: Record<string, string>, encode: (text: string) => string = String): string {
  return template.replace(/\{\{ *(\w+) *\}\}/g, (tag, name: string) => {
    const value = values[name.toLowerCase()];
    return value === undefined ? tag : encode(value);
  });
}
