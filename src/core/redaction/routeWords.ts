import { wordsOfName } from '../protocol/nameWords';

/** Words that stand in the paths of logins and are no parameters of them. */
const WORDS = new Set(
  [
    'login logon signin signon signup log sign in on up out off logout signout auth authenticate authentication authorize authorization',
    'authentify oauth oauth2 oidc openid connect saml sso idp token tokens refresh revoke introspect userinfo jwks certs grant consent',
    'callback redirect return success failure failed error denied complete done start begin finish end continue cancel init step next',
    'user users account accounts profile session sessions device devices client clients customer customers admin member members team teams',
    'id ids me self current new all list create update delete edit show view check change set forgot lost reset restore recover recovery',
    'password passwords pass passwort passcode pin otp totp mfa 2fa tfa code codes key keys secret secrets credential credentials link magic',
    'verify verification validate confirm confirmation activate activation register registration invite invitation accept decline request',
    'send resend mail email sms phone push app apps mobile web site api rest rpc graphql json xml html v local remote internal external',
    'google github gitlab facebook apple microsoft azure twitter linkedin ldap kerberos basic bearer form page index home main default',
    'server service services system platform portal public private security secure protocol realm realms tenant tenants well known',
    'wizard options challenge response attestation assertion passkey passkeys webauthn fido2 direct grants resource resources status info',
  ].flatMap((line) => line.split(' ')),
);
/** A file that a page of a login loads. */
const FILE =
  /\.(?:html?|css|m?js|json|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|php|aspx?|jspx?|do|action|shtml|4dm)$/i;
const VERSION = /^v\d+(?:\.\d+)*$/i;

/** Whether a part of a path is the name of a route or of a file: each of its words is known. */
export function isRouteWord(segment: string): boolean {
  if (VERSION.test(segment)) return true;
  const name = segment.replace(FILE, '');
  if (!/^[\w$.-]{1,64}$/.test(name)) return false;
  return wordsOfName(name).every((word) => WORDS.has(word) || WORDS.has(word.replace(/\d$/, '')));
}

/** Whether a part of a path is a file with a plain name. */
export function isPlainFile(segment: string): boolean {
  return FILE.test(segment) && /^[a-z._-]{1,64}$/i.test(segment);
}
