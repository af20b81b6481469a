import { parsedUrl } from '../../../../core/base/parsedUrl';
import { OptionsError } from '../../../../core/server/optionsError';

/** What the router can tell from a pattern. `:` is escaped for it (serverMetadata.ts). */
const PATH = /^[\w.~!$&'()+,;=:@/-]*$/;

/**
 * Refuses an issuer that no client could find or match: clients compare it character by character, and make an address
 * of it (RFC 8414, 3.1 and 3.3).
 * @throws OptionsError
 */
export function assertIssuer(issuer: string | undefined): void {
  if (issuer === undefined) return;
  const url = parsedUrl(() => new URL(issuer));
  if (!url) {
    throw new OptionsError(
      `“tokens.issuer” is “${issuer}”, which is no address; give one such as “https://login.example.com”`,
    );
  }
  // The value is not told, as it may be a secret.
  if (/^https?:[\\/]*[^\\/]*@/i.test(issuer)) {
    throw new OptionsError(
      '“tokens.issuer” has a name or a password before its host, and the issuer is in each token; leave out what is before the “@”, and the “@”',
    );
  }
  if (url.href !== issuer && url.href !== `${issuer}/`) {
    throw new OptionsError(
      `“tokens.issuer” is “${issuer}”, which clients write as “${url.href}”, so that the two would not be the same; give it as they write it`,
    );
  }
  if (!PATH.test(url.pathname) || url.pathname.includes('//')) {
    throw new OptionsError(
      `“tokens.issuer” is “${issuer}”; its path can have letters, digits and “-._~!$&'()+,;=:@”, and no empty part`,
    );
  }
}
