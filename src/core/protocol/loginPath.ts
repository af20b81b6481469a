import { foldedName, wordsOfName } from './nameWords';
import { hasSecretWord } from './secretWords';

/** Words in a path or in the name of a function that mean that somebody proves who they are. */
const PART_OF_WORD =
  /log-?on$|^log-?in|login$|^signin|signin$|signon|authenti|passw|passcode|passphrase|credential|kennwort|motdepasse|contrasen/;
/** In English, then French, German, Dutch, Spanish, Portuguese, Italian, Polish, Czech, Swedish, Danish and Turkish. */
const WHOLE_WORD = new RegExp(
  `^(?:${[
    'login|logon|signin|signup|auth|otp|totp|pin|pwd|mfa|2fa|tfa|unlock|pair|verify|activate|activation|register|enroll',
    'connexion|seconnecter|identification|inscription|sinscrire|deverrouiller',
    'anmelden|anmeldung|einloggen|registrieren|freischalten',
    'inloggen|aanmelden',
    'iniciarsesion|autenticar|autenticacion|registrarse|acceder',
    'entrar|autenticacao|cadastrar',
    'accedi|accesso|autenticazione',
    'zaloguj|logowanie|uwierzytelnij',
    'prihlasit|prihlaseni|overit',
    'loggain|inloggning|logind',
    'girisyap|oturumac',
  ].join('|')})$`,
);
/** Two words that follow each other. Routes are told apart without case, so nothing may stand between them. */
const TWO_WORDS =
  /(?:^| )(?:(?:log|sign) ?(?:in|on|up)|se ?connecter|logga ?in|log ?ind|iniciar ?sesion|inicio ?sesion|giris ?yap|oturum ?ac|(?:check|verify|validate|register|confirm) ?(?:user|code|access|account|identity|token|mail|email|otp|pin|mfa)|(?:change|reset|forgot|set|new|check|verify|validate) ?(?:pass|pw|pwd|psw|mdp|clave|senha|haslo|heslo))(?: |$)/;
/** These say so only if nothing else stands beside them: `confirm`, but not `confirmOrder`. */
const ALONE = /^(?:confirm|connect|connecter|connectez|identify|identifier|acces|access|enter)$/;
const SCRIPTS =
  /ログイン|サインイン|サインアップ|認証|暗証|로그인|인증|登录|登錄|登入|登陆|验证|驗證|войти|вход$|авториз|аутентиф|συνδεση|כניסה|تسجيل/;
/** Words before a part of a path that opens something, as links in mails have it. */
const LINK =
  /(?:^| )(?:magic|invite|invitation|reset|verify|confirm|token|activate|unsubscribe|passwordless|share|recover|reinitialiser|zurucksetzen|restablecer)(?: |$)/;

/** Whether a name says that a login is meant: `login`, `signIn`, `$catalog/authentify`, `checkOTP`, `reset-password`. */
export function isLoginName(name: string): boolean {
  const words = wordsOfName(name);
  if (words.some((word) => WHOLE_WORD.test(word) || PART_OF_WORD.test(word))) return true;
  const spaced = words.join(' ');
  return ALONE.test(spaced) || TWO_WORDS.test(spaced) || SCRIPTS.test(foldedName(name).toLowerCase());
}

/** Segments of OAuth and of what is like it. What they take is a password, a code or a token. */
const OAUTH = /^(?:oauth\d?|oidc|openid|openid-connect|saml\d?|sso|idp|gettoken|j_(?:spring_)?security_check)$/i;
/** Longer segments are no names of routes. */
const LONGEST = 200;

/** Whether a segment of a canonical path says that the path is one of a login. */
export function isLoginSegment(segment: string): boolean {
  if (segment.length > LONGEST) return false;
  return OAUTH.test(segment) || isLoginName(segment) || wordsOfName(segment).at(-1) === 'token';
}

/** Whether secrets may stand behind a segment of a canonical path: that of a login, of a link in a mail, or a name. */
export function isBeforeSecret(segment: string): boolean {
  if (segment.length > LONGEST) return false;
  return isLoginSegment(segment) || LINK.test(wordsOfName(segment).join(' ')) || hasSecretWord(segment);
}
