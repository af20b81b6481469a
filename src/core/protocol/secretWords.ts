import { foldedName, wordsOfName } from './nameWords';

/** Words that mean a password wherever they stand in a word of a name, by language: `Benutzerpasswort`. */
const STEMS = [
  'password passwd passphrase passcode pswd', // English
  'passwort kennwort zugangscode zugangsdaten geheimzahl bestatigungscode', // German
  'motdepasse', // French
  'contrasen', // Spanish, Catalan
  'wachtwoord toegangscode', // Dutch
  'losenord adgangskode kodeord salasana jelszo', // Swedish, Danish, Finnish, Hungarian
  'slaptazodis lykilord fjalekalim katasandi matkhau', // Lithuanian, Icelandic, Albanian, Indonesian, Vietnamese
].flatMap((line) => line.split(' '));

/** Words that mean a secret as a whole word of a name, by language. */
const WORDS = [
  'pw pwd psw pass pword otp totp cvv cvc csc cred creds credential credentials mnemonic mnemonics secret secrets',
  'mfa tfa 2fa puk psk tok tkn passkey dsn', // English
  'mdp cle', // French
  'geheim', // German, Dutch
  'clave', // Spanish
  'senha', // Portuguese
  'haslo hasla', // Polish
  'heslo hesla', // Czech, Slovak
  'parola parole', // Italian, Romanian, Turkish
  'passord sifre lozinka geslo parool salasona pin', // Norwegian, Turkish, Croatian, Slovene, Estonian; all
].flatMap((line) => line.split(' '));

/** Words that may come behind the last one and change nothing: `passConfirm`, `pw_again`, `mdpUtilisateur`. */
const BEHIND =
  'confirm confirmation confirmed again repeat repeated retype new old current plain text value field input user utilisateur usuario benutzer nouveau ancien admin db number nummer hash factor';
/** What a word means with another one before it is no secret: `boardingPass`, `mapPin`, `palabraClave`. */
const BEFORE = 'boarding day season ski bus test render first second map drop push board gpio palabra';
/** Before `key`, which otherwise is mostly the key of a record. */
const KEYS =
  'api consumer wifi session subscription private secret access encryption signing master shared account instrumentation service admin recovery license security functions storage';
/** What a signature with another word before it is: text at the end of a mail, the notes of a melody, or the part of 4D that tells an error. */
const SIGNED = 'mail email key time method type component';
/** Before or behind `code`, which otherwise is mostly that of an error or of a country. */
const CODES =
  'unlock recovery backup verification verificacion verify confirm confirmation activation auth authorization authentication access acces acceso zugang security pin sms otp login mfa tfa totp invite invitation reset secret onetime pairing device user';
/** The same in scripts that have no capital letters or no spaces between words. They may stand anywhere in a name. */
const SCRIPTS =
  /パスワード|パスコード|暗証番号|合言葉|認証コード|確認コード|密码|密碼|口令|验证码|驗證碼|пароль|비밀번호|암호|패스워드|인증번호|κωδικος|סיסמה|סיסמא|كلمة.?(?:المرور|السر)|पासवर्ड|รหัสผ่าน|गुप्तशब्द|পাসওয়ার্ড|секрет|парола|гасло|گذرواژه|رمز|^パス$|暗証|비번|ססמה/;

const anyOf = (words: string) => words.replaceAll(' ', '|');
const notBehind = (words: string) => '(?<! (?:'.concat(anyOf(words), '))');
/** Looked for in the words of a name with a space before each of them. Numbers at the end of a word say nothing: `pass2`. */
const NAME = new RegExp(
  [
    `(?:${STEMS.join('|')})`,
    `${notBehind(BEFORE)} (?:${WORDS.join('|')})\\d{0,3}(?: (?:${anyOf(BEHIND)}|\\d{1,3})){0,2}$`,
    '^ (?:user|usr|login|db|my|new|old|ftp|smtp|mail|admin|root|wifi|ssh)(?:pass|pw|pwd|psw|mdp)\\d{0,3}$',
    ` (?:${anyOf(KEYS)}) keys?$`,
    // Whoever has a signed address can use it.
    `${notBehind(SIGNED)} (?:sig|signature|hmac)(?: ?\\d{1,3})?$`,
    ` (?:${anyOf(CODES)}|2fa) (?:codes?|kode|kod|codice|codigo)\\d{0,3}$`,
    ` (?:codes?|kode|kod|codice|codigo) (?:de )?(?:${anyOf(CODES)}|2fa)$`,
    ' (?:seed|recovery|backup) (?:phrase|words)$| security answer$',
    // Mot de passe, palavra passe, parola d’ordine, one time code.
    ' two factor(?: code)?$| connection string$| (?:database|db) ur[li]$| kata sandi| mat khau| cle (?:d )?(?:acces|api|secrete|privee)',
    ' mots? de passe| palavra (?:de )?passe| parola d? ?ordine| one time (?:code|pin|token)',
  ].join('|'),
);
const MAY_BE_SECRET =
  /[^\x20-\x7e]|pa[sr]|p[wis]|code?|kod|key|mdp|cla|sen|has|hes|sif|loz|ges|losen|adgang|sala|jels|contra|kennw|zugang|best|wacht|otp|cv[vc]|csc|cred|mnem|secr|sig|hmac|phrase|words|answer|mot|pala|one.?time|mfa|tfa|2fa|puk|psk|tok|tkn|dsn|cle|geheim|slapta|lykil|fjale|kata|mat|two|connect|ur[li]|toegang|usrp/i;

/** Whether a text may have such a word in it. */
export function mayHaveSecretWord(text: string): boolean {
  return MAY_BE_SECRET.test(text);
}

/** Whether the words of a name, in one of many languages, say that it stands for a secret. */
export function hasSecretWord(name: string): boolean {
  // Most names end here.
  if (!MAY_BE_SECRET.test(name)) return false;
  return (
    NAME.test(
      wordsOfName(name)
        .map((word) => ` ${word}`)
        .join(''),
    ) || SCRIPTS.test(foldedName(name).toLowerCase())
  );
}
